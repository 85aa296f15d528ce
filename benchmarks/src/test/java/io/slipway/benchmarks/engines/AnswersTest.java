package io.slipway.benchmarks.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import org.junit.jupiter.api.Test;

/** What passes for the same answer. */
class AnswersTest {
  private static Batch answer(double score, String label) {
    return Batch.of(Column.ofDoubles("score", 1, score), Column.ofStrings("label", "no", label));
  }

  @Test
  void whatAnotherOrderOfSumsMakesOfTheLastDigitsIsTheSame() {
    assertThatCode(
            () ->
                Answers.compare(
                    answer(0.1 + 0.2 + 0.3, "yes"), "jpmml", answer(0.3 + 0.2 + 0.1, "yes")))
        .doesNotThrowAnyException();
  }

  @Test
  void anAnswerThatDiffersIsNamedWithBothValues() {
    assertThatThrownBy(() -> Answers.compare(answer(2, "yes"), "jpmml", answer(2.001, "yes")))
        .hasMessage("score 1 is 2.0, and jpmml says 2.001");
    assertThatThrownBy(() -> Answers.compare(answer(2, "yes"), "jpmml", answer(2, "maybe")))
        .hasMessage("label 1 is yes, and jpmml says maybe");
  }

  @Test
  void anAnswerTakesANumberAndAReferenceARow() {
    assertThat(Answers.bytes(answer(2, "yes"))).isEqualTo(8 + 4);
  }
}
