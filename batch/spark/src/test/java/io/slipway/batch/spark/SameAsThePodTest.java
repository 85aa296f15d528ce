package io.slipway.batch.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Signature;
import io.slipway.server.protocol.PredictCodec;
import io.slipway.server.protocol.RequestException;
import io.slipway.server.protocol.UnknownFields;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A cell of Spark becomes what the pod makes of it in JSON, value by value, or is refused as there.
 */
class SameAsThePodTest {
  private static final long SEED = 20261126;

  /** They do not feed truth values and texts, which InputTypesTest says. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"BOOL", "BYTES"})
  void numbersBecomeWhatThePodMakesOfThem(DataType input) {
    for (Number cell : numbers()) {
      assertThat(inSpark(input, typeOf(cell), cell))
          .as("%s %s into %s", cell.getClass().getSimpleName(), cell, input)
          .isEqualTo(inThePod(input, cell.toString()));
    }
  }

  /** But for truth values: JSON has no text for them; CSV and Spark do. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BOOL")
  void textsBecomeWhatThePodMakesOfThem(DataType input) {
    for (String cell :
        List.of(
            "",
            "1",
            "-1",
            "1.5",
            "25e1",
            "3.0",
            "1e999",
            "1e-999",
            "007",
            "+1",
            ".5",
            "1.",
            " 1",
            "0x10",
            "NaN",
            "Infinity",
            "-Infinity",
            "nan",
            "255",
            "256",
            "18446744073709551615",
            "18446744073709551616",
            "9223372036854775808",
            "old",
            "0.1",
            "65520",
            "3.4028236e38")) {
      assertThat(inSpark(input, DataTypes.StringType, cell))
          .as("\"%s\" into %s", cell, input)
          .isEqualTo(inThePod(input, "\"" + cell + "\""));
    }
  }

  @ParameterizedTest
  @EnumSource(DataType.class)
  void nullIsMissingWhereTheModelAllowsIt(DataType input) throws Exception {
    Field optional = Field.column("x", input, Presence.OPTIONAL);
    RowBatch batch = RowBatch.of(signature(optional), struct(DataTypes.NullType));
    batch.add(RowFactory.create((Object) null));
    Column column = batch.inputs().column("x").orElseThrow();
    assertThat(column.isValid(0)).isFalse();

    assertThat(inSpark(input, DataTypes.NullType, null)).isEqualTo(inThePod(input, "null"));
  }

  private static List<Number> numbers() {
    List<Number> numbers =
        new ArrayList<>(
            List.of(
                0,
                1,
                -1,
                127,
                128,
                255,
                256,
                -129,
                65535,
                65536,
                32768,
                Integer.MAX_VALUE,
                Integer.MIN_VALUE,
                (byte) -128,
                (short) -32768,
                4294967295L,
                4294967296L,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                (1L << 53) + 1,
                (1L << 24) + 1,
                (1L << 62) + 1));
    numbers.addAll(
        List.of(
            1.0,
            0.1,
            -0.0,
            1e300,
            3.4028236e38,
            65519.99,
            65520.0,
            1e-320,
            2.5,
            1e18,
            1e19,
            new BigDecimal("0.1"),
            new BigDecimal("12345678901234567890"),
            new BigDecimal("3.00"),
            new BigDecimal("1.5"),
            new BigDecimal("-7")));
    Random random = new Random(SEED);
    for (int i = 0; i < 300; i++) {
      numbers.add(random.nextGaussian());
      numbers.add(random.nextLong());
      numbers.add(random.nextInt(300));
      numbers.add(new BigDecimal(random.nextLong()).movePointLeft(random.nextInt(20)));
    }
    return numbers;
  }

  private static org.apache.spark.sql.types.DataType typeOf(Number cell) {
    return switch (cell) {
      case Byte any -> DataTypes.ByteType;
      case Short any -> DataTypes.ShortType;
      case Integer any -> DataTypes.IntegerType;
      case Long any -> DataTypes.LongType;
      case Double any -> DataTypes.DoubleType;
      default -> DataTypes.createDecimalType(38, 18);
    };
  }

  /** The value, or why there is none. */
  private static String inSpark(
      DataType input, org.apache.spark.sql.types.DataType type, @Nullable Object cell) {
    RowBatch batch = RowBatch.of(signature(field(input)), struct(type));
    try {
      batch.add(RowFactory.create(cell));
      return shown(batch.inputs());
    } catch (UnfitValueException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static String inThePod(DataType input, String json) {
    byte[] body = "{\"instances\": [{\"x\": %s}]}".formatted(json).getBytes(StandardCharsets.UTF_8);
    try {
      return shown(
          new PredictCodec(signature(field(input)), 10)
              .decode(
                  body, PredictCodec.Form.RECORDS, PredictCodec.Form.RECORDS, UnknownFields.REFUSE)
              .inputs());
    } catch (RequestException e) {
      return String.valueOf(e.getMessage()).replace("instances[0], ", "");
    }
  }

  private static String shown(Batch batch) {
    Column column = batch.column("x").orElseThrow();
    return column
        + " "
        + switch (column.type()) {
          case FP64 ->
              Arrays.toString(
                  Arrays.stream(column.doubles()).mapToLong(Double::doubleToLongBits).toArray());
          case FP32 -> Integer.toHexString(Float.floatToIntBits(column.floats()[0]));
          case BYTES -> Arrays.toString(column.strings());
          default -> String.valueOf(java.lang.reflect.Array.get(column.values(), 0));
        };
  }

  private static Field field(DataType type) {
    return new Field(
        "x",
        type,
        Shape.of(Shape.DYNAMIC),
        Presence.REQUIRED,
        List.of(),
        List.of(),
        Optional.empty());
  }

  private static Signature signature(Field field) {
    return new Signature(List.of(field), List.of());
  }

  private static StructType struct(org.apache.spark.sql.types.DataType type) {
    return DataTypes.createStructType(
        List.of(DataTypes.createStructField("x", type, true)).toArray(new StructField[0]));
  }
}
