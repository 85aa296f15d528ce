package io.slipway.operator.analysis;

import io.slipway.operator.judge.LatencyHistogram;
import io.slipway.operator.judge.Split;
import io.slipway.operator.judge.Window;
import io.slipway.operator.observe.PodReport;
import io.slipway.operator.observe.PodReport.Arm;
import io.slipway.operator.observe.PodReport.Copies;
import io.slipway.operator.observe.PodReport.Output;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What pods counted under one rollout, added up. Windows of the same weight are one: their shares
 * are equal, so that nothing is lost by it.
 *
 * @param candidate the revision that the weights are of
 * @param reports of the pods that count under the rollout
 */
public record Tally(String candidate, List<PodReport> reports) {

  private static final int EVERYTHING = 10_000;

  private static final Window NOTHING = new Window(0, 0, 0, 0);

  /** More than meet a newer document while one replaces another. */
  private static final int MISDIRECTED = 20;

  public Tally {
    reports = List.copyOf(reports);
  }

  /**
   * @param rollout whose counts
   */
  public static Tally of(String candidate, String rollout, Collection<PodReport> reports) {
    return new Tally(
        candidate,
        reports.stream().filter(report -> report.windows().rollout().equals(rollout)).toList());
  }

  /** Requests and failures, by weight, of the windows in which both arms got requests. */
  SortedMap<Integer, Window> failures() {
    return pooled(
        window ->
            Window.reported(
                    window.stable().requests(),
                    window.stable().failures(),
                    window.candidate().requests(),
                    window.candidate().failures())
                .orElseThrow());
  }

  /** Requests that were timed, and those above the objective, by weight. */
  SortedMap<Integer, Window> slowerThan(Duration objective) {
    return pooled(
        window ->
            Window.slowerThan(objective, histogram(window.stable()), histogram(window.candidate()))
                .orElse(NOTHING));
  }

  /** What the candidate did since it gets everything: it has no stable revision beside it. */
  Window failuresAlone() {
    return alone(arm -> new Window(0, 0, arm.requests(), arm.failures()));
  }

  /** Likewise, of those that were timed. */
  Window slowerAlone(Duration objective) {
    return alone(
        arm ->
            Window.slowerThan(objective, LatencyHistogram.empty(), histogram(arm)).orElse(NOTHING));
  }

  private Window alone(Function<Arm, Window> counts) {
    return windows()
        .filter(window -> window.weightBp() == EVERYTHING)
        .map(window -> counts.apply(window.candidate()))
        .reduce(NOTHING, Window::plus);
  }

  /** How each pod divided its requests, one entry for each of its windows. */
  List<Split> splits() {
    return reports.stream()
        .flatMap(
            report ->
                report.windows().all().stream()
                    .filter(window -> window.target().equals(candidate) && isShared(window))
                    .map(window -> split(window, report)))
        .toList();
  }

  /** A request counts when it has ended, and in neither arm when it met a newer document. */
  private static Split split(PodReport.Window window, PodReport report) {
    long inFlight = report.requests().map(PodReport.Requests::inFlight).orElse(0);
    return new Split(
        window.weightBp(),
        window.stable().requests(),
        window.candidate().requests(),
        window.unkeyed() + inFlight + MISDIRECTED);
  }

  /** Why the candidate failed callers, and how many, by the names of the pod contract. */
  SortedMap<String, Long> causes() {
    SortedMap<String, Long> sums = new TreeMap<>();
    windows().forEach(window -> window.causes().forEach((c, n) -> sums.merge(c, n, Long::sum)));
    sums.values().removeIf(count -> count == 0);
    return sums;
  }

  /** How many requests the candidate got at that weight. */
  public long samples(int weightBp) {
    return windows()
        .filter(window -> window.weightBp() == weightBp)
        .mapToLong(window -> window.candidate().requests())
        .sum();
  }

  /** The share that the candidate got at that weight, 0 to 1; 0 while there are no requests. */
  public double share(int weightBp) {
    long ofStable =
        windows()
            .filter(window -> window.weightBp() == weightBp)
            .mapToLong(window -> window.stable().requests())
            .sum();
    double all = (double) ofStable + samples(weightBp);
    return all == 0 ? 0 : samples(weightBp) / all;
  }

  /** All copies. */
  public Copies copies() {
    return windows()
        .map(PodReport.Window::shadow)
        .reduce(
            Copies.NONE,
            (one, other) ->
                new Copies(
                    one.copies() + other.copies(),
                    one.compared() + other.compared(),
                    one.dropped() + other.dropped(),
                    one.faults() + other.faults(),
                    one.rows() + other.rows(),
                    one.flips() + other.flips()));
  }

  /** The distributions of what the candidate's pods scored while both arms got requests. */
  Map<String, Output> ofCandidate() {
    return scored(report -> report.revision().equals(candidate));
  }

  /** The same of the stable revision's pods. */
  Map<String, Output> ofStable() {
    return scored(report -> !report.revision().equals(candidate));
  }

  private Map<String, Output> scored(Predicate<PodReport> whose) {
    Map<String, Output> sums = new HashMap<>();
    reports.stream()
        .filter(whose)
        .flatMap(report -> report.windows().all().stream())
        .filter(Tally::isShared)
        .forEach(
            window ->
                window
                    .scored()
                    .forEach((name, output) -> sums.merge(name, output, Distributions::plus)));
    return sums;
  }

  private SortedMap<Integer, Window> pooled(Function<PodReport.Window, Window> counts) {
    SortedMap<Integer, Window> byWeight = new TreeMap<>();
    windows()
        .filter(Tally::isShared)
        .forEach(window -> byWeight.merge(window.weightBp(), counts.apply(window), Window::plus));
    return byWeight;
  }

  private static boolean isShared(PodReport.Window window) {
    return window.weightBp() > 0 && window.weightBp() < EVERYTHING;
  }

  private Stream<PodReport.Window> windows() {
    return reports.stream()
        .flatMap(report -> report.windows().all().stream())
        .filter(window -> window.target().equals(candidate));
  }

  private static LatencyHistogram histogram(Arm arm) {
    List<Long> counts = new ArrayList<>(LatencyHistogram.BUCKETS);
    for (int bucket = 0; bucket < LatencyHistogram.BUCKETS; bucket++) {
      counts.add(arm.latency().getOrDefault(bucket, 0L));
    }
    return new LatencyHistogram(counts);
  }
}
