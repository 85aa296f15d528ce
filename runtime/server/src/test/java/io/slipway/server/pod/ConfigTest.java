package io.slipway.server.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.contract.ContractExamples;
import io.slipway.server.source.ModelUri;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTest {
  @TempDir Path folder;

  @Test
  void whatIsNotSaidHasTheDocumentedDefault() throws PodException {
    PodConfig config = PodConfig.read(Map.of(), Optional.empty());

    assertThat(config.config()).isEqualTo(Path.of("/etc/slipway"));
    assertThat(config.cache()).isEqualTo(Path.of("/var/cache/slipway"));
    assertThat(config.termination()).isEqualTo(Path.of("/dev/termination-log"));
    assertThat(config.limits().maxBodyBytes()).isEqualTo(16_777_216);
    assertThat(config.limits().maxAnswerBytes()).isEqualTo(16_777_216);
    assertThat(config.limits().maxBatchRows()).isEqualTo(10_000);
    assertThat(config.limits().requestTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.limits().maxConcurrentRequests()).isEqualTo(256);
    assertThat(config.fetch().maxBytes()).isEqualTo(4_294_967_296L);
    assertThat(config.fetch().timeout()).isEqualTo(Duration.ofMinutes(10));
    assertThat(config.loadTimeout()).isEqualTo(Duration.ofMinutes(5));
    assertThat(config.drain()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.intraOpThreads()).isOne();
    assertThat(config.batchRows()).isEqualTo(64);
  }

  @ParameterizedTest
  @CsvSource({
    "SLIPWAY_MAX_BODY_BYTES, 16M",
    "SLIPWAY_MAX_ANSWER_BYTES, 3000000000",
    "SLIPWAY_MAX_BATCH_ROWS, 0",
    "SLIPWAY_REQUEST_TIMEOUT, 30",
    "SLIPWAY_REQUEST_TIMEOUT, 0s",
    "SLIPWAY_REQUEST_TIMEOUT, -1s",
    "SLIPWAY_MAX_MODEL_BYTES, 99999999999999999999",
    "SLIPWAY_LOAD_TIMEOUT, five minutes",
    "SLIPWAY_DRAIN_SECONDS, 10s",
  })
  void whatMakesNoSenseIsRefusedByName(String name, String value) {
    PodException refusal =
        catchThrowableOfType(
            PodException.class, () -> PodConfig.read(Map.of(name, value), Optional.empty()));
    assertThat(refusal.reason()).isEqualTo("ConfigInvalid");
    assertThat(refusal).hasMessageContaining(name).hasMessageContaining(value);
  }

  @Test
  void theDrainIsNeverBelowTwoSeconds() throws PodException {
    assertThat(PodConfig.read(Map.of("SLIPWAY_DRAIN_SECONDS", "0"), Optional.empty()).drain())
        .isEqualTo(Duration.ofSeconds(2));
  }

  private PodConfig config(Map<String, String> others) throws PodException {
    Map<String, String> variables = new java.util.HashMap<>(others);
    variables.put("SLIPWAY_CONFIG_DIR", folder.toString());
    return PodConfig.read(variables, Optional.empty());
  }

  private void revision(String json) throws Exception {
    Files.writeString(
        Files.createDirectories(folder.resolve("revision")).resolve("revision.json"), json);
  }

  @Test
  void theRevisionDocumentIsWhatIsServed() throws Exception {
    revision(
        new String(
            ContractExamples.read("revision.json"), java.nio.charset.StandardCharsets.UTF_8));
    Assignment assignment = Assignment.read(config(Map.of("SLIPWAY_MODEL_URI", "s3://other/m")));

    assertThat(assignment.uri())
        .isEqualTo(new ModelUri.WebFile(URI.create("https://models.example.org/churn/7.pmml")));
    assertThat(assignment.revisionName()).isEqualTo("churn-5c9f7d2b1a");
    assertThat(assignment.pinned()).isPresent();
  }

  @Test
  void withoutOneTheEnvironmentSays() throws Exception {
    Assignment assignment = Assignment.read(config(Map.of("SLIPWAY_MODEL_URI", "s3://models/m")));
    assertThat(assignment.uri()).isEqualTo(new ModelUri.S3Object("models", "m"));
    assertThat(assignment.revision()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sha256:9f86d | sha256:xyz | ConfigInvalid | digest",
        "\"PMML\" | \"TensorFlow\" | ConfigInvalid | TensorFlow",
        "\"CPU\" | \"ROCM\" | ConfigInvalid | ROCM",
        "https:// | ftp:// | SourceUnsupported | https://",
        "\"uri\": | \"url\": | ConfigInvalid | uri",
        "} | ] | ConfigInvalid | revision.json",
      })
  void aRevisionDocumentThatMakesNoSenseIsRefusedWithItsReason(
      String replaced, String replacement, String reason, String said) throws Exception {
    String example =
        new String(ContractExamples.read("revision.json"), java.nio.charset.StandardCharsets.UTF_8);
    revision(example.replace(replaced, replacement));

    PodConfig config = config(Map.of());
    PodException refusal = catchThrowableOfType(PodException.class, () -> Assignment.read(config));
    assertThat(refusal.reason()).isEqualTo(reason);
    assertThat(refusal).hasMessageContaining(said);
  }

  @Test
  void nothingToServeIsSaid() throws Exception {
    PodConfig config = config(Map.of());
    assertThat(catchThrowableOfType(PodException.class, () -> Assignment.read(config)))
        .hasMessageContaining("SLIPWAY_MODEL_URI");
  }

  @Test
  void formsAreKeptWhereTheBuildIsKnownAndNobodySaysOtherwise() throws Exception {
    Optional<String> build = Optional.of("abc");
    assertThat(PodConfig.read(Map.of(), Optional.empty()).formsOf()).isEmpty();
    assertThat(PodConfig.read(Map.of(), build).formsOf()).isEqualTo(build);
    assertThat(PodConfig.read(Map.of("SLIPWAY_COMPILED_FORM", "off"), build).formsOf()).isEmpty();
    assertThat(
            catchThrowableOfType(
                PodException.class,
                () -> PodConfig.read(Map.of("SLIPWAY_COMPILED_FORM", "no"), build)))
        .hasMessageContaining("SLIPWAY_COMPILED_FORM is 'no', not one of on, off");
  }
}
