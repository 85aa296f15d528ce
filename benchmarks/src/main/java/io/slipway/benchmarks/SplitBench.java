package io.slipway.benchmarks;

import io.slipway.benchmarks.BenchedPods.Pod;
import io.slipway.benchmarks.PacedCallers.Latencies;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a version change costs those callers whom the serving model answers: a pod with a document
 * that sends 1 % elsewhere beside one without, and a pod that shadows everything beside one that
 * does not. All in one JVM, in rounds that take turns; one figure a line, as dev/bench prints them.
 */
public final class SplitBench {
  private static final int CALLERS = 2;
  private static final Duration PACE = Duration.ofMillis(2);
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final Duration ROUND = Duration.ofSeconds(2);
  private static final int ROUNDS = 15;

  private SplitBench() {}

  /**
   * Takes about three minutes.
   *
   * @param args how many rounds, 15 if it is not said
   */
  public static void main(String[] args) throws Exception {
    int count = args.length == 0 ? ROUNDS : Integer.parseInt(args[0]);
    try (BenchedPods pods = new BenchedPods()) {
      Pod candidate = pods.start("green");
      candidate.current().offer(pods.document("green", 100, 0));
      Variant none = Variant.of(pods.start("blue"));
      Variant split = Variant.of(pods.start("blue"));
      Variant unshadowed = Variant.of(pods.start("blue"));
      Variant shadowed = Variant.of(pods.start("blue"));
      split.pod().current().offer(pods.document("green", 100, 0));
      unshadowed.pod().current().offer(pods.document("green", 0, 0));
      shadowed.pod().current().offer(pods.document("green", 0, 10_000));

      List<Variant> variants = List.of(none, split, unshadowed, shadowed);
      for (Variant variant : variants) {
        call(variant.pod(), Duration.ZERO, WARM_UP);
      }
      for (int i = 0; i < count; i++) {
        for (Variant variant : variants) {
          variant.rounds().add(call(variant.pod(), PACE, ROUND));
        }
      }
      PrintStream out = System.out;
      figure(out, "split-latency-p50", 0.5, split, none, "no document");
      figure(out, "split-latency-p99", 0.99, split, none, "no document");
      figure(out, "shadow-latency-p50", 0.5, shadowed, unshadowed, "no shadow");
      figure(out, "shadow-latency-p99", 0.99, shadowed, unshadowed, "no shadow");
      out.printf(
          "shadow-copies %d requests (dropped %d)%n",
          shadowed.pod().shadow().copies().sum(), shadowed.pod().shadow().dropped().sum());
    }
  }

  /** A pod, and what its callers saw in each round. */
  private record Variant(Pod pod, List<Latencies> rounds) {
    static Variant of(Pod pod) {
      return new Variant(pod, new ArrayList<>());
    }
  }

  private static Latencies call(Pod pod, Duration pace, Duration time) throws InterruptedException {
    return PacedCallers.call(pod.server().port(), "blue", CALLERS, pace, time);
  }

  /** The medians over the rounds, and the median of what the two were in the same round. */
  private static void figure(
      PrintStream out, String name, double quantile, Variant ours, Variant theirs, String peer) {
    List<Double> own = new ArrayList<>();
    List<Double> others = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < ours.rounds().size(); i++) {
      own.add(ours.rounds().get(i).micros(quantile));
      others.add(theirs.rounds().get(i).micros(quantile));
      ratios.add(own.get(i) / others.get(i));
    }
    ratios.sort(Double::compare);
    out.printf(
        "%s %.1f us (%s %.1f, %.3fx; rounds %.3fx to %.3fx)%n",
        name,
        median(own),
        peer,
        median(others),
        median(ratios),
        ratios.get(ratios.size() / 4),
        ratios.get(ratios.size() * 3 / 4));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(Double.NaN);
  }
}
