package io.slipway.operator.analysis;

import io.slipway.operator.judge.PopulationStabilityIndex;
import io.slipway.operator.observe.PodReport.Output;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Adds up and compares the distributions of an output. */
final class Distributions {

  private static final String OTHER = "";

  private Distributions() {}

  /** Both together; the first where the two are of different kinds. */
  static Output plus(Output one, Output other) {
    if (one instanceof Output.Numeric(var bins, int fold, long nan)
        && other instanceof Output.Numeric(var otherBins, int otherFold, long otherNan)) {
      int most = Math.max(fold, otherFold);
      Map<Integer, Long> sum = folded(bins, most);
      folded(otherBins, most).forEach((bin, count) -> sum.merge(bin, count, Long::sum));
      return new Output.Numeric(sum, most, nan + otherNan);
    }
    if (one instanceof Output.Labels(var counts, long rest)
        && other instanceof Output.Labels(var otherCounts, long otherRest)) {
      Map<String, Long> sum = new HashMap<>(counts);
      otherCounts.forEach((label, count) -> sum.merge(label, count, Long::sum));
      return new Output.Labels(sum, rest + otherRest);
    }
    return one;
  }

  /** The index of two distributions; empty where they are of different kinds. */
  static Optional<PopulationStabilityIndex> compare(Output stable, Output candidate) {
    if (stable instanceof Output.Numeric(var bins, int fold, long nan)
        && candidate instanceof Output.Numeric(var otherBins, int otherFold, long otherNan)) {
      int most = Math.max(fold, otherFold);
      return Optional.of(
          PopulationStabilityIndex.ofNumbers(folded(bins, most), folded(otherBins, most)));
    }
    if (stable instanceof Output.Labels labels && candidate instanceof Output.Labels others) {
      return Optional.of(
          PopulationStabilityIndex.ofLabels(named(labels, others), named(others, labels)));
    }
    return Optional.empty();
  }

  private static Map<Integer, Long> folded(Map<Integer, Long> bins, int fold) {
    Map<Integer, Long> folded = new HashMap<>();
    bins.forEach((bin, count) -> folded.merge(bin >> fold << fold, count, Long::sum));
    return folded;
  }

  /** A label that one side does not name is among the other side's others. */
  private static Map<String, Long> named(Output.Labels labels, Output.Labels other) {
    Map<String, Long> named = new HashMap<>();
    long rest = labels.other();
    for (Map.Entry<String, Long> entry : labels.counts().entrySet()) {
      if (other.other() > 0 && !other.counts().containsKey(entry.getKey())) {
        rest += entry.getValue();
      } else {
        named.put(entry.getKey(), entry.getValue());
      }
    }
    if (rest > 0) {
      named.merge(OTHER, rest, Long::sum);
    }
    return named;
  }
}
