package io.slipway.operator.judge;

import io.slipway.operator.judge.Counts.Bin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * By how much the candidate's predictions are distributed differently from those of the stable
 * revision at the same time: the sum over bins of (p - q) log(p / q), the symmetric divergence of
 * Jeffreys (1946). One half is added to every count, so that an empty bin is no infinity.
 *
 * <p>Also without any difference it is not 0: about (1/n + 1/m) times a chi-square variable with
 * one degree of freedom fewer than there are bins (Yurdakul 2018). What exceeds the 95th percentile
 * of that is held against the limit.
 *
 * @param bins of both arms, after small ones were merged; at most 51
 */
public record PopulationStabilityIndex(List<Bin> bins) {

  /** Fewer predictions of an arm say too little. */
  public static final long MIN_SAMPLES = 500;

  private static final double TENTH = 0.1;

  /** With {@link #MIN_SAMPLES} predictions ten of them: enough for the chi-square approximation. */
  private static final double FIFTIETH = 0.02;

  /** Parts that add up to a tenth may come out a little below it. */
  private static final double ROUNDING = 1e-9;

  /**
   * @throws IllegalArgumentException when there are more bins than that, or a count is impossible
   */
  public PopulationStabilityIndex {
    bins = List.copyOf(bins);
    if (bins.size() > ChiSquare.MOST_DEGREES + 1) {
      throw new IllegalArgumentException("Too many bins: " + bins.size());
    }
    for (Bin bin : bins) {
      Counting.possible(bin.stable());
      Counting.possible(bin.candidate());
    }
  }

  /**
   * Of numeric predictions, counted in fine bins that are the same for both arms. Neighbours are
   * taken together until they hold a tenth of the predictions (the mean of both arms' parts); a
   * remainder below half of that joins the last. So there are at most 10 bins, and a value that
   * only one arm has is not hidden in a bin made for the other.
   *
   * @param stable counts by the number of the bin; numbers ascend with the prediction
   * @param candidate likewise
   */
  public static PopulationStabilityIndex ofNumbers(
      Map<Integer, Long> stable, Map<Integer, Long> candidate) {
    TreeSet<Integer> ascending = new TreeSet<>(stable.keySet());
    ascending.addAll(candidate.keySet());
    return new PopulationStabilityIndex(
        merged(pairs(ascending.stream(), stable, candidate), TENTH));
  }

  /**
   * Of labels. Each is a bin, but rare ones are taken together, from the more to the less frequent,
   * until they hold a fiftieth of the predictions.
   *
   * @param stable counts by label
   * @param candidate likewise
   */
  public static PopulationStabilityIndex ofLabels(
      Map<String, Long> stable, Map<String, Long> candidate) {
    double ofStable = sum(stable);
    double ofCandidate = sum(candidate);
    Comparator<String> byFrequency =
        Comparator.comparingDouble(
            label ->
                -part(stable.getOrDefault(label, 0L), ofStable)
                    - part(candidate.getOrDefault(label, 0L), ofCandidate));
    Stream<String> labels =
        Stream.concat(stable.keySet().stream(), candidate.keySet().stream())
            .distinct()
            .sorted(byFrequency.thenComparing(Comparator.naturalOrder()));
    return new PopulationStabilityIndex(merged(pairs(labels, stable, candidate), FIFTIETH));
  }

  /** Predictions of the stable revision. */
  public long stableSamples() {
    return bins.stream().mapToLong(Bin::stable).sum();
  }

  /** Predictions of the candidate. */
  public long candidateSamples() {
    return bins.stream().mapToLong(Bin::candidate).sum();
  }

  /** The index itself, 0 or above; 0 without bins. */
  public double value() {
    double ofStable = stableSamples() + bins.size() / 2.0;
    double ofCandidate = candidateSamples() + bins.size() / 2.0;
    double sum = 0;
    for (Bin bin : bins) {
      double p = (bin.stable() + 0.5) / ofStable;
      double q = (bin.candidate() + 0.5) / ofCandidate;
      sum += (p - q) * Math.log(p / q);
    }
    return sum;
  }

  /**
   * What the index stays below in 95 of 100 looks at two arms without a difference.
   *
   * @return 0 with fewer than two bins or without predictions of an arm
   */
  public double noise95() {
    if (bins.size() < 2 || stableSamples() == 0 || candidateSamples() == 0) {
      return 0;
    }
    return (1.0 / stableSamples() + 1.0 / candidateSamples())
        * ChiSquare.quantile95(bins.size() - 1);
  }

  /** How much of the index is no noise; below 0 when all of it may be. */
  public double excess() {
    return value() - noise95();
  }

  /**
   * Fails when the excess is above the limit.
   *
   * <p>Evidence: value is the index, bound its noise, and there is no e-value (1). A single look at
   * arms without a difference fails in fewer than one of 20 cases with a limit of 0, and
   * practically never with limits as they are in use (0.1, 0.2), so that many looks do no harm.
   */
  public Judgement judge(double maxExcess) {
    return new Judgement(
        verdict(maxExcess),
        new Evidence(
            value(),
            noise95(),
            maxExcess,
            1,
            1,
            stableSamples(),
            candidateSamples(),
            new Counts.Bins(bins)));
  }

  private Verdict verdict(double maxExcess) {
    if (candidateSamples() == 0) {
      return new Verdict.Inconclusive(InconclusiveReason.NO_TRAFFIC);
    }
    if (Math.min(stableSamples(), candidateSamples()) < MIN_SAMPLES) {
      return new Verdict.Inconclusive(InconclusiveReason.TOO_LITTLE_TRAFFIC);
    }
    return excess() > maxExcess ? new Verdict.Fail() : new Verdict.Pass();
  }

  private static List<Bin> merged(List<Bin> fine, double smallest) {
    double ofStable = fine.stream().mapToDouble(Bin::stable).sum();
    double ofCandidate = fine.stream().mapToDouble(Bin::candidate).sum();
    List<Bin> merged = new ArrayList<>();
    Bin open = new Bin(0, 0);
    for (Bin bin : fine) {
      open = open.plus(bin);
      if (meanPart(open, ofStable, ofCandidate) >= smallest - ROUNDING) {
        merged.add(open);
        open = new Bin(0, 0);
      }
    }
    if (merged.isEmpty() || meanPart(open, ofStable, ofCandidate) >= smallest / 2) {
      merged.add(open);
    } else {
      merged.add(merged.removeLast().plus(open));
    }
    return merged;
  }

  private static double meanPart(Bin bin, double ofStable, double ofCandidate) {
    return (part(bin.stable(), ofStable) + part(bin.candidate(), ofCandidate)) / 2;
  }

  private static double part(long count, double of) {
    return of == 0 ? 0 : count / of;
  }

  private static double sum(Map<?, Long> counts) {
    return counts.values().stream().mapToDouble(Long::doubleValue).sum();
  }

  private static <K> List<Bin> pairs(Stream<K> keys, Map<K, Long> stable, Map<K, Long> candidate) {
    return keys.map(key -> new Bin(stable.getOrDefault(key, 0L), candidate.getOrDefault(key, 0L)))
        .toList();
  }
}
