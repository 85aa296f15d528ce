package io.slipway.tabular.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.tabular.form.Dictionary;
import io.slipway.tabular.form.Frame;
import io.slipway.tabular.form.Program;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a column of answers is made of. */
class OutputTest {
  @ParameterizedTest
  @EnumSource(names = {"BYTES", "INT64", "BOOL"})
  void whatIsNoNumberIsNeverTheFirstTextNorZero(DataType type) {
    Dictionary dictionary = new Dictionary();
    dictionary.add("the first text");
    Program program = new Program(new double[] {Double.NaN}, 0, List.of());
    Output output = new Output(Field.column("y", type, Presence.OPTIONAL), 0, dictionary);

    assertThatThrownBy(() -> output.builder(1).take(program.borrow(1), 0, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("y is no number");
  }

  @Test
  void theUnitsOfADurationAreWrittenAsAWholeNumberOrNotAtAll() {
    Output text =
        new Output(Field.column("y", DataType.BYTES, Presence.OPTIONAL), 0, new Dictionary());
    Output units = text.inUnits();
    Program program = new Program(new double[] {-1}, 0, List.of());
    Frame frame = program.borrow(1);

    assertThat(units.isLost(frame, 0)).isFalse();
    Output.Builder column = units.builder(1);
    column.take(frame, 0, 1);
    assertThat(column.build().strings()).containsExactly("-1");

    assertThat(text.isLost(frame, 0)).isTrue();
    frame.number(0, 0, Math.nextUp(Temporal.MOST_UNITS));
    assertThat(units.isLost(frame, 0)).isTrue();
  }
}
