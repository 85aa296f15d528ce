package io.slipway.batch.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.scoring.DataType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesOfSetsAndOutputsTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a-", "A", "a_b", "a.b", "ü", "a b", "a\";--"})
  void whatIsNoDnsLabelIsNoNameOfASet(String text) {
    assertThatThrownBy(() -> new SetName(text))
        .isInstanceOf(WarehouseException.class)
        .hasMessageContaining("small letters, digits and dashes");
  }

  @Test
  void aSetsNameLeavesRoomForTheNameOfItsTable() {
    assertThat(new SetName("a".repeat(52)).text()).hasSize(52);
    assertThatThrownBy(() -> new SetName("a".repeat(53))).hasMessageContaining("up to 52");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "set_id", "Prediction_Key", "prediction_error", "ctid", "a\0b"})
  void whatNoColumnCanBeCalledNoOutputIs(String name) {
    assertThatThrownBy(() -> new Output(name, DataType.FP64))
        .isInstanceOf(WarehouseException.class)
        .hasMessageContaining("give it a");
  }

  @Test
  void outputsDifferInMoreThanCapitalLetters() {
    assertThatThrownBy(
            () ->
                Output.requireDistinct(
                    List.of(new Output("a", DataType.FP64), new Output("A", DataType.BYTES))))
        .hasMessageContaining("give one of the two another name");
  }
}
