package io.slipway.onnx.file;

import io.slipway.scoring.ModelLoadException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * An attribute of a node. Graphs and tensors are read with the file, since checks go through all of
 * them; lists, which hold whole forests, when asked for.
 *
 * @param name of the attribute
 * @param graphs subgraphs: bodies of loops, branches
 * @param tensors constants
 * @param body the whole message
 */
public record AttributeProto(
    String name, List<GraphProto> graphs, List<TensorProto> tensors, ByteBuffer body) {
  private static final int MAX_INTEGERS = 1 << 20;
  private static final int STRINGS = 9;
  private static final int INTS = 8;

  /** The texts of a list of strings; empty if the attribute is none. */
  public List<String> strings() throws ModelLoadException {
    List<String> texts = new ArrayList<>();
    try {
      Wire wire = new Wire(body);
      while (wire.next()) {
        if (wire.field() == STRINGS) {
          texts.add(wire.text());
        }
      }
    } catch (MalformedFileException e) {
      throw Refusals.malformed(e);
    }
    return texts;
  }

  /** The numbers of a list of integers; empty if the attribute is none. */
  public long[] integers() throws ModelLoadException {
    LongList numbers = new LongList(MAX_INTEGERS);
    try {
      Wire wire = new Wire(body);
      while (wire.next()) {
        if (wire.field() == INTS) {
          wire.addVarintsTo(numbers);
        }
      }
    } catch (MalformedFileException e) {
      throw Refusals.malformed(e);
    }
    return numbers.toArray();
  }
}
