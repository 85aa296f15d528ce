package io.slipway.onnx.file;

import io.slipway.onnx.file.GraphProto.ValueInfo;
import io.slipway.onnx.file.GraphProto.ValueType;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.Shape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads GraphProto and what is in it. One reader reads one file: it counts what it has read, so
 * that a small file of countless empty messages fills no heap, and knows how deep it is, so that no
 * stack overflows.
 */
final class GraphReader {
  static final int NODE = 1;
  static final int NAME = 2;
  static final int INITIALIZER = 5;
  static final int DOC_STRING = 10;
  private static final int INPUT = 11;
  private static final int OUTPUT = 12;
  private static final int SPARSE_INITIALIZER = 15;
  static final int METADATA_PROPS = 16;

  /** Protobuf's own limit of 100 nested messages, three to a subgraph. */
  private static final int MAX_DEPTH = 32;

  /** Nodes, names, attributes, tensors: twenty times what the largest published models have. */
  private static final int MAX_ELEMENTS = 2_000_000;

  private static final int MAX_RANK = 64;

  private int depth;
  private int elements;

  GraphProto read(ByteBuffer message) throws MalformedFileException, ModelLoadException {
    if (++depth > MAX_DEPTH) {
      throw Refusals.tooLarge("graphs are nested more than " + MAX_DEPTH + " deep");
    }
    List<NodeProto> nodes = new ArrayList<>();
    List<TensorProto> initializers = new ArrayList<>();
    List<ValueInfo> inputs = new ArrayList<>();
    List<ValueInfo> outputs = new ArrayList<>();
    Wire wire = new Wire(message);
    while (wire.next()) {
      switch (wire.field()) {
        case NODE -> nodes.add(node(wire.payload()));
        case INITIALIZER -> initializers.add(tensor(wire.payload()));
        case SPARSE_INITIALIZER -> addSparse(wire.message(), initializers);
        case INPUT -> inputs.add(valueInfo(wire.message()));
        case OUTPUT -> outputs.add(valueInfo(wire.message()));
        default -> {}
      }
    }
    depth--;
    return new GraphProto(nodes, initializers, inputs, outputs);
  }

  NodeProto node(ByteBuffer message) throws MalformedFileException, ModelLoadException {
    count();
    String name = "";
    String operator = "";
    String domain = "";
    List<String> inputs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    List<AttributeProto> attributes = new ArrayList<>();
    Wire wire = new Wire(message);
    while (wire.next()) {
      switch (wire.field()) {
        case 1 -> inputs.add(countedText(wire));
        case 2 -> outputs.add(countedText(wire));
        case 3 -> name = wire.text();
        case 4 -> operator = wire.text();
        case 5 -> attributes.add(attribute(wire.payload()));
        case 7 -> domain = wire.text();
        default -> {}
      }
    }
    return new NodeProto(
        name, operator, domain.equals("ai.onnx") ? "" : domain, inputs, outputs, attributes);
  }

  private AttributeProto attribute(ByteBuffer message)
      throws MalformedFileException, ModelLoadException {
    count();
    String name = "";
    List<GraphProto> graphs = new ArrayList<>();
    List<TensorProto> tensors = new ArrayList<>();
    Wire wire = new Wire(message);
    while (wire.next()) {
      switch (wire.field()) {
        case 1 -> name = wire.text();
        case 5, 10 -> tensors.add(tensor(wire.payload()));
        case 6, 11 -> graphs.add(read(wire.payload()));
        case 22, 23 -> addSparse(wire.message(), tensors);
        default -> {}
      }
    }
    return new AttributeProto(name, graphs, tensors, message);
  }

  private TensorProto tensor(ByteBuffer message) throws MalformedFileException, ModelLoadException {
    count();
    return TensorReader.read(message);
  }

  /** A sparse tensor is two tensors: its values and their places. */
  private void addSparse(Wire sparse, List<TensorProto> tensors)
      throws MalformedFileException, ModelLoadException {
    while (sparse.next()) {
      if (sparse.field() == 1 || sparse.field() == 2) {
        tensors.add(tensor(sparse.payload()));
      }
    }
  }

  private ValueInfo valueInfo(Wire wire) throws MalformedFileException, ModelLoadException {
    count();
    String name = "";
    ValueType type = new ValueType.Other();
    while (wire.next()) {
      switch (wire.field()) {
        case 1 -> name = wire.text();
        case 2 -> type = valueType(wire.message(), 0);
        default -> {}
      }
    }
    return new ValueInfo(name, type);
  }

  private static ValueType valueType(Wire wire, int nesting)
      throws MalformedFileException, ModelLoadException {
    if (nesting > MAX_DEPTH) {
      throw Refusals.tooLarge("types are nested more than " + MAX_DEPTH + " deep");
    }
    ValueType type = new ValueType.Other();
    while (wire.next()) {
      switch (wire.field()) {
        case 1 -> type = tensorType(wire.message());
        case 4 -> {
          Wire sequence = wire.message();
          ValueType element = new ValueType.Other();
          while (sequence.next()) {
            if (sequence.field() == 1) {
              element = valueType(sequence.message(), nesting + 1);
            }
          }
          type = new ValueType.Sequence(element);
        }
        case 5 -> type = new ValueType.Mapping();
        default -> {}
      }
    }
    return type;
  }

  private static ValueType tensorType(Wire wire) throws MalformedFileException {
    long elementType = 0;
    Optional<Shape> shape = Optional.empty();
    while (wire.next()) {
      switch (wire.field()) {
        case 1 -> elementType = wire.number();
        case 2 -> shape = Optional.of(shape(wire.message()));
        default -> {}
      }
    }
    return new ValueType.Tensor(elementType, shape);
  }

  private static Shape shape(Wire wire) throws MalformedFileException {
    LongList dimensions = new LongList(MAX_RANK);
    while (wire.next()) {
      if (wire.field() == 1) {
        long length = Shape.DYNAMIC;
        Wire dimension = wire.message();
        while (dimension.next()) {
          if (dimension.field() == 1) {
            length = Math.max(dimension.number(), Shape.DYNAMIC);
          }
        }
        dimensions.add(length);
      }
    }
    return Shape.of(dimensions.toArray());
  }

  private String countedText(Wire wire) throws MalformedFileException, ModelLoadException {
    count();
    return wire.text();
  }

  private void count() throws ModelLoadException {
    if (++elements > MAX_ELEMENTS) {
      throw Refusals.tooLarge(
          "it has more than " + MAX_ELEMENTS + " nodes, names, attributes and tensors");
    }
  }
}
