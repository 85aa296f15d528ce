package io.slipway.server.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "-0", "1", "-1.50", "0.5", "1e5", "1E-05", "12.25e+3", "1e999999999"})
  void whatJsonCallsANumberIsOne(String text) {
    assertThat(Numbers.isNumber(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "-", "+1", "01", "1.", ".5", "1e", "1e+", "1,5", " 1", "1 ", "0x1", "NaN", "1f", "1_0",
        "\u0661"
      })
  void nothingElseIsOne(String text) {
    assertThat(Numbers.isNumber(text)).isFalse();
  }

  @Property
  void everyDoubleAsJavaWritesItIsANumber(@ForAll double value) {
    assertThat(Numbers.isNumber(Double.toString(value))).isEqualTo(Double.isFinite(value));
  }

  @Property
  void wholeNumbersAreExactHoweverTheyAreWritten(@ForAll long value) {
    BigDecimal exact = BigDecimal.valueOf(value);

    assertThat(Numbers.wholeNumber(exact.toString())).contains(BigInteger.valueOf(value));
    assertThat(Numbers.wholeNumber(exact + ".00")).contains(BigInteger.valueOf(value));
    assertThat(Numbers.wholeNumber(exact.unscaledValue() + "0e-1"))
        .contains(BigInteger.valueOf(value));
  }

  @Test
  void aHugeExponentIsRefusedWithoutBeingMultipliedOut() {
    assertThat(Numbers.wholeNumber("1e999999999")).isEmpty();
    assertThat(Numbers.wholeNumber("1e99999999999999")).isEmpty();
    assertThat(Numbers.wholeNumber("1e-999999999")).isEmpty();
    assertThat(Numbers.wholeNumber("1.5")).isEmpty();
    assertThat(Numbers.wholeNumber("0e99")).contains(BigInteger.ZERO);
  }

  @Property
  void halfPrecisionIsTheNearestThereIs(
      @ForAll @BigRange(min = "-65000", max = "65000") @Scale(12) BigDecimal value) {
    short rounded = Numbers.toFloat16(value.doubleValue());
    BigDecimal distance = distance(rounded, value);

    assertThat(distance(next(rounded, 1), value)).isGreaterThanOrEqualTo(distance);
    assertThat(distance(next(rounded, -1), value)).isGreaterThanOrEqualTo(distance);
  }

  @Test
  void halfPrecisionIsNotRoundedTwice() {
    // Just above the middle of 1 and the next binary16: through float it would fall back to 1.
    double aboveTheMiddle = 1 + 0x1p-11 + 0x1p-40;

    assertThat(Float.float16ToFloat(Numbers.toFloat16(aboveTheMiddle))).isEqualTo(1 + 0x1p-10f);
    assertThat(Float.float16ToFloat(Numbers.toFloat16(1 + 0x1p-11))).isEqualTo(1f);
  }

  /** The neighbour in the order of bits, which is the order of magnitudes. */
  private static short next(short bits, int step) {
    return (bits & 0x7fff) + step < 0 ? bits : (short) (bits + step);
  }

  private static BigDecimal distance(short bits, BigDecimal value) {
    float number = Float.float16ToFloat(bits);
    return Float.isFinite(number)
        ? new BigDecimal(number).subtract(value, MathContext.UNLIMITED).abs()
        : BigDecimal.valueOf(Double.MAX_VALUE);
  }
}
