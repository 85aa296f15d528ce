package io.slipway.benchmarks.onnx;

import io.slipway.onnx.ProtoWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Writes networks of dense layers with made-up weights: x of [rows, first] to y of [rows, last].
 */
final class NetworkWriter {
  private static final int FLOAT = 1;
  private static final int IR_VERSION = 8;
  private static final int OPSET = 18;
  private static final long SEED = 20261126;

  private NetworkWriter() {}

  /**
   * @param widths of the layers, that of the input first
   */
  static Path write(Path file, int... widths) throws IOException {
    Random random = new Random(SEED);
    ProtoWriter graph = new ProtoWriter().text(2, "benchmark");
    int layers = widths.length - 1;
    String value = "x";
    for (int layer = 0; layer < layers; layer++) {
      boolean last = layer == layers - 1;
      String weights = "w" + layer;
      String product = last ? "y" : "p" + layer;
      graph.message(1, node("Gemm", product, value, weights));
      graph.message(5, weights(weights, widths[layer], widths[layer + 1], random));
      value = "r" + layer;
      if (!last) {
        graph.message(1, node("Relu", value, product));
      }
    }
    graph.message(11, tensor("x", widths[0])).message(12, tensor("y", widths[layers]));
    ProtoWriter model =
        new ProtoWriter()
            .number(1, IR_VERSION)
            .message(7, graph)
            .message(8, new ProtoWriter().text(1, "").number(2, OPSET));
    return Files.write(file, model.toByteArray());
  }

  private static ProtoWriter node(String operator, String output, String... inputs) {
    ProtoWriter node = new ProtoWriter();
    for (String input : inputs) {
      node.text(1, input);
    }
    return node.text(2, output).text(4, operator);
  }

  private static ProtoWriter weights(String name, int from, int to, Random random) {
    ByteBuffer raw = ByteBuffer.allocate(from * to * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    float scale = (float) Math.sqrt(2.0 / from);
    while (raw.hasRemaining()) {
      raw.putFloat((float) random.nextGaussian() * scale);
    }
    return new ProtoWriter()
        .number(1, from)
        .number(1, to)
        .number(2, FLOAT)
        .text(8, name)
        .bytes(9, raw.array());
  }

  private static ProtoWriter tensor(String name, int width) {
    ProtoWriter shape =
        new ProtoWriter()
            .message(1, new ProtoWriter().text(2, "rows"))
            .message(1, new ProtoWriter().number(1, width));
    ProtoWriter type =
        new ProtoWriter().message(1, new ProtoWriter().number(1, FLOAT).message(2, shape));
    return new ProtoWriter().text(1, name).message(2, type);
  }
}
