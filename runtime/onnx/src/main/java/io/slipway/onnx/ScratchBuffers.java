package io.slipway.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Direct buffers to use again: making one costs more than scoring a row. Those of large batches are
 * left to the garbage collector, so that one such batch does not hold its memory for good.
 */
final class ScratchBuffers {
  private static final int SMALLEST = 4 << 10;
  private static final int LARGEST_KEPT = 1 << 20;
  private static final int MOST_KEPT = 64;

  private final ArrayBlockingQueue<ByteBuffer> free = new ArrayBlockingQueue<>(MOST_KEPT);

  /** A buffer in native order, empty, with room for {@code bytes}. */
  ByteBuffer take(int bytes) {
    ByteBuffer buffer = free.poll();
    if (buffer == null || buffer.capacity() < bytes) {
      buffer = ByteBuffer.allocateDirect(capacityFor(bytes)).order(ByteOrder.nativeOrder());
    }
    return buffer.clear().limit(bytes);
  }

  /** Gives back a buffer that nothing refers to any more. */
  void giveBack(ByteBuffer buffer) {
    if (buffer.capacity() <= LARGEST_KEPT) {
      free.offer(buffer);
    }
  }

  private static int capacityFor(int bytes) {
    if (bytes <= SMALLEST) {
      return SMALLEST;
    }
    return bytes > LARGEST_KEPT ? bytes : Integer.highestOneBit(bytes - 1) << 1;
  }
}
