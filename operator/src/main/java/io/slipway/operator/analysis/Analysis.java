package io.slipway.operator.analysis;

import io.slipway.api.v1alpha1.AssignmentType;
import io.slipway.api.v1alpha1.Check;
import io.slipway.api.v1alpha1.CheckAction;
import io.slipway.api.v1alpha1.CheckType;
import io.slipway.api.v1alpha1.DurationText;
import io.slipway.api.v1alpha1.Rollout;
import io.slipway.api.v1alpha1.Weight;
import io.slipway.operator.judge.AbsoluteRateTest;
import io.slipway.operator.judge.CheckResult;
import io.slipway.operator.judge.CheckResult.Action;
import io.slipway.operator.judge.CheckResult.Requirement;
import io.slipway.operator.judge.Counts;
import io.slipway.operator.judge.Evidence;
import io.slipway.operator.judge.InconclusiveReason;
import io.slipway.operator.judge.Judgement;
import io.slipway.operator.judge.OddsRatioTest;
import io.slipway.operator.judge.PopulationStabilityIndex;
import io.slipway.operator.judge.Proportion;
import io.slipway.operator.judge.SampleRatioTest;
import io.slipway.operator.judge.SampleRatioTest.Assignment;
import io.slipway.operator.judge.Significance;
import io.slipway.operator.judge.Verdict;
import io.slipway.operator.judge.Window;
import io.slipway.operator.observe.Measurement;
import io.slipway.operator.observe.PodReport.Copies;
import io.slipway.operator.observe.PodReport.Output;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the checks of a rollout say of its candidate.
 *
 * @param rollout whose checks
 * @param tally what pods counted
 * @param measurements what queries gave, by the name of the check
 */
public record Analysis(Rollout rollout, Tally tally, Map<String, Measurement> measurements) {

  /** What a rollout without checks is judged by. */
  static final Check FAILURES =
      new Check("failures", CheckType.FAILURES, null, null, null, null, null, null, null, null);

  private static final double MAX_ODDS_RATIO = 1.5;
  private static final double MAX_PSI = 0.2;
  private static final double MAX_RATE = 0.05;

  /** Where the candidate is while it is judged. */
  public enum Phase {
    /** It answers copies. */
    SHADOWING,
    /** It answers a share of callers, beside the stable revision. */
    STEPPING,
    /** It answers all callers. */
    BAKING
  }

  /** What every check says now, in the order of the spec. */
  public List<CheckResult> results(Phase phase) {
    return checks().stream()
        .filter(check -> speaksIn(check.type(), phase))
        .map(
            check ->
                new CheckResult(
                    check.name(),
                    check.actionOrDefault() == CheckAction.REPORT ? Action.REPORT : Action.ABORT,
                    requirement(check.type()),
                    judgement(check, phase)))
        .toList();
  }

  /** Whether callers are divided as the weights say. */
  public Judgement sampleRatio() {
    boolean keyed =
        rollout.assignment() != null && rollout.assignment().type() == AssignmentType.KEY;
    return new SampleRatioTest(
            new Significance(Significance.OF_A_ROLLOUT),
            keyed ? Assignment.KEYED : Assignment.EXACT)
        .judge(tally.splits());
  }

  /** The counts by weight that a check goes by, as a status shows them. */
  SortedMap<Integer, Window> windows(Check check) {
    return switch (check.type()) {
      case FAILURES -> tally.failures();
      case SLOWER_THAN -> tally.slowerThan(objective(check));
      case PREDICTION_DRIFT, DISAGREEMENT, PROMETHEUS, UNKNOWN -> new TreeMap<>();
    };
  }

  /** The check of that name. */
  Check check(String name) {
    return checks().stream()
        .filter(check -> check.name().equals(name))
        .findFirst()
        .orElse(FAILURES);
  }

  List<Check> checks() {
    return rollout.checks().isEmpty() ? List.of(FAILURES) : rollout.checks();
  }

  private static boolean speaksIn(CheckType type, Phase phase) {
    return switch (type) {
      case FAILURES, PROMETHEUS -> true;
      case SLOWER_THAN -> phase != Phase.SHADOWING;
      case PREDICTION_DRIFT -> phase == Phase.STEPPING;
      case DISAGREEMENT -> phase != Phase.BAKING;
      case UNKNOWN -> false;
    };
  }

  /**
   * Whether requests fail more is asked until there is an alarm, what differs until it is known.
   */
  private static Requirement requirement(CheckType type) {
    return switch (type) {
      case FAILURES, SLOWER_THAN -> Requirement.NO_ALARM;
      case PREDICTION_DRIFT, DISAGREEMENT, PROMETHEUS, UNKNOWN -> Requirement.PROOF;
    };
  }

  private Judgement judgement(Check check, Phase phase) {
    return switch (check.type()) {
      case FAILURES ->
          switch (phase) {
            case SHADOWING -> oddsRatio(check).judge(List.of(faults(tally.copies())));
            case STEPPING -> oddsRatio(check).judge(List.copyOf(tally.failures().values()));
            case BAKING -> alone(check, tally.failures(), tally.failuresAlone());
          };
      case SLOWER_THAN ->
          phase == Phase.BAKING
              ? alone(
                  check, tally.slowerThan(objective(check)), tally.slowerAlone(objective(check)))
              : oddsRatio(check).judge(List.copyOf(tally.slowerThan(objective(check)).values()));
      case PREDICTION_DRIFT -> drift(check);
      case DISAGREEMENT -> disagreement(check);
      case PROMETHEUS -> measured(check);
      case UNKNOWN -> missing();
    };
  }

  /** A copy that the candidate failed was answered by the stable revision before. */
  private static Window faults(Copies copies) {
    return new Window(copies.copies(), 0, copies.copies(), copies.faults());
  }

  private OddsRatioTest oddsRatio(Check check) {
    return new OddsRatioTest(significance(), number(check.maxOddsRatio(), MAX_ODDS_RATIO));
  }

  private Judgement alone(Check check, SortedMap<Integer, Window> before, Window since) {
    return new AbsoluteRateTest(significance(), number(check.maxOddsRatio(), MAX_ODDS_RATIO))
        .judge(
            AbsoluteRateTest.reference(List.copyOf(before.values())),
            new Proportion(since.candidateEvents(), since.candidateRequests()));
  }

  /** The output that differs most, or the one that the check names. */
  private Judgement drift(Check check) {
    double limit = number(check.maxPsi(), MAX_PSI);
    Map<String, Output> ofStable = tally.ofStable();
    Map<String, Output> ofCandidate = tally.ofCandidate();
    return ofStable.entrySet().stream()
        .filter(entry -> check.output() == null || entry.getKey().equals(check.output()))
        .flatMap(
            entry ->
                Optional.ofNullable(ofCandidate.get(entry.getKey()))
                    .flatMap(other -> Distributions.compare(entry.getValue(), other))
                    .stream())
        .max(Comparator.comparingDouble(PopulationStabilityIndex::excess))
        .orElseGet(() -> new PopulationStabilityIndex(List.of()))
        .judge(limit);
  }

  private Judgement disagreement(Check check) {
    Copies copies = tally.copies();
    double limit =
        check.maxRate() == null ? MAX_RATE : Weight.basisPoints(check.maxRate()) / 10_000.0;
    return new Proportion(copies.flips(), copies.rows()).judge(limit, significance());
  }

  private Judgement measured(Check check) {
    Optional<Condition> condition =
        Optional.ofNullable(check.condition()).flatMap(Condition::parse);
    return Optional.ofNullable(measurements.get(check.name()))
        .filter(Measurement.Value.class::isInstance)
        .map(Measurement.Value.class::cast)
        .flatMap(
            value ->
                condition.map(
                    it ->
                        new Judgement(
                            it.holds(value.number()) ? new Verdict.Pass() : new Verdict.Fail(),
                            evidence(value.number(), it.limit(), 1))))
        .orElseGet(Analysis::missing);
  }

  private static Judgement missing() {
    return new Judgement(
        new Verdict.Inconclusive(InconclusiveReason.MISSING_DATA), evidence(0, 0, 0));
  }

  private static Evidence evidence(double value, double limit, long samples) {
    return new Evidence(value, limit, limit, 1, 1, samples, samples, new Counts.Windows(List.of()));
  }

  private Significance significance() {
    return Significance.ofChecks(
        (int)
            checks().stream()
                .filter(check -> check.actionOrDefault() != CheckAction.REPORT)
                .count());
  }

  private static Duration objective(Check check) {
    return DurationText.parse(Objects.requireNonNullElse(check.objective(), "1s"));
  }

  private static double number(@Nullable String text, double otherwise) {
    return text == null ? otherwise : Double.parseDouble(text);
  }
}
