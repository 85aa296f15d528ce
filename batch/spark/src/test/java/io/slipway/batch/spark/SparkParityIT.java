package io.slipway.batch.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.Model;
import io.slipway.scoring.ScoringException;
import io.slipway.server.protocol.PredictCodec;
import io.slipway.server.protocol.PredictCodec.Form;
import io.slipway.server.protocol.RequestException;
import io.slipway.server.protocol.UnknownFields;
import io.slipway.testkit.ExpectedOutput;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scala.collection.Iterable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The rows of every model get in Spark, to the last bit, what the pod answers to each in a request
 * of its own: enough of them that most are scored together with others.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SparkParityIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REFUSED = "refused";

  private int compared;

  static List<TestModel> models() {
    return Boolean.getBoolean("slipway.long") ? TestModels.available() : TestModels.committed();
  }

  @ParameterizedTest
  @MethodSource("models")
  void pmmlIsAnsweredAsInSingleRequests(TestModel test) throws Exception {
    Assumptions.assumeTrue(test.pmml().isPresent(), "there is no PMML of it");
    List<Map<String, Object>> records = test.inputRows();
    try (Model direct = Models.direct(test.pmml().orElseThrow())) {
      compare(
          test.pmml().orElseThrow(),
          direct,
          Models.rows(direct.signature(), records),
          row -> request(direct, records.get(row)));
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void onnxIsAnsweredAsInSingleRequests(TestModel test) throws Exception {
    Assumptions.assumeTrue(isTable(test), "there is no ONNX of it, or it takes no rows");
    Batch input = test.onnxInput();
    try (Model direct = Models.direct(test.onnx().orElseThrow())) {
      compare(
          test.onnx().orElseThrow(),
          direct,
          Models.rows(direct.signature(), input, input.columns().iterator().next().rows()),
          row -> Optional.of(input.rows(row, row + 1)));
    }
  }

  @AfterAll
  void requireThatModelsWereCompared() {
    assertThat(compared).isGreaterThan(models().size() / 2);
  }

  private static boolean isTable(TestModel test) {
    if (test.onnx().isEmpty()
        // A model of several files is none here.
        || Files.exists(test.folder().resolve("weights.bin"))
        || test.onnxExpected().stream()
            .anyMatch(output -> output instanceof ExpectedOutput.Nondeterministic)) {
      return false;
    }
    List<Column> columns = List.copyOf(test.onnxInput().columns());
    return columns.stream()
        .allMatch(
            column ->
                column.shape().rank() > 0
                    && column.rows() > 0
                    && column.rows() == columns.get(0).rows());
  }

  private void compare(
      Path file, Model direct, Dataset<Row> rows, IntFunction<Optional<Batch>> requests)
      throws Exception {
    Assumptions.assumeTrue(answersByRow(direct, requests.apply(0)), "its answers are no table");
    Answers answers = Answers.of(direct.signature(), ScoringOptions.defaults());
    List<Row> scored =
        SlipwayScoring.score(
                rows, Models.reference(file), ScoringOptions.defaults().withPrefix("p_"))
            .collectAsList();
    int inputs = rows.columns().length;
    for (int row = 0; row < scored.size(); row++) {
      @Nullable Object[] cells = new Object[answers.outputs().size()];
      for (int cell = 0; cell < cells.length; cell++) {
        cells[cell] = scored.get(row).get(inputs + cell);
      }
      boolean refused = scored.get(row).getString(scored.get(row).size() - 1) != null;
      assertThat(refused ? REFUSED : shown(cells))
          .as("row %d", row)
          .isEqualTo(single(direct, answers, requests.apply(row)));
    }
    compared++;
  }

  /** Whether an answer has a row for a row, and the shape that the model announces. */
  private static boolean answersByRow(Model direct, Optional<Batch> request) {
    try {
      return request.isEmpty()
          || direct.score(request.get()).columns().stream()
              .allMatch(
                  column ->
                      column.rows() == 1
                          && column.shape().rank() > 0
                          && column.shape().rank()
                              == direct
                                  .signature()
                                  .output(column.name())
                                  .orElseThrow()
                                  .shape()
                                  .rank());
    } catch (ScoringException e) {
      return true;
    }
  }

  /** What a request of one row is answered. */
  private static String single(Model direct, Answers answers, Optional<Batch> request) {
    if (request.isEmpty()) {
      return REFUSED;
    }
    try {
      Batch answer = direct.score(request.get());
      return shown(Arrays.copyOf(answers.scored(answer, 0), answers.outputs().size()));
    } catch (ScoringException e) {
      return REFUSED;
    }
  }

  /** As the pod reads it. */
  private static Optional<Batch> request(Model direct, Map<String, Object> record) {
    try {
      byte[] body =
          JSON.writeValueAsString(Map.of("instances", List.of(record)))
              .getBytes(StandardCharsets.UTF_8);
      return Optional.of(
          new PredictCodec(direct.signature(), 1)
              .decode(body, Form.RECORDS, Form.RECORDS, UnknownFields.IGNORE)
              .inputs());
    } catch (RequestException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Cells to the last bit: two floating-point numbers that print alike are the same. */
  private static String shown(@Nullable Object[] cells) {
    return Arrays.stream(cells).map(SparkParityIT::shown).collect(Collectors.joining(" "));
  }

  private static String shown(@Nullable Object cell) {
    if (cell instanceof Iterable<?> many) {
      List<String> each = new ArrayList<>();
      CollectionConverters.asJava(many).forEach(one -> each.add(shown(one)));
      return each.toString();
    }
    return cell == null ? "none" : cell.getClass().getSimpleName() + ":" + cell;
  }
}
