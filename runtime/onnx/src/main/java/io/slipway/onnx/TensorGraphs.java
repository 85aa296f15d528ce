package io.slipway.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.slipway.scoring.DataType;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/**
 * Makes the tensors that the library's Java interface has no way to make, with graphs of one node:
 * unsigned ones of 16, 32 and 64 bits, cast from signed ones bit for bit, and text beyond U+FFFF,
 * as a constant in a file, where it is UTF-8; and reads text that the interface cuts short. Safe
 * for use by many threads.
 */
final class TensorGraphs implements AutoCloseable {
  private static final int IR_VERSION = 9;
  private static final int OPSET = 20;
  private static final int STRING = 8;
  private static final int INTEGER_ATTRIBUTE = 2;

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final Map<DataType, OrtSession> casts = new EnumMap<>(DataType.class);

  /** The unsigned tensor with the bits of a signed one; to be closed, and the tensor with it. */
  OrtSession.Result unsigned(DataType type, OnnxTensor signed) throws OrtException {
    return cast(type).run(Map.of("x", signed));
  }

  /** A tensor of any text; to be closed. */
  OrtSession.Result strings(String[] values, long[] dims) throws OrtException {
    try (SessionOptions options = OrtSessionFactory.common(1);
        OrtSession session = environment.createSession(constant(values, dims), options)) {
      return session.run(Map.of());
    }
  }

  /**
   * The texts of a tensor, each with {@code room} characters {@link Utf8#PAD} after it; to be
   * closed.
   */
  static OrtSession.Result padded(OnnxTensor strings, int room) throws OrtException {
    try (SessionOptions options = OrtSessionFactory.common(1);
        OrtSession session =
            OrtEnvironment.getEnvironment().createSession(concatenation(room), options)) {
      return session.run(Map.of("a", strings));
    }
  }

  @Override
  public synchronized void close() {
    try (Owned owned = new Owned()) {
      casts.values().forEach(owned::own);
      casts.clear();
    }
  }

  private synchronized OrtSession cast(DataType type) throws OrtException {
    OrtSession session = casts.get(type);
    if (session == null) {
      try (SessionOptions options = OrtSessionFactory.common(1)) {
        session = environment.createSession(castGraph(type), options);
      }
      casts.put(type, session);
    }
    return session;
  }

  private static byte[] castGraph(DataType type) {
    int from =
        switch (type) {
          case UINT16 -> 5;
          case UINT32 -> 6;
          case UINT64 -> 7;
          default -> throw new IllegalArgumentException(type + " needs no cast");
        };
    int to =
        switch (type) {
          case UINT16 -> 4;
          case UINT32 -> 12;
          default -> 13;
        };
    ProtoWriter attribute =
        new ProtoWriter().text(1, "to").number(3, to).number(20, INTEGER_ATTRIBUTE);
    ProtoWriter node =
        new ProtoWriter().text(1, "x").text(2, "y").text(4, "Cast").message(5, attribute);
    return model(
        new ProtoWriter()
            .message(1, node)
            .text(2, "cast")
            .message(11, value("x", from))
            .message(12, value("y", to)));
  }

  private static byte[] constant(String[] values, long[] dims) {
    ProtoWriter tensor = new ProtoWriter();
    for (long dim : dims) {
      tensor.number(1, dim);
    }
    tensor.number(2, STRING);
    for (String value : values) {
      tensor.bytes(6, value.getBytes(StandardCharsets.UTF_8));
    }
    tensor.text(8, "x");
    ProtoWriter node = new ProtoWriter().text(1, "x").text(2, "y").text(4, "Identity");
    return model(
        new ProtoWriter()
            .message(1, node)
            .text(2, "constant")
            .message(5, tensor)
            .message(12, value("y", STRING)));
  }

  private static byte[] concatenation(int room) {
    ProtoWriter pad =
        new ProtoWriter().number(2, STRING).text(6, Utf8.PAD.repeat(room)).text(8, "b");
    ProtoWriter node =
        new ProtoWriter().text(1, "a").text(1, "b").text(2, "y").text(4, "StringConcat");
    return model(
        new ProtoWriter()
            .message(1, node)
            .text(2, "pad")
            .message(5, pad)
            .message(11, value("a", STRING))
            .message(12, value("y", STRING)));
  }

  private static byte[] model(ProtoWriter graph) {
    return new ProtoWriter()
        .number(1, IR_VERSION)
        .message(7, graph)
        .message(8, new ProtoWriter().text(1, "").number(2, OPSET))
        .toByteArray();
  }

  private static ProtoWriter value(String name, int type) {
    ProtoWriter tensor = new ProtoWriter().number(1, type);
    return new ProtoWriter().text(1, name).message(2, new ProtoWriter().message(1, tensor));
  }
}
