package io.slipway.batch.summary;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.batch.summary.Distribution.Labels;
import io.slipway.batch.summary.Distribution.Numbers;
import io.slipway.batch.summary.Distribution.Texts;
import io.slipway.batch.summary.Errors.Reason;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Validity;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows become their summary. */
class SummaryBuilderTest {
  private static Map<String, DataType> types(Object... pairs) {
    Map<String, DataType> types = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      types.put((String) pairs[i], (DataType) pairs[i + 1]);
    }
    return types;
  }

  private static Column keys(int rows) {
    return Column.ofStrings(
        "key", IntStream.range(0, rows).mapToObj(row -> "k" + row).toArray(String[]::new));
  }

  private static Column noErrors(int rows) {
    return Column.ofMissing("error", DataType.BYTES, rows);
  }

  private static Summary of(Column column) {
    SummaryBuilder builder = new SummaryBuilder(types(column.name(), column.type()));
    builder.add(keys(column.length()), Batch.of(column), noErrors(column.length()));
    return builder.summary();
  }

  private static Numbers numbers(Column column) {
    return (Numbers) of(column).outputs().get(0).distribution();
  }

  @Test
  void rowsWithAndWithoutAPredictionAreCountedApart() {
    BitSet missing = new BitSet();
    missing.set(0);
    missing.set(2);
    SummaryBuilder builder =
        new SummaryBuilder(types("score", DataType.FP64, "class", DataType.BYTES));
    builder.add(
        keys(4),
        Batch.of(
            Column.of(
                "score",
                DataType.FP64,
                Shape.of(4),
                new double[] {0.5, 7, 0, 1.5},
                Validity.allBut(BitSet.valueOf(new long[] {0b0110})))),
        Column.of(
            "error",
            DataType.BYTES,
            Shape.of(4),
            new String[] {"", "age: found \"x\"", "", ""},
            Validity.allBut(BitSet.valueOf(new long[] {0b1101}))));
    builder.add(
        keys(1), Batch.of(), Column.ofStrings("error", "age: found \"a quite different text\""));

    Summary summary = builder.summary();
    assertThat(summary.predictions()).isEqualTo(3);
    assertThat(summary.rows()).isEqualTo(5);
    assertThat(summary.errors())
        .isEqualTo(
            new Errors(
                2, java.util.List.of(new Reason("age: found …", 2, "k1", "age: found \"x\"")), 0));
    OutputSummary score = summary.output("score").orElseThrow();
    assertThat(score.missing()).isEqualTo(1);
    assertThat(((Numbers) score.distribution()).range())
        .contains(new Distribution.Range(0.5, 1.5, 1));
    assertThat(summary.output("class").orElseThrow().missing()).isEqualTo(3);
  }

  @Test
  void whatIsNoFiniteNumberIsCountedAndSpoilsNothing() {
    Numbers numbers =
        numbers(
            Column.ofDoubles(
                "x",
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                Double.MAX_VALUE,
                Double.MAX_VALUE));
    assertThat(numbers.notNumbers()).isEqualTo(1);
    assertThat(numbers.infinite()).isEqualTo(2);
    assertThat(numbers.range().orElseThrow().mean()).isEqualTo(Double.MAX_VALUE);
    assertThat(numbers(Column.ofDoubles("x", Double.NaN)).range()).isEmpty();
  }

  @Test
  void theMeanOfAMillionTenthsIsATenth() {
    double[] tenths = new double[1_000_000];
    Arrays.fill(tenths, 0.1);
    assertThat(numbers(Column.ofDoubles("x", tenths)).range().orElseThrow().mean()).isEqualTo(0.1);
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"BOOL", "BYTES"},
      mode = EnumSource.Mode.EXCLUDE)
  void numbersOfAllTypesAreReadAsTheNumbersThatTheyAre(DataType type) {
    Object values =
        switch (type) {
          case UINT8, INT8 -> new byte[] {-1, 3};
          case UINT16, INT16 -> new short[] {-1, 3};
          case UINT32, INT32 -> new int[] {-1, 3};
          case UINT64, INT64 -> new long[] {-1, 3};
          case FP16 -> new short[] {(short) 0xbc00, 0x4200};
          case FP32 -> new float[] {-1, 3};
          case FP64 -> new double[] {-1, 3};
          default -> throw new IllegalArgumentException(type.name());
        };
    double expected =
        switch (type) {
          case UINT8 -> 255;
          case UINT16 -> 65_535;
          case UINT32 -> 4_294_967_295.0;
          case UINT64 -> 0x1p64;
          default -> -1;
        };
    Distribution.Range range =
        numbers(Column.of("x", type, Shape.of(2), values)).range().orElseThrow();
    assertThat(new double[] {range.min(), range.max()})
        .containsExactly(Math.min(expected, 3), Math.max(expected, 3));
  }

  @Test
  void halvesAreReadBitForBit() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float number = HalfPrecision.toFloat((short) bits);
      int exponent = (bits >> 10) & 0x1f;
      if (exponent == 0x1f && (bits & 0x3ff) != 0) {
        assertThat(number).isNaN();
      } else if (exponent == 0x1f) {
        assertThat(number).isInfinite();
      } else {
        double magnitude =
            exponent == 0
                ? (bits & 0x3ff) * Math.pow(2, -24)
                : (1024 + (bits & 0x3ff)) * Math.pow(2, exponent - 25);
        assertThat((double) Math.abs(number)).isEqualTo(magnitude);
        assertThat(Math.copySign(1, number)).isEqualTo((bits & 0x8000) != 0 ? -1f : 1f);
      }
    }
  }

  @Test
  void theMostFrequentLabelsAreNamedAndTheOthersCounted() {
    String[] labels =
        IntStream.range(0, 150)
            .boxed()
            .flatMap(i -> java.util.Collections.nCopies(150 - i, "l" + i).stream())
            .toArray(String[]::new);
    Labels counted = (Labels) of(Column.ofStrings("x", labels)).outputs().get(0).distribution();
    assertThat(counted.counts()).hasSize(100).containsEntry("l0", 150L).containsEntry("l99", 51L);
    assertThat(counted.counts().keySet()).startsWith("l0", "l1", "l2");
    assertThat(counted.others()).isEqualTo(LongStream.rangeClosed(1, 50).sum());
    assertThat(counted.total()).isEqualTo(labels.length);
    assertThat(
            ((Labels) of(Column.ofBooleans("x", true, false, true)).outputs().get(0).distribution())
                .counts())
        .isEqualTo(Map.of("true", 2L, "false", 1L));
  }

  @Test
  void textsOfWhichHardlyOneComesTwiceAreNotCountedOneByOne() {
    String[] texts = IntStream.range(0, 10_001).mapToObj(Integer::toString).toArray(String[]::new);
    assertThat(of(Column.ofStrings("x", texts)).outputs().get(0).distribution())
        .isEqualTo(new Texts(10_001));
    assertThat(
            of(Column.ofStrings("x", Arrays.copyOf(texts, 10_000))).outputs().get(0).distribution())
        .isInstanceOf(Labels.class);
  }

  @Test
  void fiftyReasonsAreNamedAndTheOthersCounted() {
    SummaryBuilder builder = new SummaryBuilder(Map.of());
    for (int i = 0; i < 2000; i++) {
      builder.add(
          Column.ofStrings("key", "k" + i),
          Batch.of(),
          Column.ofStrings("error", "x%d: missing".formatted(Math.min(i, 1200))));
    }
    Errors errors = builder.summary().errors();
    assertThat(errors.count()).isEqualTo(2000);
    assertThat(errors.reasons()).hasSize(50);
    assertThat(errors.others()).isEqualTo(1950);
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    SummaryBuilder builder =
        new SummaryBuilder(
            types("score", DataType.FP64, "class", DataType.BYTES, "none", DataType.FP32));
    double[] scores = new java.util.Random(3).doubles(5000).toArray();
    scores[0] = Double.NaN;
    scores[1] = -Double.MAX_VALUE;
    builder.add(
        keys(5000),
        Batch.of(
            Column.ofDoubles("score", scores),
            Column.ofStrings(
                "class",
                IntStream.range(0, 5000)
                    .mapToObj(i -> i % 3 == 0 ? "\u0000ü\"" : "b")
                    .toArray(String[]::new))),
        noErrors(5000));
    builder.add(keys(1), Batch.of(), Column.ofStrings("error", "why"));
    Summary summary = builder.summary();
    String document = SummaryDocument.write(summary);
    assertThat(SummaryDocument.read(document)).contains(summary);
    assertThat(SummaryDocument.write(SummaryDocument.read(document).orElseThrow()))
        .isEqualTo(document);
    assertThat(document.length()).isLessThan(40_000);
  }

  @Test
  void aSummaryOfANewerProgramIsNone() {
    assertThat(SummaryDocument.read("{\"form\": 2, \"rows\": 5}")).isEmpty();
  }

  @Test
  void fifteenHundredOutputsOfNumbersAreASummaryOfAFewMegabytes() {
    Map<String, DataType> types = new LinkedHashMap<>();
    IntStream.range(0, 1500).forEach(i -> types.put("x_" + i, DataType.FP64));
    SummaryBuilder builder = new SummaryBuilder(types);
    java.util.Random random = new java.util.Random(5);
    Batch batch =
        Batch.of(
            types.keySet().stream()
                .map(name -> Column.ofDoubles(name, random.doubles(1000).toArray()))
                .toList());
    builder.add(keys(1000), batch, noErrors(1000));
    assertThat(SummaryDocument.write(builder.summary()).length()).isLessThan(4_000_000);
  }
}
