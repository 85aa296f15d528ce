package io.slipway.onnx.file;

import java.util.Arrays;
import java.util.List;

/** Numbers in the order they were added, not boxed, and no more of them than make sense. */
final class LongList {
  private final int most;
  private long[] values = new long[4];
  private int size;

  LongList(int most) {
    this.most = most;
  }

  void add(long value) throws MalformedFileException {
    if (size == most) {
      throw new MalformedFileException("a list has more than " + most + " numbers");
    }
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
  }

  List<Long> toList() {
    return Arrays.stream(values, 0, size).boxed().toList();
  }

  long[] toArray() {
    return Arrays.copyOf(values, size);
  }
}
