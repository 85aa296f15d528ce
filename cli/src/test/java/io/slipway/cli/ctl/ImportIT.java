package io.slipway.cli.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.cli.command.Console.Screen;
import io.slipway.testing.mlflow.MlflowServer;
import io.slipway.testing.program.Search;
import io.slipway.testing.registry.LocalRegistry;
import io.slipway.testing.s3.S3Server;
import io.slipway.testkit.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Into the real registry, from a real MLflow server, a real S3 store and a folder. */
class ImportIT {
  private static final Path MODELS =
      TestModels.committedFolder().resolve("sk-logreg-multiclass-iris");
  private static final Path ONNX = MODELS.resolve("model.onnx");
  private static final Path PMML = MODELS.resolve("model.pmml");
  private static final Path WEIGHTS = TestModels.committedFolder().resolve("onnx-external-data");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder = Path.of("");
  private final Map<String, String> variables = new HashMap<>();
  private LocalRegistry registry;

  @BeforeEach
  void start() throws IOException {
    registry = LocalRegistry.in(Files.createDirectory(folder.resolve("registry")));
    variables.put(RegistryOptions.REGISTRY, registry.address());
    variables.put(RegistryOptions.TOKEN, LocalRegistry.TRAINER);
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
  }

  @Test
  void modelsOfMlflowComeWithTheirHistoryAndAliasesAndOnlyOnce() throws Exception {
    try (MlflowServer mlflow = mlflow()) {
      Run dry = run("import", "mlflow", mlflow.address(), "--model", "churn", "--dry-run");
      assertThat(dry.exit()).as(dry.err()).isZero();
      assertThat(dry.out()).isEqualTo("churn: 2 would be imported\n");
      assertThat(run("versions", "churn").exit()).as("nothing was made").isEqualTo(Exit.REGISTRY);

      Run first = run("import", "mlflow", mlflow.address());
      assertThat(first.exit()).as(first.err()).isZero();
      assertThat(first.out())
          .isEqualTo("churn: 2 imported\npickled: 1 skipped\nscores: 1 imported\n");
      assertThat(first.err())
          .contains("mlflow://churn/1 is churn 1\n")
          .contains("@champion points to 1\n")
          .contains("has the flavors python_function, sklearn, and none that can be served")
          .contains("on disk: skipped: a model's name here has at most 63 letters");

      JsonNode version = JSON.readTree(run("versions", "churn", "@champion", "-o", "json").out());
      JsonNode manifest = version.path("manifest");
      assertThat(version.path("version").asInt()).isEqualTo(1);
      assertThat(manifest.path("lineage").path("metrics").path("auc").asDouble()).isEqualTo(0.91);
      assertThat(manifest.path("lineage").path("trainingRun").asText()).hasSize(32);
      assertThat(manifest.path("metadata").path("imported.tag.team").asText()).isEqualTo("risk");
      assertThat(manifest.path("metadata").path("imported.from").asText())
          .isEqualTo("mlflow://churn/1");
      assertThat(run("history", "churn").out()).contains("imported from MLflow: churn, version 1");

      assertThat(run("alias", "set", "churn", "champion", "2").exit()).isZero();
      Run again = run("import", "mlflow", mlflow.address());
      assertThat(again.out())
          .isEqualTo("churn: 2 there before\npickled: 1 skipped\nscores: 1 there before\n");
      assertThat(again.err())
          .as("what was decided here is not undone")
          .contains("@champion is left: it points to 2 here")
          .doesNotContain("fetching");

      Run renamed =
          run("import", "mlflow", mlflow.address(), "--model", "on disk", "--as", "on-disk");
      assertThat(renamed.out()).as(renamed.err()).isEqualTo("on-disk: 1 imported\n");
    }
  }

  @Test
  void aBucketIsReadByItsLayoutAndAnObjectThatChangesIsANewVersion() throws Exception {
    Path place = Files.createDirectory(folder.resolve("s3"));
    try (S3Server store = s3(place)) {
      store.createBucket("models");
      Path bucket = Files.createDirectories(store.bucket("models").resolve("team a/iris"));
      Files.copy(ONNX, bucket.resolve("2.onnx"));
      Files.copy(PMML, bucket.resolve("10.pmml"));
      variables.putAll(store.environment());

      Run first = run("import", "s3", "s3://models/team a");
      assertThat(first.out()).as(first.err()).isEqualTo("iris: 2 imported\n");
      assertThat(first.err())
          .contains("s3://models/team a/iris/2 is iris 1\n")
          .contains("s3://models/team a/iris/10 is iris 2\n");
      assertThat(run("import", "s3", "s3://models/team a").out())
          .isEqualTo("iris: 2 there before\n");

      Files.copy(
          TestModels.committedFolder().resolve("onnx-zipmap-string/model.onnx"),
          bucket.resolve("2.onnx"),
          StandardCopyOption.REPLACE_EXISTING);
      assertThat(run("import", "s3", "s3://models/team a/").out())
          .isEqualTo("iris: 1 imported, 1 there before\n");

      assertThat(run("import", "s3", "s3://absent").exit()).isEqualTo(Exit.REGISTRY);
      variables.put("AWS_SECRET_ACCESS_KEY", "another");
      assertThat(run("import", "s3", "s3://models").err())
          .contains("answered 403")
          .contains("keys");
    }
  }

  @Test
  void aFolderComesWithWeightsAndACopyOfItIsKnownAgain() throws Exception {
    Path models = Files.createDirectory(folder.resolve("models"));
    Path version = Files.createDirectories(models.resolve("weighed/1"));
    try (var files = Files.list(WEIGHTS)) {
      for (Path file : files.toList()) {
        Files.copy(file, version.resolve(file.getFileName()));
      }
    }
    Files.copy(PMML, models.resolve("scores.pmml"));
    Files.writeString(
        Files.createDirectories(models.resolve("pickled/1")).resolve("model.pkl"), "x");
    Files.writeString(
        Files.createDirectories(models.resolve("broken/1")).resolve("model.onnx"), "x");

    Run first = run("import", "folder", models.toString());
    assertThat(first.exit()).as(first.err()).isEqualTo(Exit.FAILED);
    assertThat(first.out())
        .isEqualTo(
            """
            broken: 1 rejected or not validated yet
            pickled: 1 skipped
            scores: 1 imported
            weighed: 1 imported
            """);
    assertThat(first.err())
        .contains(
            "folder:pickled/1 has model.pkl: put exactly one file that ends in .onnx or .pmml");

    Path copy = Files.move(models, folder.resolve("copy"));
    Run again = run("import", "folder", copy.toString(), "--model=weighed", "--model=scores");
    assertThat(again.out()).isEqualTo("scores: 1 there before\nweighed: 1 there before\n");
    assertThat(again.exit()).isZero();
  }

  @Test
  void whatMakesNoSenseIsSaid() {
    assertThat(run("import", "s3", "bucket").err()).contains("is not of the form s3://bucket");
    assertThat(run("import", "folder", "/nowhere").exit()).isEqualTo(Exit.USAGE);
    assertThat(run("import", "mlflow", "mlflow.example.org").err())
        .contains("the address of the MLflow server is to be like https://mlflow.example.org");
    assertThat(run("import", "mlflow", "http://127.0.0.1:1").err())
        .contains("http://127.0.0.1:1 cannot be read (Connection refused)");
    assertThat(run("import", "folder", ".", "--as", "x").err()).contains("--as is for one model");
  }

  private MlflowServer mlflow() throws IOException, InterruptedException {
    return switch (MlflowServer.search()) {
      case Search.NotFound(String reason) -> Assumptions.abort("skipped: " + reason);
      case Search.Found(Path python) -> {
        MlflowServer server =
            MlflowServer.start(python, Files.createDirectory(folder.resolve("mlflow")));
        try {
          server.register(ONNX, PMML);
        } catch (IOException e) {
          server.close();
          throw e;
        }
        yield server;
      }
    };
  }

  private static S3Server s3(Path place) throws IOException {
    return switch (S3Server.search()) {
      case Search.NotFound(String reason) -> Assumptions.abort("skipped: " + reason);
      case Search.Found(Path program) -> S3Server.start(program, place);
    };
  }

  private Run run(String... words) {
    return Run.of(variables, Screen.FILE, words);
  }
}
