package io.slipway.server.http;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Keeps bodies in memory as they come in, each within a limit and all within a budget. Safe for use
 * by many threads.
 */
final class BodyReader {
  private static final int FIRST_CAPACITY = 8192;

  /** How many times what is allowed is let in to be thrown away. */
  private static final int DISCARDED = 4;

  private final int maxBytes;
  private final MemoryBudget memory;

  /**
   * @param maxBytes of one body
   */
  BodyReader(int maxBytes, MemoryBudget memory) {
    this.maxBytes = maxBytes;
    this.memory = memory;
  }

  /** A body, which counts as held until it is closed. Of one thread at a time. */
  final class Body implements AutoCloseable {
    private final MemoryBudget.Share share = memory.share();
    private byte[] bytes = {};
    private int size;
    private boolean tooLarge;
    private long discarded;

    private Body() {}

    /**
     * Adds what has come in. Beyond the limit it is thrown away, up to a few times what is allowed:
     * a caller that is still sending when the connection ends does not get to read why.
     *
     * @throws HttpProblem 503 beyond the budget
     */
    void add(ByteBuffer more) throws HttpProblem {
      int count = more.remaining();
      if (count > maxBytes - size) {
        tooLarge = true;
        share.close();
        bytes = new byte[0];
      }
      if (tooLarge) {
        discarded += count;
        return;
      }
      if (size + count > bytes.length) {
        grow((int) Math.min(maxBytes, Math.max(size + count, Math.max(FIRST_CAPACITY, 2L * size))));
      }
      more.get(bytes, size, count);
      size += count;
    }

    private void grow(int capacity) throws HttpProblem {
      share.grow(capacity);
      bytes = Arrays.copyOf(bytes, capacity);
    }

    /** Whether no more of it is let in, not even to be thrown away. */
    boolean isFull() {
      return discarded >= (long) DISCARDED * maxBytes;
    }

    /** Whether it is refused, whatever is still to come. */
    boolean isTooLarge() {
      return tooLarge;
    }

    /**
     * All that has come in; nothing comes any more.
     *
     * @throws HttpProblem 413 if that is beyond the limit
     */
    byte[] bytes() throws HttpProblem {
      if (tooLarge) {
        throw ContentCoding.tooLarge(maxBytes);
      }
      if (size != bytes.length) {
        bytes = Arrays.copyOf(bytes, size);
      }
      return bytes;
    }

    @Override
    public void close() {
      share.close();
    }
  }

  /**
   * Begins with a body.
   *
   * @param announced how long it says it is; below zero if it does not
   * @param waits whether the caller sends it only when it is told to
   * @throws HttpProblem 413 if it is so far beyond the limit that nothing of it is let in, 503 if
   *     it is beyond the budget
   */
  Body begin(long announced, boolean waits) throws HttpProblem {
    Body body = new Body();
    if (announced > maxBytes) {
      if (waits || announced > (long) DISCARDED * maxBytes) {
        throw ContentCoding.tooLarge(maxBytes);
      }
      body.tooLarge = true;
    } else if (announced > 0) {
      body.grow((int) announced);
    }
    return body;
  }

  static HttpProblem tooSlow() {
    return new HttpProblem(
        408, "the body: expected all of it within the request's time limit, found it too slow");
  }

  static HttpProblem brokenOff() {
    return new HttpProblem(400, "the body: expected all of it, found its end too soon");
  }
}
