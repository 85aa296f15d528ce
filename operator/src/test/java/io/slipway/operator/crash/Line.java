package io.slipway.operator.crash;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** The way between operators and the API server, and what is wrong with it. Thread-safe. */
final class Line {

  /** Of a hundred writes, how many somebody else's write has overtaken. */
  private static final int OVERTAKEN = 30;

  /** And how many the API server has no time for. */
  private static final int TOO_MANY = 20;

  /** So many times a version change waits until watches have told of a write. */
  private static final int MANY_WRITES = 40;

  private static final Duration PROMISE = Duration.ofSeconds(5);

  /** How long an operator may wait before it tries again. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private static final int LIKE_ANY_CLIENT = Config.DEFAULT_REQUEST_RETRY_BACKOFFLIMIT;

  private static final String CONFLICT =
      answer(409, "Conflict", "the object has been modified; please apply your changes to it");
  private static final String THROTTLED = answer(429, "TooManyRequests", "try again later");

  private final Duration lateness;
  private final Duration outage;
  private final Optional<Random> dice;
  private final int triesOfClients;
  private final AtomicInteger disturbances = new AtomicInteger();
  private final AtomicInteger silences = new AtomicInteger();
  private volatile boolean cut;
  private volatile boolean breaking;

  private Line(Duration lateness, Duration outage, Optional<Random> dice, int triesOfClients) {
    this.lateness = lateness;
    this.outage = outage;
    this.dice = dice;
    this.triesOfClients = triesOfClients;
  }

  /** One with which nothing is wrong; who cannot use it any more is dead, and need not try. */
  static Line good() {
    return new Line(Duration.ZERO, Duration.ZERO, Optional.empty(), 0);
  }

  /** One by which everything that watches tell comes so much later. */
  static Line late(Duration lateness) {
    return new Line(lateness, Duration.ZERO, Optional.empty(), LIKE_ANY_CLIENT);
  }

  /** One that is cut for so long, when it is. */
  static Line failing(Duration outage) {
    return new Line(Duration.ZERO, outage, Optional.empty(), LIKE_ANY_CLIENT);
  }

  /** One on which half of the writes are refused. */
  static Line refusing(long seed) {
    return new Line(Duration.ZERO, Duration.ZERO, Optional.of(new Random(seed)), LIKE_ANY_CLIENT);
  }

  /** How often an operator's client tries again by itself. */
  int triesOfClients() {
    return triesOfClients;
  }

  boolean isLate() {
    return lateness.isPositive();
  }

  Duration outage() {
    return outage;
  }

  /** How long to wait for what comes after some minutes at most on a good one. */
  Duration patience(Duration onAGoodOne) {
    return onAGoodOne.plus(lateness.multipliedBy(MANY_WRITES)).plus(outage.multipliedBy(2));
  }

  /**
   * Within what time a revision that is given up has no callers any more; empty where nobody can
   * promise that.
   */
  Optional<Duration> promise() {
    Duration found = outage.dividedBy(2);
    return dice.isPresent()
        ? Optional.empty()
        : Optional.of(
            PROMISE
                .plus(lateness.multipliedBy(2))
                .plus(found.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : found));
  }

  /** What to answer a write instead of letting it pass. */
  Optional<String> refusal() {
    int thrown = dice.map(it -> it.nextInt(100)).orElse(100);
    if (thrown >= OVERTAKEN + TOO_MANY) {
      return Optional.empty();
    }
    disturbances.incrementAndGet();
    return Optional.of(thrown < OVERTAKEN ? CONFLICT : THROTTLED);
  }

  /** Of what a watch tells, how much later it comes. */
  Duration delay() {
    disturbances.incrementAndGet();
    return lateness;
  }

  /** How often something went wrong. */
  int disturbances() {
    return disturbances.get();
  }

  boolean isCut() {
    return cut;
  }

  void cut() {
    disturbances.incrementAndGet();
    cut = true;
  }

  void mend() {
    cut = false;
  }

  /** From now on every watch ends right behind what it tells. */
  void breakWatches() {
    breaking = true;
  }

  boolean isBreaking() {
    return breaking;
  }

  /** Connections that there are never say anything again, and do not end either. */
  void silence() {
    silences.incrementAndGet();
  }

  int silences() {
    return silences.get();
  }

  private static String answer(int code, String reason, String message) {
    String status =
        new KubernetesSerialization()
            .asJson(
                new StatusBuilder()
                    .withStatus("Failure")
                    .withCode(code)
                    .withReason(reason)
                    .withMessage(message)
                    .build());
    return """
    HTTP/1.1 %d %s\r
    Content-Type: application/json\r
    Retry-After: 1\r
    Content-Length: %d\r
    \r
    %s"""
        .formatted(code, reason, status.length(), status);
  }
}
