package io.slipway.tabular.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.tabular.form.Domain.Outliers;
import io.slipway.tabular.form.Domain.WhenInvalid;
import io.slipway.tabular.form.Domain.WhenMissing;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What a field hands on. */
class DomainTest {
  private static Domain replacing(OptionalDouble missing, OptionalDouble invalid) {
    return new Domain(
        List.of(),
        List.of(2.0),
        List.of(),
        List.of(),
        WhenMissing.KEEP,
        missing,
        WhenInvalid.MISSING,
        invalid,
        Outliers.KEEP,
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY);
  }

  @Test
  void aReplacementThatTheFieldRefusesIsHandedOn() {
    assertThat(replacing(OptionalDouble.of(2), OptionalDouble.empty()).keepsInvalid()).isTrue();
    assertThat(replacing(OptionalDouble.empty(), OptionalDouble.of(2)).keepsInvalid()).isTrue();
    assertThat(replacing(OptionalDouble.of(1), OptionalDouble.of(1)).keepsInvalid()).isFalse();
    assertThat(replacing(OptionalDouble.of(2), OptionalDouble.empty()).compile().apply(3))
        .as("a value that is accepted")
        .isEqualTo(3);
  }
}
