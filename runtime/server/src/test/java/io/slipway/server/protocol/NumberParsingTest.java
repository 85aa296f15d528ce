package io.slipway.server.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.Signature;
import io.slipway.server.protocol.PredictCodec.Form;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Decimal text becomes the nearest value of its type, in JSON and in CSV, as Java's own parsers
 * say.
 */
class NumberParsingTest {

  @Provide
  Arbitrary<String> decimals() {
    Arbitrary<String> digits = Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(30);
    return net.jqwik.api.Combinators.combine(
            Arbitraries.of("", "-"), digits, digits, Arbitraries.integers().between(-60, 30))
        .as(
            (sign, integer, fraction, exponent) ->
                sign + new BigInteger(integer) + "." + fraction + "e" + exponent);
  }

  @Property
  void doublesAreRoundedToTheLastBit(@ForAll("decimals") String decimal) throws Exception {
    double expected = Double.parseDouble(decimal);

    assertThat(json(DataType.FP64, decimal).doubles()).containsExactly(expected);
    assertThat(csv(DataType.FP64, decimal).doubles()).containsExactly(expected);
  }

  @Property
  void floatsAreRoundedOnceFromTheirDigits(@ForAll("decimals") String decimal) throws Exception {
    float expected = Float.parseFloat(decimal);
    if (Float.isInfinite(expected)) {
      return;
    }

    assertThat(json(DataType.FP32, decimal).floats()).containsExactly(expected);
    assertThat(csv(DataType.FP32, decimal).floats()).containsExactly(expected);
  }

  /** Between two floats, a hair above the middle: rounded to double first they fall on it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.00000017881393432617187499",
        "1.00000017881393432617187501",
        "16777217",
        "16777219",
        "33554434000000001",
        "7.038531e-26",
        "1.17549429e-38",
        "9007199254740993",
        "1e23",
        "2.2250738585072011e-308"
      })
  void valuesThatRoundingTwiceGetsWrongAreRight(String decimal) throws Exception {
    assertThat(json(DataType.FP32, decimal).floats()).containsExactly(Float.parseFloat(decimal));
    assertThat(csv(DataType.FP32, decimal).floats()).containsExactly(Float.parseFloat(decimal));
    assertThat(json(DataType.FP64, decimal).doubles()).containsExactly(Double.parseDouble(decimal));
    assertThat(csv(DataType.FP64, decimal).doubles()).containsExactly(Double.parseDouble(decimal));
  }

  @Property
  void longsAreExact(@ForAll long value) throws Exception {
    assertThat(json(DataType.INT64, Long.toString(value)).longs()).containsExactly(value);
    assertThat(json(DataType.INT64, new BigDecimal(value) + ".0").longs()).containsExactly(value);
    assertThat(json(DataType.UINT64, Long.toUnsignedString(value)).longs()).containsExactly(value);
    assertThat(csv(DataType.UINT64, Long.toUnsignedString(value)).longs()).containsExactly(value);
  }

  private static Column json(DataType type, String value) throws RequestException {
    return read(type, "{\"instances\":[{\"x\":" + value + "}]}", Form.RECORDS);
  }

  private static Column csv(DataType type, String value) throws RequestException {
    return read(type, "x\n" + value + "\n", Form.CSV);
  }

  private static Column read(DataType type, String body, Form form) throws RequestException {
    Signature signature =
        new Signature(List.of(Field.column("x", type, Presence.REQUIRED)), List.of());
    Batch batch =
        new PredictCodec(signature, 10)
            .decode(body.getBytes(StandardCharsets.UTF_8), form, Form.RECORDS, UnknownFields.REFUSE)
            .inputs();
    return batch.column("x").orElseThrow();
  }
}
