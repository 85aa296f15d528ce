package io.slipway.batch.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.batch.summary.OutputDrift;
import io.slipway.batch.summary.OutputDrift.Cause;
import io.slipway.batch.summary.SetDrift;
import io.slipway.batch.summary.StabilityIndex;
import io.slipway.batch.summary.StabilityIndex.Share;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What may be published, and the words for what may not. */
class RulesTest {
  private static final OptionalLong NOTHING_PUBLISHED = OptionalLong.empty();
  private static final OptionalDouble ANY = OptionalDouble.empty();
  private static final Optional<SetDrift> NOT_JUDGED = Optional.empty();

  private static OutputDrift drift(String output, long before, long now) {
    return new OutputDrift.Measured(
        output,
        new StabilityIndex(
            List.of(
                new Share("no", 10_000 - before, 10_000 - now), new Share("yes", before, now))));
  }

  @Test
  void aRunAtEveryLimitMayBePublished() {
    Rules rules = new Rules(0.01, 99, OptionalDouble.of(0.1), ANY);
    assertThat(rules.broken(new RowCounts(99, 1), OptionalLong.of(90), NOT_JUDGED)).isEmpty();
    assertThat(rules.broken(new RowCounts(99, 1), OptionalLong.of(110), NOT_JUDGED)).isEmpty();
  }

  @Test
  void everyRuleThatIsBrokenIsToldWithItsNumbers() {
    Rules rules = new Rules(0.01, 100, OptionalDouble.of(0.2), ANY);
    assertThat(rules.broken(new RowCounts(75, 25), OptionalLong.of(100), NOT_JUDGED))
        .containsExactly(
            "25 of 100 rows have no prediction: 0.2500 of them, and validation.maxErrorRate is"
                + " 0.01; see the run's errors",
            "75 rows have a prediction, and validation.minRows is 100: is the input complete?",
            "75 rows have a prediction, 100 had one in the set that is published: a change by"
                + " 0.2500, and validation.maxRowDelta is 0.2");
  }

  @Test
  void theFirstRunHasNothingToBeComparedWithAndOneAfterAnEmptySetIsAChange() {
    Rules rules = new Rules(0, 0, OptionalDouble.of(5), ANY);
    assertThat(rules.broken(new RowCounts(10, 0), NOTHING_PUBLISHED, NOT_JUDGED)).isEmpty();
    assertThat(rules.broken(new RowCounts(10, 0), OptionalLong.of(0), NOT_JUDGED)).hasSize(1);
  }

  @Test
  void aRunWithoutAPredictionReplacesNoSet() {
    String sentence =
        "no row has a prediction, and an empty set is never published: is the input complete?";
    Rules loosest = new Rules(1, 0, OptionalDouble.empty(), ANY);
    assertThat(loosest.broken(RowCounts.NONE, NOTHING_PUBLISHED, NOT_JUDGED))
        .containsExactly(sentence);
    assertThat(loosest.broken(new RowCounts(0, 5), OptionalLong.of(9), NOT_JUDGED))
        .containsExactly(sentence);
    assertThat(
            new Rules(0, 3, OptionalDouble.empty(), ANY)
                .broken(RowCounts.NONE, OptionalLong.of(9), NOT_JUDGED))
        .containsExactly(sentence);
  }

  @Test
  void anOutputThatIsDistributedOtherwiseThanBeforeIsNamedWithItsIndexAndTheLimit() {
    Rules rules = new Rules(0, 0, ANY, OptionalDouble.of(0.25));
    SetDrift drift =
        new SetDrift(
            List.of(
                drift("score", 1000, 1000),
                drift("class", 1000, 5000),
                drift("grade", 1000, 4000),
                new OutputDrift.NotComparable("note", Cause.TEXTS),
                new OutputDrift.NotComparable("region", Cause.NEW)));
    assertThat(rules.broken(new RowCounts(10_000, 0), OptionalLong.of(10_000), Optional.of(drift)))
        .containsExactly(
            "output class (and 1 more) has drifted: its population stability index against the"
                + " set that is published is 0.8786, of which chance may make 0.0007683, and"
                + " validation.maxDrift is 0.25; see where its predictions went, and raise the"
                + " limit if they are right");
  }

  @Test
  void anOutputWhoseValuesAreOfAnotherKindThanBeforeDoesNotPassForHavingNoIndex() {
    SetDrift drift =
        new SetDrift(
            List.of(
                drift("score", 1000, 1000),
                new OutputDrift.NotComparable("class", Cause.ANOTHER_KIND),
                new OutputDrift.NotComparable("grade", Cause.ANOTHER_KIND)));
    RowCounts counts = new RowCounts(10_000, 0);
    OptionalLong before = OptionalLong.of(10_000);
    assertThat(
            new Rules(0, 0, ANY, OptionalDouble.of(0.25))
                .broken(counts, before, Optional.of(drift)))
        .containsExactly(
            "output class (and 1 more) cannot be held against the set that is published: its values"
                + " are of another kind than before, and validation.maxDrift is 0.25; see what"
                + " became of its predictions, and leave maxDrift out once if they are right");
    assertThat(new Rules(0, 0, ANY, ANY).broken(counts, before, Optional.of(drift))).isEmpty();
  }

  @Test
  void whatChanceMayHaveMadeIsNoDrift() {
    SetDrift drift =
        new SetDrift(
            List.of(
                new OutputDrift.Measured(
                    "score",
                    new StabilityIndex(List.of(new Share("no", 6, 9), new Share("yes", 4, 1))))));
    assertThat(
            new Rules(0, 0, ANY, OptionalDouble.of(0.001))
                .broken(new RowCounts(10, 0), OptionalLong.of(10), Optional.of(drift)))
        .isEmpty();
  }

  @Test
  void countsAddUp() {
    assertThat(RowCounts.NONE.plus(new RowCounts(3, 1)).plus(new RowCounts(5, 7)))
        .isEqualTo(new RowCounts(8, 8));
    assertThat(RowCounts.NONE.errorRate()).isZero();
    assertThatThrownBy(() -> new RowCounts(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Rules(Double.NaN, 0, OptionalDouble.empty(), ANY))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
