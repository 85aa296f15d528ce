package io.slipway.tabular.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.tabular.form.Dictionary;
import io.slipway.tabular.form.Program;
import java.util.List;
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
}
