package io.slipway.batch.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HalfTest {

  @Test
  void everyHalfIsTheFloatThatTheJdkSays() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      short half = (short) bits;
      float expected = Float.float16ToFloat(half);
      assertThat(Half.toFloat(half)).isEqualTo(Float.valueOf(expected));
      if (!Float.isNaN(expected)) {
        assertThat(Half.of(expected)).isEqualTo(half);
      }
    }
  }

  @Test
  void floatsAreRoundedAsTheJdkRounds() {
    Random random = new Random(16);
    for (int i = 0; i < 200_000; i++) {
      float value = Float.intBitsToFloat(random.nextInt());
      if (!Float.isNaN(value)) {
        assertThat(Half.of(value)).as("%s", value).isEqualTo(Float.floatToFloat16(value));
      }
    }
    assertThat(Half.toFloat(Half.of(Double.NaN))).isNaN();
  }

  @Test
  void aDoubleJustAboveATieIsNotRoundedTwice() {
    double tie = 1 + 0x1p-11;
    assertThat(Half.toFloat(Half.of(tie))).isEqualTo(1f);
    assertThat(Half.toFloat(Half.of(Math.nextUp(tie)))).isEqualTo(1 + 0x1p-10f);
  }
}
