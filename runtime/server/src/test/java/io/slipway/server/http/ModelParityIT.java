package io.slipway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.testkit.Comparison;
import io.slipway.testkit.EdgeCase;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real models answer over HTTP what the frameworks that trained them answered: to a sample of their
 * rows, and to all of them with {@code -Dslipway.long=true}.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelParityIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SAMPLE_ROWS = 60;
  private static final int MOST_ROWS = Boolean.getBoolean("slipway.long") ? 10_000 : SAMPLE_ROWS;
  private static final String PREDICT = "/v1/models/churn:predict?unknown-fields=ignore";

  private CollectionServer server;

  @BeforeAll
  void start() {
    server = new CollectionServer();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  static Stream<TestModel> pmmlModels() {
    return TestModels.available().stream().filter(model -> model.pmml().isPresent());
  }

  static Stream<TestModel> modelsWithEdgeCases() {
    return pmmlModels().filter(model -> !model.edgeCases().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("pmmlModels")
  void pmmlFromCsvAndFromRecords(TestModel files) throws Exception {
    server.serving(
        files.pmml().orElseThrow(),
        () -> {
          List<Map<String, Object>> rows = included(files, files.inputRows());
          JsonNode fromCsv = post(PREDICT, "text/csv", csv(files));
          JsonNode fromRecords = post(PREDICT, "application/json", instances(rows));

          assertThat(differences(files, fromCsv)).isEmpty();
          assertThat(fromRecords).isEqualTo(fromCsv);
        });
  }

  @ParameterizedTest
  @MethodSource("modelsWithEdgeCases")
  void pmmlOfOddRows(TestModel files) throws Exception {
    server.serving(
        files.pmml().orElseThrow(),
        () -> {
          Comparison comparison = new Comparison(files.tolerance());
          List<String> wrong = new ArrayList<>();
          for (EdgeCase edge : files.edgeCases()) {
            // Exporters drop columns that the model does not use, and the rows still have them.
            String target = isUnknownField(edge) ? "/v1/models/churn:predict" : PREDICT;
            HttpResponse<byte[]> answer =
                server.send(target, "application/json", instances(List.of(edge.row())));
            String verdict = verdict(edge, answer, comparison);
            if (!verdict.isEmpty()) {
              wrong.add(edge + ": " + verdict);
            }
          }
          assertThat(wrong).isEmpty();
        });
  }

  /** What is wrong with the answer to an odd row; nothing if it is as it must be. */
  private static String verdict(EdgeCase edge, HttpResponse<byte[]> answer, Comparison comparison)
      throws IOException {
    JsonNode body = JSON.readTree(answer.body());
    boolean scored = answer.statusCode() == 200;
    if (!scored && (answer.statusCode() >= 500 || body.path("error").asText().isBlank())) {
      return answer.statusCode() + " " + body;
    }
    // A field that the model lacks is refused here, which is as good as ignored.
    EdgeCase.Outcome owed = isUnknownField(edge) ? EdgeCase.Outcome.ERROR : edge.pmml();
    return switch (owed) {
      case OK ->
          scored
              ? String.join("; ", comparison.differences(edge.values(), row(body, 0)))
              : "refused: " + body;
      case ERROR -> scored ? "answered " + body : "";
      case ERROR_OR_NULL ->
          scored && row(body, 0).values().stream().allMatch(value -> value != null)
              ? "answered " + body
              : "";
      case OK_OR_ERROR, DOCUMENT_SEMANTICS -> "";
    };
  }

  private static boolean isUnknownField(EdgeCase edge) {
    return edge.why().contains("extra unknown field");
  }

  /** The rows that are sent; one that the document refuses would fail its request. */
  private static <T> List<T> included(TestModel files, List<T> rows) {
    List<T> included = new ArrayList<>();
    // Rows from all over the table: tables are often sorted by their answer.
    int step = Math.ceilDiv(rows.size(), MOST_ROWS);
    for (int i = 0; i < rows.size(); i += step) {
      if (!files.excludedRows().contains(i)) {
        included.add(rows.get(i));
      }
    }
    return included;
  }

  private static byte[] csv(TestModel files) throws IOException {
    Path file = files.inputCsv().orElseThrow();
    List<String> lines = Files.readAllLines(file);
    List<String> rows = included(files, lines.subList(1, lines.size()));
    return (lines.getFirst() + "\n" + String.join("\n", rows)).getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> differences(TestModel files, JsonNode answer) {
    List<Map<String, Object>> expected = included(files, files.expectedRows());
    assertThat(answer.path("predictions").size()).isEqualTo(expected.size());
    Comparison comparison = new Comparison(files.tolerance());
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < expected.size() && differences.size() < 10; i++) {
      Map<String, Object> row = new HashMap<>(expected.get(i));
      row.keySet().removeAll(files.columnsNotInPmml());
      for (String difference : comparison.differences(row, row(answer, i))) {
        differences.add("row " + i + ": " + difference);
      }
    }
    return differences;
  }

  private static Map<String, @Nullable Object> row(JsonNode answer, int row) {
    Map<String, @Nullable Object> values = new HashMap<>();
    answer
        .path("predictions")
        .path(row)
        .properties()
        .forEach(
            property ->
                values.put(
                    property.getKey(),
                    property.getValue().isNull()
                        ? null
                        : JSON.convertValue(property.getValue(), Object.class)));
    return values;
  }

  private static byte[] instances(List<Map<String, Object>> rows) throws IOException {
    return JSON.writeValueAsBytes(Map.of("instances", rows));
  }

  private JsonNode post(String target, String type, byte[] body) throws IOException {
    HttpResponse<byte[]> answer = server.send(target, type, body, "Accept", "application/json");
    JsonNode json = JSON.readTree(answer.body());
    assertThat(answer.statusCode()).as(json.path("error").asText()).isEqualTo(200);
    return json;
  }
}
