package io.slipway.server.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainNumberTest {
  private static final int NUMBERS = 400_000;

  private static void everyOne(Function<Random, String> written) {
    Random random = new Random(20261126);
    for (int i = 0; i < NUMBERS; i++) {
      String text = written.apply(random);
      byte[] body = (text + ",").getBytes(StandardCharsets.US_ASCII);
      PlainNumber number = new PlainNumber(body);
      if (number.read(0, body.length) != text.length()) {
        throw new AssertionError(text + " is not read to its end");
      }
      boolean same =
          Double.doubleToRawLongBits(number.doubleValue())
                  == Double.doubleToRawLongBits(Double.parseDouble(text))
              && Float.floatToRawIntBits(number.floatValue())
                  == Float.floatToRawIntBits(Float.parseFloat(text));
      if (!same) {
        throw new AssertionError(text + " loses a bit");
      }
    }
  }

  @Test
  void doublesOfEveryBitPatternKeepEveryBit() {
    everyOne(
        random -> {
          double value = Double.longBitsToDouble(random.nextLong());
          return Double.isFinite(value) ? Double.toString(value) : "0.5";
        });
  }

  @Test
  void floatsOfEveryBitPatternDoToo() {
    everyOne(
        random -> {
          float value = Float.intBitsToFloat(random.nextInt());
          return Float.isFinite(value) ? Float.toString(value) : "0.5";
        });
  }

  @Test
  void soDoDecimalsOfAnyLengthAndExponent() {
    everyOne(
        random -> {
          StringBuilder text = new StringBuilder(random.nextBoolean() ? "-" : "");
          int digits = 1 + random.nextInt(22);
          text.append(digits == 1 ? random.nextInt(10) : 1 + random.nextInt(9));
          for (int i = 1; i < digits; i++) {
            text.append(random.nextInt(10));
          }
          if (random.nextBoolean()) {
            text.append('.').append("0".repeat(random.nextInt(4)));
            for (int i = random.nextInt(22); i >= 0; i--) {
              text.append(random.nextInt(10));
            }
          }
          if (random.nextBoolean()) {
            text.append(random.nextBoolean() ? 'e' : 'E')
                .append(
                    switch (random.nextInt(3)) {
                      case 0 -> "-";
                      case 1 -> "+";
                      default -> "";
                    })
                .append(random.nextInt(random.nextBoolean() ? 30 : 400));
          }
          return text.toString();
        });
  }

  @Test
  void soDoNumbersHalfwayBetweenTwo() {
    everyOne(
        random -> {
          double value = Math.scalb(1 + random.nextDouble(), random.nextInt(60) - 30);
          BigDecimal half =
              new BigDecimal(value)
                  .add(new BigDecimal(Math.ulp(value)).movePointLeft(0).divide(BigDecimal.TWO));
          String text = half.toString();
          return text.length() <= 100 ? text : new BigDecimal((float) value).toString();
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "+1",
        ".5",
        "1.",
        "01",
        "-01",
        "1e",
        "1e+",
        "e5",
        "NaN",
        "-Infinity",
        "--1",
        "x",
      })
  void whatIsNoNumberInJsonIsNone(String text) {
    byte[] body = text.getBytes(StandardCharsets.US_ASCII);
    assertThat(new PlainNumber(body).read(0, body.length)).isEqualTo(-1);
  }

  @Test
  void oneLongerThanAHundredCharactersIsLeftToOthers() {
    byte[] body = ("0." + "1".repeat(99)).getBytes(StandardCharsets.US_ASCII);
    assertThat(new PlainNumber(body).read(0, body.length)).isEqualTo(-1);
  }
}
