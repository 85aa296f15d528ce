package io.slipway.onnx;

import io.slipway.scoring.Shape;

/** Shapes made of others. */
final class Shapes {
  private Shapes() {}

  static Shape prepended(long dimension, Shape shape) {
    long[] rest = shape.toArray();
    long[] all = new long[rest.length + 1];
    all[0] = dimension;
    System.arraycopy(rest, 0, all, 1, rest.length);
    return Shape.of(all);
  }
}
