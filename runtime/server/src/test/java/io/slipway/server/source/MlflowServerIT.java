package io.slipway.server.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.source.ModelFetcher.Fetched;
import io.slipway.testing.mlflow.MlflowServer;
import io.slipway.testing.program.Search;
import io.slipway.testkit.TestModels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a real MLflow server, with models that MLflow's own client registered. */
@Timeout(120)
class MlflowServerIT {
  private static final Path MODELS =
      TestModels.committedFolder().resolve("sk-logreg-multiclass-iris");

  @TempDir static Path folder = Path.of("");
  private static @Nullable MlflowServer server;
  private static String address = "";
  @TempDir Path cache = Path.of("");

  @BeforeAll
  static void registerModels() throws Exception {
    switch (MlflowServer.search()) {
      case Search.NotFound(String reason) -> Assumptions.abort("skipped: " + reason);
      case Search.Found(Path python) -> {
        MlflowServer started = MlflowServer.start(python, folder);
        server = started;
        started.register(MODELS.resolve("model.onnx"), MODELS.resolve("model.pmml"));
        address = started.address();
      }
    }
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void versionsAndAliasesOfTheFlavorOnnxAreFetched() throws Exception {
    Fetched first = fetch("mlflow://churn/1");
    Fetched second = fetch("mlflow://churn/2");
    Fetched champion = fetch("mlflow://churn@champion");

    assertThat(first.file()).content(StandardCharsets.ISO_8859_1).contains("version 1");
    assertThat(second.digest()).isNotEqualTo(first.digest());
    assertThat(champion.digest()).isEqualTo(first.digest());
    assertThat(champion.settled().map(ModelUri::display)).contains("mlflow://churn/1");
  }

  @Test
  void aPmmlFileThatARunLoggedIsFetchedAsItWas() throws Exception {
    assertThat(fetch("mlflow://scores/1").file())
        .hasSameBinaryContentAs(MODELS.resolve("model.pmml"));
  }

  @Test
  void aStoreThatTheServerAloneReadsIsReadThroughIt() throws Exception {
    assertThat(fetch("mlflow://on%20disk/1").file())
        .content(StandardCharsets.ISO_8859_1)
        .contains("on disk");
  }

  @Test
  void whatCannotBeHadIsSaidInWords() {
    assertThat(refusal("mlflow://pickled/1"))
        .hasMessageContaining("has the flavors python_function, sklearn, and none that can be");
    assertThat(refusal("mlflow://churn/3"))
        .hasMessageContaining("does not know version 3 of the model churn (Model Version");
    assertThat(refusal("mlflow://churn@challenger"))
        .hasMessageContaining("does not know the alias challenger of the model churn");
    assertThat(refusal("mlflow://absent/1")).hasMessageContaining("of the model absent");
  }

  private Fetched fetch(String uri) throws Exception {
    return new ModelFetcher(
            cache.resolve("none"),
            new Credentials(cache.resolve("none"), Map.of("MLFLOW_TRACKING_URI", address)),
            new ModelCache(cache.resolve("cache")),
            new ModelFetcher.Limits(1_000_000, Duration.ofSeconds(20), Duration.ofSeconds(10)),
            new Backoff(Duration.ofMillis(10), Duration.ofMillis(100), new Random(1)),
            e -> {})
        .fetch(new ModelFetcher.Order(ModelUri.parse(uri), Optional.empty(), Optional.empty()));
  }

  private SourceException refusal(String uri) {
    return catchThrowableOfType(SourceException.class, () -> fetch(uri));
  }
}
