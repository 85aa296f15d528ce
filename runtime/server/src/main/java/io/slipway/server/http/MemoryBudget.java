package io.slipway.server.http;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What bodies and answers may hold of the heap, all together: so many callers that send the largest
 * body at once, or that are slow to take their answers, would fill it. Safe for use by many
 * threads.
 */
final class MemoryBudget {
  private final long maxBytes;
  private final AtomicLong held = new AtomicLong();

  /**
   * @param maxBytes held at once
   */
  MemoryBudget(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * A quarter of the heap, or more where a single request of these limits may need it.
   *
   * @param heapBytes the largest size of the heap
   */
  static MemoryBudget of(long heapBytes, Limits limits) {
    return new MemoryBudget(
        Math.max(heapBytes / 4, Math.max(limits.maxBodyBytes(), limits.maxAnswerBytes())));
  }

  /** As much again, for what becomes of bodies while they are scored. */
  ScoringRoom room() {
    return new ScoringRoom(maxBytes);
  }

  /** An empty share. */
  Share share() {
    return new Share();
  }

  /** What one request holds, until it is closed. Of one thread at a time. */
  final class Share implements AutoCloseable {
    private int bytes;

    private Share() {}

    /**
     * @param to how much it is to be
     * @throws HttpProblem 503 if so much is not there
     */
    void grow(int to) throws HttpProblem {
      int more = to - bytes;
      if (held.addAndGet(more) > maxBytes) {
        held.addAndGet(-more);
        throw new HttpProblem(
            503,
            "the requests in flight hold as much memory as they may; try again",
            Map.of("Retry-After", "1"));
      }
      bytes = to;
    }

    @Override
    public void close() {
      held.addAndGet(-bytes);
      bytes = 0;
    }
  }
}
