package io.slipway.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleRowsTest {

  /** Bits as IEEE 754 binary16 has them. */
  @ParameterizedTest
  @CsvSource({"0, 0x0000", "1, 0x3c00", "2, 0x4000", "3, 0x4200", "7, 0x4700"})
  void halfPrecisionIsWrittenBitByBit(int variant, String bits) {
    Field half = Field.tensor("half", DataType.FP16, Shape.of(Shape.DYNAMIC));
    Signature signature = new Signature(List.of(half), List.of());

    Column column =
        SampleRows.row(signature, variant).flatMap(row -> row.column("half")).orElseThrow();

    assertThat(column.shorts()).containsExactly(Integer.decode(bits).shortValue());
  }
}
