package io.slipway.operator.judge;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * How many answers took how long. Buckets are the same everywhere, so that histograms of any pods
 * can be added: from 0.1 ms to 100 s in the R10 series of ISO 3, which is 1, 1.25, 1.6, 2, 2.5,
 * 3.15, 4, 5, 6.3 and 8 in every decade.
 *
 * @param counts of {@value #BUCKETS} buckets. Bucket i holds what took at most {@code bounds()[i]}
 *     and longer than the bound before; the last holds what took longer than 100 s
 */
public record LatencyHistogram(List<Long> counts) {

  /** One more than there are bounds. */
  public static final int BUCKETS = 62;

  /** The upper bound of the last bucket. */
  public static final Duration UNBOUNDED = ChronoUnit.FOREVER.getDuration();

  private static final List<Duration> BOUNDS = r10(Duration.ofNanos(100_000), 6);

  /**
   * @throws IllegalArgumentException when there are not {@value #BUCKETS} counts of 0 to 10^15
   */
  public LatencyHistogram {
    counts = List.copyOf(counts);
    if (counts.size() != BUCKETS) {
      throw new IllegalArgumentException(
          "%d buckets instead of %d".formatted(counts.size(), BUCKETS));
    }
    counts.forEach(Counting::possible);
  }

  /** Without any answer. */
  public static LatencyHistogram empty() {
    return new LatencyHistogram(Collections.nCopies(BUCKETS, 0L));
  }

  /** The 61 upper bounds, in ascending order. */
  public static List<Duration> bounds() {
    return BOUNDS;
  }

  /** Both together. */
  public LatencyHistogram plus(LatencyHistogram other) {
    List<Long> sums = new ArrayList<>(BUCKETS);
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      sums.add(counts.get(bucket) + other.counts.get(bucket));
    }
    return new LatencyHistogram(sums);
  }

  /** How many answers there were. */
  public long total() {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  /**
   * How many answers took longer than the objective, which is rounded up to the next bound: what
   * took between the objective and that bound counts as good.
   *
   * @return empty when the objective is above 100 s
   */
  public Optional<SlowerThan> slowerThan(Duration objective) {
    for (int bucket = 0; bucket < BOUNDS.size(); bucket++) {
      if (BOUNDS.get(bucket).compareTo(objective) >= 0) {
        long events = counts.subList(bucket + 1, BUCKETS).stream().mapToLong(Long::longValue).sum();
        return Optional.of(new SlowerThan(events, BOUNDS.get(bucket)));
      }
    }
    return Optional.empty();
  }

  /**
   * @param events that took longer than the bound
   * @param bound the smallest that is not below the objective
   */
  public record SlowerThan(long events, Duration bound) {}

  /**
   * The smallest bound that at least this part of the answers kept to.
   *
   * @param part 0 to 1
   * @return {@link #UNBOUNDED} beyond 100 s; empty without answers
   */
  public Optional<Duration> quantile(double part) {
    double rank = Math.max(1, part * total());
    long seen = 0;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      seen += counts.get(bucket);
      if (seen >= rank) {
        return Optional.of(bucket < BOUNDS.size() ? BOUNDS.get(bucket) : UNBOUNDED);
      }
    }
    return Optional.empty();
  }

  private static List<Duration> r10(Duration first, int decades) {
    long[] hundredths = {100, 125, 160, 200, 250, 315, 400, 500, 630, 800};
    List<Duration> bounds = new ArrayList<>();
    Duration hundredth = first.dividedBy(100);
    for (int decade = 0; decade < decades; decade++) {
      for (long step : hundredths) {
        bounds.add(hundredth.multipliedBy(step));
      }
      hundredth = hundredth.multipliedBy(10);
    }
    bounds.add(hundredth.multipliedBy(100));
    return List.copyOf(bounds);
  }
}
