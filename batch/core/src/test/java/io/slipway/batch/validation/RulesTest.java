package io.slipway.batch.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What may be published, and the words for what may not. */
class RulesTest {
  private static final OptionalLong NOTHING_PUBLISHED = OptionalLong.empty();

  @Test
  void aRunAtEveryLimitMayBePublished() {
    Rules rules = new Rules(0.01, 99, OptionalDouble.of(0.1));
    assertThat(rules.broken(new RowCounts(99, 1), OptionalLong.of(90))).isEmpty();
    assertThat(rules.broken(new RowCounts(99, 1), OptionalLong.of(110))).isEmpty();
  }

  @Test
  void everyRuleThatIsBrokenIsToldWithItsNumbers() {
    Rules rules = new Rules(0.01, 100, OptionalDouble.of(0.2));
    assertThat(rules.broken(new RowCounts(75, 25), OptionalLong.of(100)))
        .containsExactly(
            "25 of 100 rows have no prediction: 0.2500 of them, and validation.maxErrorRate is"
                + " 0.01; see the run's errors",
            "75 rows have a prediction, and validation.minRows is 100: is the input complete?",
            "75 rows have a prediction, 100 had one in the set that is published: a change by"
                + " 0.2500, and validation.maxRowDelta is 0.2");
  }

  @Test
  void theFirstRunHasNothingToBeComparedWithAndOneAfterAnEmptySetIsAChange() {
    Rules rules = new Rules(0, 0, OptionalDouble.of(5));
    assertThat(rules.broken(new RowCounts(10, 0), NOTHING_PUBLISHED)).isEmpty();
    assertThat(rules.broken(new RowCounts(10, 0), OptionalLong.of(0))).hasSize(1);
  }

  @Test
  void aRunWithoutAPredictionReplacesNoSet() {
    String sentence =
        "no row has a prediction, and an empty set is never published: is the input complete?";
    Rules loosest = new Rules(1, 0, OptionalDouble.empty());
    assertThat(loosest.broken(RowCounts.NONE, NOTHING_PUBLISHED)).containsExactly(sentence);
    assertThat(loosest.broken(new RowCounts(0, 5), OptionalLong.of(9))).containsExactly(sentence);
    assertThat(new Rules(0, 3, OptionalDouble.empty()).broken(RowCounts.NONE, OptionalLong.of(9)))
        .containsExactly(sentence);
  }

  @Test
  void countsAddUp() {
    assertThat(RowCounts.NONE.plus(new RowCounts(3, 1)).plus(new RowCounts(5, 7)))
        .isEqualTo(new RowCounts(8, 8));
    assertThat(RowCounts.NONE.errorRate()).isZero();
    assertThatThrownBy(() -> new RowCounts(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Rules(Double.NaN, 0, OptionalDouble.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
