package io.slipway.batch.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.batch.plan.Planner;
import io.slipway.batch.rows.RowKey;
import io.slipway.batch.run.RunSpec.InputType;
import io.slipway.batch.run.RunSpec.OutputType;
import io.slipway.batch.run.RunSpec.Publisher;
import io.slipway.batch.run.RunSpec.Publishing;
import io.slipway.batch.run.RunSpec.Removal;
import io.slipway.batch.run.RunSpec.Source;
import io.slipway.batch.validation.Rules;
import io.slipway.scoring.ModelFormat;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The operator's run.json is understood, and what is wrong in one is said all at once. */
class RunDocumentTest {
  private static final Path EXAMPLES = Path.of("../../docs/reference/contract");
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void theExampleMeansWhatTheContractSays() throws Exception {
    RunSpec spec = read("batch-run.json");
    assertThat(spec.namespace() + "/" + spec.name()).isEqualTo("shop/daily-churn");
    assertThat(spec.model().uri()).isEqualTo("s3://models/churn/7/model.onnx");
    assertThat(spec.model().digest().orElseThrow()).startsWith("sha256:9f86");
    assertThat(spec.model().format()).contains(ModelFormat.ONNX);
    assertThat(spec.input())
        .isInstanceOfSatisfying(
            Source.Files.class, files -> assertThat(files.type()).isEqualTo(InputType.JSON_LINES));
    assertThat(spec.input().key()).isEqualTo(new RowKey("customer_id", RowKey.Type.INTEGER));
    assertThat(spec.staging().removal()).isEqualTo(Removal.PUBLISHED);
    assertThat(spec.output().type()).isEqualTo(OutputType.POSTGRESQL);
    assertThat(spec.output().columns()).containsExactly("score");
    assertThat(spec.rules())
        .isEqualTo(new Rules(0.001, 900_000, OptionalDouble.of(0.2), OptionalDouble.of(0.25)));
    assertThat(spec.nonce()).isEqualTo(2);
  }

  @Test
  void whatIsLeftOutHasADefault() throws Exception {
    RunSpec spec = read("batch-run-least.json");
    assertThat(spec.model().digest()).isEmpty();
    assertThat(spec.model().format()).isEmpty();
    assertThat(spec.input().key().type()).isEqualTo(RowKey.Type.TEXT);
    assertThat(spec.staging().removal()).isEqualTo(Removal.NEVER);
    assertThat(spec.output().uri()).contains(URI.create("file:///var/lib/slipway/output"));
    assertThat(spec.splits()).isEqualTo(new Planner(64 << 20, 1000));
    assertThat(spec.rowsPerCall()).isEqualTo(1024);
    assertThat(spec.rules())
        .isEqualTo(new Rules(0, 0, OptionalDouble.empty(), OptionalDouble.empty()));
    assertThat(spec.publishing()).isEqualTo(new Publishing(Publisher.ON_SUCCESS, 5));
  }

  @Test
  void aQueryIsReadByRangesOrAsOne() throws Exception {
    RunSpec spec = read("batch-run-query.json");
    assertThat(spec.input())
        .isEqualTo(
            new Source.Query(
                "SELECT customer_id, age, city FROM customers WHERE active",
                Optional.of(new Source.Cut("customer_id", 16)),
                "6f1c9d0e-6c1f-4a57-9a51-1f0d1b6c2f3a",
                new RowKey("customer_id", RowKey.Type.INTEGER)));
    assertThatThrownBy(
            () ->
                changed(
                    "batch-run-query.json",
                    run -> object(run, "input").remove(List.of("partitions", "reading"))))
        .hasMessageContaining("input.partitions and partitionColumn must be there both, or neither")
        .hasMessageContaining("input.reading must be a text that is not empty");
    assertThatThrownBy(
            () ->
                changed(
                    "batch-run-query.json", run -> object(run, "input").put("uri", "file:///x")))
        .hasMessage("run.json: input.uri is not known");
  }

  @Test
  void anotherReadingOfAQueryIsAnotherRun() throws Exception {
    String model = "sha256:" + "a".repeat(64);
    String plan = "sha256:" + "b".repeat(64);
    var same = read("batch-run-query.json").id(model, plan);
    for (String field : List.of("reading", "query", "partitionColumn")) {
      RunSpec other =
          changed("batch-run-query.json", run -> object(run, "input").put(field, "another"));
      assertThat(other.id(model, plan)).as(field).isNotEqualTo(same);
    }
  }

  @Test
  void aFolderOfParquetIsOnAVolumeOrInAStore() throws Exception {
    RunSpec spec =
        changed(run -> object(run, "output").put("type", "Parquet").put("uri", "s3://lake/sets/"));
    assertThat(spec.output().type()).isEqualTo(OutputType.PARQUET);
    assertThat(spec.output().uri()).contains(URI.create("s3://lake/sets/"));
  }

  @Test
  void aDatabaseOfAnyKindHasNoPlace() throws Exception {
    RunSpec spec = changed(run -> object(run, "output").put("type", "Jdbc").remove("uri"));
    assertThat(spec.output().type()).isEqualTo(OutputType.JDBC);
    assertThat(spec.output().uri()).isEmpty();
  }

  @Test
  void keysAreAsLongAsTheWarehouseKeepsThemAndAnotherLimitIsAnotherRun() throws Exception {
    RunSpec usual = changed(run -> {});
    RunSpec jdbc = changed(run -> object(run, "output").put("type", "Jdbc").remove("uri"));
    assertThat(usual.input().key().mostBytes()).isEqualTo(1024);
    assertThat(jdbc.input().key().mostBytes()).isEqualTo(450);
    assertThat(jdbc.id("sha256:m", "sha256:p"))
        .as("what is committed of the other may have longer ones")
        .isNotEqualTo(usual.id("sha256:m", "sha256:p"));
  }

  @Test
  void allMistakesAreNamedAtOnce() {
    assertThatThrownBy(
            () ->
                changed(
                    run -> {
                      run.put("contract", 2).put("rowsPerCall", 0).put("surprise", true);
                      object(run, "model").remove("name");
                      object(run, "model").put("version", "");
                      object(run, "model").put("digest", "sha256:12").put("format", "Pickle");
                      object(run, "input").put("type", "Excel").put("uri", "ftp://host/x");
                      object(run, "output").put("set", "Daily Churn").put("uri", "a b");
                      run.putObject("validation").put("maxErrorRate", 2).put("maxDrift", "0.25");
                      run.putObject("publish").put("mode", "Never");
                    }))
        .isInstanceOf(InvalidRunException.class)
        .message()
        .startsWith("run.json: ")
        .contains(
            "contract must be 1: this image knows no other",
            "rowsPerCall must be a whole number from 1 to 1000000",
            "surprise is not known",
            "model.name must be a text that is not empty",
            "model.version must be a text that is not empty",
            "model.digest must be sha256: and 64 hexadecimal digits",
            "model.format must be one of [ONNX, PMML]",
            "input.type must be one of [Csv, Jdbc, JsonLines, Parquet]",
            "input.uri must be file:///path or s3://bucket/prefix",
            "output.set is no name of a prediction set: write up to 52 small letters",
            "output.uri is no URI",
            "validation.maxErrorRate must be a number from 0 to 1.0",
            "validation.maxDrift must be a number from 0 to",
            "publish.mode must be one of [Manual, OnSuccess]");
  }

  @Test
  void whatIsNoJsonIsSaidToBeNone() {
    assertThatThrownBy(() -> RunDocument.read(bytes("{\"contract\":1,\"contract\":1}")))
        .hasMessageStartingWith("run.json: it is no JSON: Duplicate field 'contract'");
    assertThatThrownBy(() -> RunDocument.read(bytes("[]")))
        .hasMessage("run.json: it must be an object");
  }

  @Test
  void aRunIsAnotherWhenWhatDecidesItsOutcomeIsAndTheSameWhenRulesAre() throws Exception {
    String model = "sha256:" + "a".repeat(64);
    String plan = "sha256:" + "b".repeat(64);
    var same = read("batch-run-least.json").id(model, plan);
    assertThat(changed(run -> run.put("name", "other")).id(model, plan)).isEqualTo(same);
    assertThat(changed(run -> run.putObject("validation").put("maxErrorRate", 1)).id(model, plan))
        .isEqualTo(same);
    assertThat(changed(run -> run.put("nonce", 1)).id(model, plan)).isNotEqualTo(same);
    assertThat(changed(run -> object(run, "output").put("set", "other")).id(model, plan))
        .isNotEqualTo(same);
    assertThat(changed(run -> object(run, "input").put("keyColumn", "id")).id(model, plan))
        .isNotEqualTo(same);
    assertThat(changed(run -> run.put("rowsPerCall", 1)).id(model, plan)).isNotEqualTo(same);
  }

  @Test
  void aModelByItsUriAloneHasTheBeginningOfItsDigestForAVersion() throws Exception {
    String plan = "sha256:" + "b".repeat(64);
    RunSpec spec = changed(run -> object(run, "model").remove("version"));
    assertThat(spec.model().versionOf("sha256:0123456789abcdef")).isEqualTo("0123456789ab");
    RunSpec sameWord = changed(run -> object(run, "model").put("version", "a".repeat(12)));
    String model = "sha256:" + "a".repeat(64);
    assertThat(spec.id(model, plan)).isEqualTo(sameWord.id(model, plan));
    assertThat(spec.id("sha256:" + "c".repeat(64), plan)).isNotEqualTo(spec.id(model, plan));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static RunSpec read(String example) throws IOException, InvalidRunException {
    return RunDocument.read(Files.readAllBytes(EXAMPLES.resolve(example)));
  }

  private static ObjectNode object(ObjectNode run, String name) {
    return (ObjectNode) run.required(name);
  }

  private static RunSpec changed(Consumer<ObjectNode> change)
      throws IOException, InvalidRunException {
    return changed("batch-run-least.json", change);
  }

  private static RunSpec changed(String example, Consumer<ObjectNode> change)
      throws IOException, InvalidRunException {
    JsonNode run = JSON.readTree(Files.readAllBytes(EXAMPLES.resolve(example)));
    change.accept((ObjectNode) run);
    return RunDocument.read(JSON.writeValueAsBytes(run));
  }
}
