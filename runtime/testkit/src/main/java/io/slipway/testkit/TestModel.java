package io.slipway.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The folder of one test model. Files are read when asked for.
 *
 * @param folder holds {@code metadata.json} and the files it names
 */
public record TestModel(Path folder) {

  /** What the JSON form of a PMML document still holds of the XML form. */
  public enum PmmlJson {
    ABSENT,
    /** Scores as the XML form does. */
    COMPLETE,
    /** The table rows of its ModelVerification were lost: it scores, but cannot be verified. */
    VERIFICATION_LOST,
    /** Table rows that scoring needs were lost: to be refused, or read by other means. */
    ROWS_LOST
  }

  public String id() {
    return folder.getFileName().toString();
  }

  public Tolerance tolerance() {
    JsonNode tolerance = metadata().path("tolerance");
    return new Tolerance(tolerance.path("rel").doubleValue(), tolerance.path("abs").doubleValue());
  }

  /** For what the ONNX model answers, which computes in single precision as a rule. */
  public Tolerance onnxTolerance() {
    JsonNode tolerance = metadata().path("onnx").path("tolerance");
    return new Tolerance(tolerance.path("rel").doubleValue(), tolerance.path("abs").doubleValue());
  }

  /** Rows of {@link #onnxExpected} that are not compared; {@code metadata.json} says why. */
  public Set<Integer> onnxExcludedRows() {
    Set<Integer> rows = new HashSet<>();
    metadata().path("onnx").path("excluded_rows").forEach(row -> rows.add(row.intValue()));
    return rows;
  }

  /** Rows, counted from 0, that are not compared; {@code metadata.json} says why. */
  public Set<Integer> excludedRows() {
    Set<Integer> rows = new HashSet<>();
    metadata().path("excluded_rows").forEach(row -> rows.add(row.intValue()));
    return rows;
  }

  public Optional<Path> pmml() {
    return file("model.pmml");
  }

  public Optional<Path> pmmlJson() {
    return file("model.pmml.json");
  }

  public PmmlJson pmmlJsonContent() {
    String status = metadata().path("pmml_json_status").asText();
    if (status.startsWith("LOSSY")) {
      return status.contains("scores right") ? PmmlJson.VERIFICATION_LOST : PmmlJson.ROWS_LOST;
    }
    return pmmlJson().isPresent() ? PmmlJson.COMPLETE : PmmlJson.ABSENT;
  }

  /** Columns that the framework answers with and the PMML document does not declare. */
  public Set<String> columnsNotInPmml() {
    Set<String> columns = new HashSet<>();
    metadata()
        .path("crosscheck")
        .path("jpmml")
        .path("missing_columns")
        .forEach(column -> columns.add(column.textValue()));
    return columns;
  }

  public Optional<Path> onnx() {
    return file("model.onnx");
  }

  /** {@code input.csv}, {@code expected.csv}: as a client would send and get them. */
  public Optional<Path> inputCsv() {
    return file("input.csv");
  }

  public Optional<Path> expectedCsv() {
    return file("expected.csv");
  }

  /** The rows to score, by PMML field name; a missing value is absent or null. */
  public List<Map<String, Object>> inputRows() {
    return Json.rows(folder.resolve("input.json"));
  }

  /** What each of {@link #inputRows} is answered with, by PMML field name. */
  public List<Map<String, Object>> expectedRows() {
    return Json.rows(folder.resolve("expected.json"));
  }

  /** Odd rows, and what must become of them. Empty for a model that has none. */
  public List<EdgeCase> edgeCases() {
    if (file("edge_input.json").isEmpty()) {
      return List.of();
    }
    List<Map<String, Object>> inputs = Json.rows(folder.resolve("edge_input.json"));
    JsonNode expected = Json.read(folder.resolve("edge_expected.json"));
    List<EdgeCase> cases = new ArrayList<>();
    for (int row = 0; row < inputs.size(); row++) {
      cases.add(EdgeCase.of(inputs.get(row), expected.get(row)));
    }
    return cases;
  }

  /** The batch for the ONNX model. */
  public Batch onnxInput() {
    List<Column> columns = new ArrayList<>();
    Json.read(folder.resolve("onnx_input.json"))
        .path("inputs")
        .forEach(tensor -> columns.add(Json.column(tensor)));
    return Batch.of(columns);
  }

  /** What the ONNX model answers {@link #onnxInput} with, output by output. */
  public List<ExpectedOutput> onnxExpected() {
    List<ExpectedOutput> outputs = new ArrayList<>();
    Json.read(folder.resolve("onnx_expected.json"))
        .path("outputs")
        .forEach(output -> outputs.add(ExpectedOutput.of(output)));
    return outputs;
  }

  /** All that {@code metadata.json} says. */
  public JsonNode metadata() {
    return Json.read(folder.resolve("metadata.json"));
  }

  @Override
  public String toString() {
    return id();
  }

  private Optional<Path> file(String name) {
    return Optional.of(folder.resolve(name)).filter(Files::exists);
  }
}
