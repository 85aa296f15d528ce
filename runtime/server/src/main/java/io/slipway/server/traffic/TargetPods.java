package io.slipway.server.traffic;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The pods of one target revision, found anew each second in the background, so that no request
 * waits for the name server and a pod that is gone is not asked for long. Safe for use by many
 * threads.
 */
final class TargetPods implements AutoCloseable {
  private static final Duration REFRESH = Duration.ofSeconds(1);
  private static final Duration FIRST_ANSWER = Duration.ofMillis(500);

  /** How long a pod that could not be reached is passed over while there are others. */
  private static final long ASIDE_NANOS = Duration.ofSeconds(2).toNanos();

  private final Supplier<List<PodAddress>> lookUp;
  private final AtomicInteger turn = new AtomicInteger();
  private final Map<PodAddress, Long> aside = new ConcurrentHashMap<>();
  private final CountDownLatch found = new CountDownLatch(1);
  private final Thread refresher;
  private volatile List<PodAddress> pods = List.of();

  TargetPods(String target, Supplier<List<PodAddress>> lookUp) {
    this.lookUp = lookUp;
    // Not a virtual thread: a look-up that waits holds the carrier, and in a pod with one processor
    // that is the only one for all forwards.
    this.refresher = Thread.ofPlatform().daemon().name("pods-of-" + target).start(this::refresh);
  }

  private void refresh() {
    try {
      while (true) {
        pods = lookUp.get();
        aside.keySet().retainAll(pods);
        found.countDown();
        Thread.sleep(REFRESH);
      }
    } catch (InterruptedException e) {
      // Another target took its place.
    }
  }

  /**
   * The pod whose turn it is.
   *
   * @param except pods that this request was sent to already
   */
  Optional<PodAddress> next(Set<PodAddress> except) throws InterruptedException {
    if (!found.await(FIRST_ANSWER.toMillis(), TimeUnit.MILLISECONDS)) {
      return Optional.empty();
    }
    List<PodAddress> known = pods;
    int start = Math.floorMod(turn.getAndIncrement(), Math.max(1, known.size()));
    Optional<PodAddress> second = Optional.empty();
    for (int i = 0; i < known.size(); i++) {
      PodAddress pod = known.get((start + i) % known.size());
      if (except.contains(pod)) {
        continue;
      }
      if (!isAside(pod)) {
        return Optional.of(pod);
      }
      second = Optional.of(pod);
    }
    return second;
  }

  /** A pod could not be reached. */
  void setAside(PodAddress pod) {
    aside.put(pod, System.nanoTime());
  }

  private boolean isAside(PodAddress pod) {
    Long since = aside.get(pod);
    return since != null && System.nanoTime() - since < ASIDE_NANOS;
  }

  @Override
  public void close() {
    refresher.interrupt();
  }
}
