package io.slipway.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.api.v1alpha1.Condition;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.ModelDeploymentSpec;
import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.api.v1alpha1.ModelSource;
import io.slipway.api.v1alpha1.RevisionStatus;
import io.slipway.operator.mockcluster.MockCluster;
import io.slipway.operator.registry.FakeRegistry;
import io.slipway.testing.apiserver.ApiServer;
import io.slipway.testing.apiserver.WithApiServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions and aliases of the registry, from the spec to what serves. */
@WithApiServer
class RegistryIT {

  private final ApiServer server;
  @TempDir Path credentials;
  private FakeRegistry registry;
  private MockCluster cluster;
  private Models models;

  RegistryIT(ApiServer server) {
    this.server = server;
  }

  @BeforeEach
  void start() throws IOException {
    registry = FakeRegistry.start(credentials);
    registry.with("7", "READY").with("8", "READY").pointing("champion", "7");
    cluster = MockCluster.start(server.client());
    models = new Models(cluster);
  }

  @AfterEach
  void stop() {
    cluster.close();
    registry.close();
  }

  @Test
  void aVersionServesByItsDigestAndAMoveOfAnAliasIsARollout() throws IOException {
    try (var operator = operator()) {
      models.apply("fixed", version("7"));
      models.apply("moving", alias("champion"));
      models.awaitReady("fixed");
      models.awaitReady("moving");
      assertThat(serving("moving").version()).isEqualTo("7");
      assertThat(serving("moving").digest()).isEqualTo(FakeRegistry.digest("7"));
      String before = serving("moving").revision();

      registry.pointing("champion", "8");
      awaitServing("moving", "8");
      models.awaitReady("moving");

      assertThat(serving("moving").digest()).isEqualTo(FakeRegistry.digest("8"));
      assertThat(serving("fixed").version()).isEqualTo("7");
      registry.pointing("champion", "7");
      awaitServing("moving", "7");
      assertThat(serving("moving").revision()).isEqualTo(before);
      assertThat(operator.wire().forbidden()).isEmpty();
    }
  }

  @Test
  void aRegistryThatIsAwayLeavesWhatServesAloneAlsoForAnOperatorThatStartsMeanwhile()
      throws IOException {
    try (var operator = operator()) {
      models.apply("moving", alias("champion"));
      models.awaitReady("moving");
      registry.pointing("champion", "8");
      awaitServing("moving", "8");
      models.awaitReady("moving");
      assertThat(operator.wire()).isNotNull();
    }
    String revision = serving("moving").revision();
    List<String> pods = models.pods(revision);
    registry.breakDown(503);

    try (var operator = operator()) {
      Condition ready = models.awaitCondition("moving", ConditionType.READY, "RegistryUnreachable");
      assertThat(ready.message())
          .contains(revision + " serves", "alias champion is not followed meanwhile");
      assertThat(models.status("moving").condition(ConditionType.AVAILABLE))
          .hasValueSatisfying(available -> assertThat(available.holds()).isTrue());
      assertThat(models.status("moving").condition(ConditionType.STALLED)).isEmpty();
      assertThat(models.pods(revision)).isEqualTo(pods);

      registry.pointing("champion", "7");
      registry.breakDown(0);
      awaitServing("moving", "7");
      models.awaitCondition("moving", ConditionType.READY, "Serving");
      assertThat(operator.wire().forbidden()).isEmpty();
    }
  }

  @Test
  void theRegistrysHistoryHasWhatServedAndWhatServesNoMore() throws IOException {
    try (var operator = operator()) {
      models.apply("moving", alias("champion"));
      models.awaitReady("moving");
      awaitTold("7 serving");
      registry.pointing("champion", "8");
      awaitServing("moving", "8");
      awaitTold("7 serving", "8 serving");
      cluster.client().resource(models.get("moving")).delete();
      awaitTold("7 serving", "8 serving", "8 ended");
      assertThat(operator.wire().forbidden()).isEmpty();
    }
  }

  @Test
  void whatTheRegistryDoesNotHaveIsToldAndServedAsSoonAsItHasIt() throws IOException {
    try (var operator = operator()) {
      models.apply("early", version("9"));
      models.awaitCondition("early", ConditionType.STALLED, "VersionNotFound");
      registry.with("9", "READY");
      models.awaitReady("early");
      assertThat(serving("early").version()).isEqualTo("9");
      assertThat(operator.wire().forbidden()).isEmpty();
    }
  }

  @Test
  void anInstallationWithoutARegistrySaysSo() throws IOException {
    try (var operator = OperatorUnderTest.start(server.config(), cluster)) {
      models.apply("moving", alias("champion"));
      Condition stalled =
          models.awaitCondition("moving", ConditionType.STALLED, "RegistryUnreachable");
      assertThat(stalled.message()).contains("chart value registry.url");
      assertThat(operator.wire().forbidden()).isEmpty();
    }
  }

  private OperatorUnderTest operator() throws IOException {
    return OperatorUnderTest.withRegistry(server.config(), cluster, registry.address());
  }

  private void awaitServing(String name, String version) {
    await()
        .atMost(Models.SOON)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () ->
                assertThat(serving(name).version())
                    .as("%s", models.status(name))
                    .isEqualTo(version));
  }

  /** Of the stable track: the candidate's is told while there is one, which may be short. */
  private void awaitTold(String... events) {
    await()
        .atMost(Models.SOON)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () ->
                assertThat(
                        registry.told().stream()
                            .filter(event -> event.path("track").asText().equals("stable"))
                            .map(
                                event ->
                                    event.path("version").asText()
                                        + " "
                                        + event.path("phase").asText()))
                    .containsExactly(events));
  }

  private RevisionStatus serving(String name) {
    ModelDeploymentStatus status = models.status(name);
    return Objects.requireNonNull(status.stable(), "nothing serves yet");
  }

  private static ModelDeploymentSpec version(String number) {
    return spec(number, null);
  }

  private static ModelDeploymentSpec alias(String alias) {
    return spec(null, alias);
  }

  private static ModelDeploymentSpec spec(@Nullable String version, @Nullable String alias) {
    return new ModelDeploymentSpec(
        new ModelSource(null, version, alias, null, null, null, null), 2, null, null, null, null);
  }
}
