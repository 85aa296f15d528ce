package io.slipway.server.http;

import java.time.Duration;

/**
 * What one caller may ask of the pod. Beyond each limit lies an error of its own.
 *
 * @param maxBodyBytes of a request, as sent and after decompression; beyond it 413
 * @param maxAnswerBytes of an answer with predictions, uncompressed; beyond it 413
 * @param maxBatchRows of one request; beyond it 413
 * @param requestTimeout from the first byte to the answer; beyond it 504, or 408 while the body is
 *     still being read
 * @param maxConcurrentRequests that are read, scored or forwarded at once; beyond it 503
 * @param scoringThreads that score at once, 1 or more
 */
public record Limits(
    int maxBodyBytes,
    int maxAnswerBytes,
    int maxBatchRows,
    Duration requestTimeout,
    int maxConcurrentRequests,
    int scoringThreads) {

  public Limits {
    requirePositive(maxBodyBytes, "maxBodyBytes");
    requirePositive(maxAnswerBytes, "maxAnswerBytes");
    requirePositive(maxBatchRows, "maxBatchRows");
    requirePositive(requestTimeout.toMillis(), "requestTimeout in ms");
    requirePositive(maxConcurrentRequests, "maxConcurrentRequests");
    requirePositive(scoringThreads, "scoringThreads");
  }

  /** The documented defaults, with a scoring thread for each processor. */
  public static Limits defaults() {
    return new Limits(
        16 * 1024 * 1024,
        16 * 1024 * 1024,
        10_000,
        Duration.ofSeconds(30),
        256,
        Runtime.getRuntime().availableProcessors());
  }

  private static void requirePositive(long value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + ", not 1 or more");
    }
  }
}
