package io.slipway.server.measure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Validity;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutputCountsTest {
  private static final JsonMapper JSON = new JsonMapper();

  private final OutputCounts counts = new OutputCounts();

  private static Validity without(int... missing) {
    BitSet bits = new BitSet();
    IntStream.of(missing).forEach(bits::set);
    return Validity.allBut(bits);
  }

  private JsonNode report(int bytes) {
    try {
      return json(JSON.writeValueAsString(counts.report(bytes)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonNode output(String name) {
    return report(100_000).path("outputs").path(name);
  }

  /** Counts of an output, by bin or label. */
  private Map<Object, Long> counted(String output, String counts) {
    Map<Object, Long> counted = new HashMap<>();
    output(output)
        .path(counts)
        .properties()
        .forEach(
            count ->
                counted.put(
                    counts.equals("bins") ? Integer.valueOf(count.getKey()) : count.getKey(),
                    count.getValue().longValue()));
    return counted;
  }

  private static JsonNode json(String json) throws JsonProcessingException {
    return JSON.readTree(json);
  }

  @Test
  void numbersLabelsAndWhatIsNeitherAreTold() throws Exception {
    int faulty =
        counts.take(
            Batch.of(
                Column.of(
                    "p",
                    DataType.FP64,
                    Shape.of(4),
                    new double[] {0.07, Double.NaN, 0.93, 7},
                    without(3)),
                Column.ofStrings("label", "yes", "no", "yes", "yes"),
                Column.ofBooleans("flag", true, true, false, true),
                Column.ofLongs("count", 1, 2, 2, 2)));

    assertThat(faulty).isOne();
    assertThat(report(100_000).path("requests").intValue()).isEqualTo(1);
    assertThat(output("p"))
        .isEqualTo(
            json(
                "{\"kind\": \"numeric\", \"bins\": {\"32611\": 1, \"32731\": 1}, \"fold\": 0, \"nan\": 1, \"missing\": 1}"));
    assertThat(output("label"))
        .isEqualTo(
            json(
                "{\"kind\": \"label\", \"counts\": {\"no\": 1, \"yes\": 3}, \"other\": 0, \"missing\": 0}"));
    assertThat(counted("flag", "counts")).isEqualTo(Map.of("true", 3L, "false", 1L));
    assertThat(counted("count", "bins")).isEqualTo(Map.of(FineBins.of(1), 1L, FineBins.of(2), 3L));
  }

  @Test
  void theFirstEightOutputsWithOneValueARowAreCounted() {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.of("tensor", DataType.FP32, Shape.of(2, 3), new float[6]));
    columns.add(Column.of("wrapped", DataType.FP32, Shape.of(2, 1), new float[2]));
    IntStream.range(0, 12).forEach(i -> columns.add(Column.ofDoubles("y" + i, 1, 2)));
    counts.take(Batch.of(columns));

    assertThat(report(100_000).path("outputs").fieldNames())
        .toIterable()
        .containsExactly("wrapped", "y0", "y1", "y2", "y3", "y4", "y5", "y6");
  }

  @Test
  void anAnswerWithoutRowsSaysNothingOfTheOutputs() {
    counts.take(Batch.of(Column.ofDoubles("y")));
    counts.take(Batch.of(Column.ofDoubles("y", 1)));
    assertThat(counted("y", "bins")).isEqualTo(Map.of(FineBins.of(1), 1L));
  }

  @Test
  void textsThatAreNoLabelsCountTogether() {
    String[] texts = IntStream.range(0, 1000).mapToObj(i -> "text " + i).toArray(String[]::new);
    counts.take(Batch.of(Column.ofStrings("t", texts)));
    counts.take(Batch.of(Column.ofStrings("t", "x".repeat(65), "text 1")));

    assertThat(output("t").path("other").intValue()).isEqualTo(937);
    assertThat(output("t").path("counts")).hasSize(64);
    JsonNode fewer = report(20).path("outputs").path("t");
    assertThat(fewer.path("counts").properties())
        .containsExactly(Map.entry("text 1", IntNode.valueOf(2)));
    assertThat(fewer.path("other").intValue()).isEqualTo(1000);
  }

  @Test
  void rowsWithNaNOrInfinityOrNothingAtAllAreFaulty() {
    assertThat(
            OutputFaults.in(
                Batch.of(
                    Column.ofDoubles("p", 1, Double.NEGATIVE_INFINITY, 3),
                    Column.ofFloats("q", 1, Float.NaN, Float.NaN))))
        .isEqualTo(2);
    assertThat(
            OutputFaults.in(
                Batch.of(
                    Column.of("p", DataType.FP64, Shape.of(3), new double[3], without(0, 1)),
                    Column.of("l", DataType.BYTES, Shape.of(3), new String[3], without(1, 2)))))
        .as("row 1 has neither")
        .isOne();
    assertThat(
            OutputFaults.in(
                Batch.of(
                    Column.of(
                        "t",
                        DataType.FP32,
                        Shape.of(2, 2),
                        new float[] {1, 1, Float.NaN, Float.NaN}))))
        .isOne();
    assertThat(OutputFaults.in(Batch.of(Column.ofStrings("l", "a"), Column.ofLongs("n", 1))))
        .isZero();
  }

  @Test
  void twoThatCountedAddUp() {
    OutputCounts other = new OutputCounts();
    counts.take(Batch.of(Column.ofDoubles("p", 1, Double.NaN), Column.ofStrings("l", "a", "b")));
    other.take(Batch.of(Column.ofDoubles("p", 1, 2), Column.ofStrings("l", "b", "b")));
    counts.add(other);

    assertThat(report(100_000).path("requests").intValue()).isEqualTo(2);
    assertThat(counted("p", "bins")).isEqualTo(Map.of(FineBins.of(1), 2L, FineBins.of(2), 1L));
    assertThat(output("p").path("nan").intValue()).isOne();
    assertThat(counted("l", "counts")).isEqualTo(Map.of("a", 1L, "b", 3L));
  }

  @Test
  void manyThreadsLoseNothing() {
    IntStream.range(0, 20_000)
        .parallel()
        .forEach(
            i ->
                counts.take(
                    Batch.of(Column.ofDoubles("p", i % 2), Column.ofStrings("l", "" + i % 2))));
    assertThat(counted("p", "bins"))
        .isEqualTo(Map.of(FineBins.of(0), 10_000L, FineBins.of(1), 10_000L));
    assertThat(counted("l", "counts")).isEqualTo(Map.of("0", 10_000L, "1", 10_000L));
  }
}
