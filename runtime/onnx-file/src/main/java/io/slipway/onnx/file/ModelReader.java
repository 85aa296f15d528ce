package io.slipway.onnx.file;

import io.slipway.onnx.file.ModelProto.Function;
import io.slipway.scoring.ModelLoadException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a file as ModelProto. The file is mapped, not copied, so weights take no heap.
 *
 * <p>Format: <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>.
 */
public final class ModelReader {
  static final int IR_VERSION = 1;
  static final int PRODUCER_NAME = 2;
  static final int PRODUCER_VERSION = 3;
  static final int DOMAIN = 4;
  static final int MODEL_VERSION = 5;
  static final int DOC_STRING = 6;
  static final int GRAPH = 7;
  static final int OPSET_IMPORT = 8;
  static final int METADATA_PROPS = 14;
  static final int TRAINING_INFO = 20;
  static final int FUNCTIONS = 25;
  static final int CONFIGURATION = 26;

  /** Of a file that is read rather than mapped: to map a process's first takes longer. */
  private static final int SMALL_BYTES = 4 << 20;

  private ModelReader() {}

  /**
   * @throws ModelLoadException if the file is no well-formed ModelProto or beyond the limits
   */
  public static ModelProto read(Path file) throws IOException, ModelLoadException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw Refusals.tooLarge(
            "one file holds 2 GiB at most; export the weights as external data beside it");
      }
      return read(
          channel.size() <= SMALL_BYTES
              ? ByteBuffer.wrap(Files.readAllBytes(file))
              : channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
    }
  }

  /** As {@link #read(Path)}, from memory. */
  public static ModelProto read(ByteBuffer file) throws ModelLoadException {
    try {
      return model(file);
    } catch (MalformedFileException e) {
      throw Refusals.malformed(e);
    }
  }

  private static ModelProto model(ByteBuffer file)
      throws MalformedFileException, ModelLoadException {
    GraphReader reader = new GraphReader();
    long irVersion = 0;
    Map<String, Long> opsets = new HashMap<>();
    List<GraphProto> graphs = new ArrayList<>();
    List<Function> functions = new ArrayList<>();
    Wire wire = new Wire(file);
    while (wire.next()) {
      switch (wire.field()) {
        case IR_VERSION -> irVersion = wire.number();
        case GRAPH -> graphs.add(reader.read(wire.payload()));
        case OPSET_IMPORT -> addOpset(wire.message(), opsets);
        case FUNCTIONS -> functions.add(function(wire.message(), reader));
        default -> {}
      }
    }
    return new ModelProto(irVersion, opsets, merged(graphs), functions);
  }

  /** Protobuf merges a message that occurs twice: what native code will see has to be seen here. */
  private static GraphProto merged(List<GraphProto> graphs) throws ModelLoadException {
    if (graphs.isEmpty()) {
      throw Refusals.invalid("it has no graph");
    }
    if (graphs.size() == 1) {
      return graphs.get(0);
    }
    return new GraphProto(
        graphs.stream().flatMap(g -> g.nodes().stream()).toList(),
        graphs.stream().flatMap(g -> g.initializers().stream()).toList(),
        graphs.stream().flatMap(g -> g.inputs().stream()).toList(),
        graphs.stream().flatMap(g -> g.outputs().stream()).toList());
  }

  private static void addOpset(Wire wire, Map<String, Long> opsets) throws MalformedFileException {
    String domain = "";
    long version = 0;
    while (wire.next()) {
      switch (wire.field()) {
        case 1 -> domain = wire.text();
        case 2 -> version = wire.number();
        default -> {}
      }
    }
    opsets.put(domain.equals("ai.onnx") ? "" : domain, version);
  }

  private static Function function(Wire wire, GraphReader reader)
      throws MalformedFileException, ModelLoadException {
    String name = "";
    String domain = "";
    List<NodeProto> nodes = new ArrayList<>();
    while (wire.next()) {
      switch (wire.field()) {
        case 1 -> name = wire.text();
        case 7 -> nodes.add(reader.node(wire.payload()));
        case 10 -> domain = wire.text();
        default -> {}
      }
    }
    return new Function(domain, name, nodes);
  }
}
