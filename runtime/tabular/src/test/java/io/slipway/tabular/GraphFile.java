package io.slipway.tabular;

import io.slipway.onnx.ProtoWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes an ONNX file, node by node. */
final class GraphFile {
  static final int FLOAT = 1;
  static final int UINT8 = 2;
  static final int INT32 = 6;
  static final int INT64 = 7;
  static final int STRING = 8;
  static final int BOOL = 9;
  static final int DOUBLE = 11;

  static final String ML = "ai.onnx.ml";

  private final ProtoWriter graph = new ProtoWriter().text(2, "g");
  private long opset = 18;
  private long mlOpset = 3;

  /** A node under way, to which attributes are added. */
  static final class Attributes {
    private final ProtoWriter node;

    private Attributes(ProtoWriter node) {
      this.node = node;
    }

    Attributes number(String name, long value) {
      node.message(5, new ProtoWriter().text(1, name).number(3, value).number(20, 2));
      return this;
    }

    Attributes text(String name, String value) {
      node.message(5, new ProtoWriter().text(1, name).text(4, value).number(20, 3));
      return this;
    }

    /** One real number, as a field of four bytes. */
    Attributes real(String name, float value) {
      byte[] bytes =
          ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).array();
      node.message(5, new ProtoWriter().text(1, name).fixed(2, bytes).number(20, 1));
      return this;
    }

    Attributes reals(String name, float... values) {
      ByteBuffer packed =
          ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      for (float value : values) {
        packed.putFloat(value);
      }
      node.message(5, new ProtoWriter().text(1, name).bytes(7, packed.array()).number(20, 6));
      return this;
    }

    Attributes integers(String name, long... values) {
      ProtoWriter packed = new ProtoWriter();
      for (long value : values) {
        packed.packed(value);
      }
      node.message(5, new ProtoWriter().text(1, name).bytes(8, packed.toByteArray()).number(20, 7));
      return this;
    }

    Attributes texts(String name, List<String> values) {
      ProtoWriter attribute = new ProtoWriter().text(1, name);
      values.forEach(value -> attribute.text(9, value));
      node.message(5, attribute.number(20, 8));
      return this;
    }

    Attributes tensor(String name, int type, double... values) {
      node.message(
          5,
          new ProtoWriter()
              .text(1, name)
              .message(5, GraphFile.tensor("", type, values, values.length))
              .number(20, 4));
      return this;
    }
  }

  GraphFile opsets(long version, long mlVersion) {
    opset = version;
    mlOpset = mlVersion;
    return this;
  }

  /**
   * @param dims negative for any length
   */
  GraphFile input(String name, int type, long... dims) {
    graph.message(11, value(name, type, dims));
    return this;
  }

  GraphFile output(String name, int type, long... dims) {
    graph.message(12, value(name, type, dims));
    return this;
  }

  /** An output of maps from label to score. */
  GraphFile maps(String name, int keys) {
    ProtoWriter map =
        new ProtoWriter()
            .number(1, keys)
            .message(2, new ProtoWriter().message(1, new ProtoWriter().number(1, FLOAT)));
    ProtoWriter element = new ProtoWriter().message(1, new ProtoWriter().message(5, map));
    graph.message(
        12, new ProtoWriter().text(1, name).message(2, new ProtoWriter().message(4, element)));
    return this;
  }

  GraphFile constant(String name, int type, double[] values, long... dims) {
    graph.message(5, tensor(name, type, values, dims));
    return this;
  }

  GraphFile node(
      String domain,
      String operator,
      List<String> inputs,
      List<String> outputs,
      java.util.function.Consumer<Attributes> attributes) {
    ProtoWriter node = new ProtoWriter();
    inputs.forEach(input -> node.text(1, input));
    outputs.forEach(output -> node.text(2, output));
    node.text(4, operator);
    attributes.accept(new Attributes(node));
    graph.message(1, node.text(7, domain));
    return this;
  }

  Path write(Path file) throws IOException {
    return Files.write(file, toByteArray());
  }

  byte[] toByteArray() {
    return new ProtoWriter()
        .number(1, 8)
        .message(7, graph)
        .message(8, new ProtoWriter().text(1, "").number(2, opset))
        .message(8, new ProtoWriter().text(1, ML).number(2, mlOpset))
        .toByteArray();
  }

  private static ProtoWriter value(String name, int type, long... dims) {
    ProtoWriter shape = new ProtoWriter();
    for (long dim : dims) {
      shape.message(
          1, dim < 0 ? new ProtoWriter().text(2, "n" + -dim) : new ProtoWriter().number(1, dim));
    }
    ProtoWriter tensor = new ProtoWriter().number(1, type).message(2, shape);
    return new ProtoWriter().text(1, name).message(2, new ProtoWriter().message(1, tensor));
  }

  private static ProtoWriter tensor(String name, int type, double[] values, long... dims) {
    ProtoWriter tensor = new ProtoWriter();
    for (long dim : dims) {
      tensor.number(1, dim);
    }
    ByteBuffer raw = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      switch (type) {
        case UINT8 -> raw.put((byte) value);
        case FLOAT -> raw.putFloat((float) value);
        case INT64 -> raw.putLong((long) value);
        case INT32 -> raw.putInt((int) value);
        case DOUBLE -> raw.putDouble(value);
        default -> throw new IllegalArgumentException("type " + type);
      }
    }
    byte[] bytes = new byte[raw.position()];
    raw.flip().get(bytes);
    return tensor.number(2, type).text(8, name).bytes(9, bytes);
  }
}
