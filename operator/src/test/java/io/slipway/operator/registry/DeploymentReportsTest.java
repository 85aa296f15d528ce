package io.slipway.operator.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.slipway.api.v1alpha1.FailedRevision;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.api.v1alpha1.ModelSource;
import io.slipway.api.v1alpha1.RevisionStatus;
import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.api.v1alpha1.RolloutStatus;
import io.slipway.operator.NamedResource;
import io.slipway.operator.desired.ResolvedModel;
import io.slipway.operator.desired.StoredRevision;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the registry's history is told, whatever happens to it and to the operator meanwhile. */
class DeploymentReportsTest {

  private static final Instant NOON = Instant.parse("2026-11-03T12:00:00Z");

  @TempDir Path credentials;
  private FakeRegistry registry;
  private RegistryClient client;
  private DeploymentReports reports;
  private final Map<String, ModelDeployment> resources = new LinkedHashMap<>();
  private final List<ControllerRevision> revisions = new ArrayList<>();
  private Instant now = NOON;
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);

  @BeforeEach
  void start() throws IOException {
    registry = FakeRegistry.start(credentials).with("7", "READY").with("8", "READY");
    client = new RegistryClient(registry.address());
    reports = operator();
    revision("churn-7", "churn", "7");
    revision("churn-8", "churn", "8");
    revision("fraud-7", "fraud", "7");
    revision("churn-url", "churn", "");
  }

  @AfterEach
  void stop() {
    reports.close();
    client.close();
    registry.close();
  }

  @Test
  void aWholeRolloutIsTold() throws Exception {
    serves("churn", RolloutState.STABLE, "churn-7", null);
    reports.round();
    reports.round();
    serves("churn", RolloutState.STEPPING, "churn-7", "churn-8");
    reports.round();
    serves("churn", RolloutState.BAKING, "churn-8", "churn-7");
    reports.round();
    reports.round();

    assertThat(told())
        .containsExactly(
            "churn 7 stable serving",
            "churn 8 candidate serving",
            "churn 8 candidate ended",
            "churn 8 stable serving");
    JsonNode first = registry.told().getFirst();
    assertThat(first.path("cluster").asText()).isEqualTo("here");
    assertThat(first.path("namespace").asText()).isEqualTo("team");
    assertThat(first.path("uid").asText()).isEqualTo("uid-churn");
    assertThat(first.path("at").asText()).isEqualTo(NOON.toString());
  }

  @Test
  void aCandidateThatWasGivenUpFailedAndWhyIsTold() throws Exception {
    serves("churn", RolloutState.STEPPING, "churn-7", "churn-8");
    reports.round();
    failed("churn", "churn-7", "churn-8", "12 of 100 requests failed");
    reports.round();

    assertThat(told()).last().isEqualTo("churn 8 candidate failed");
    assertThat(registry.told().getLast().path("reason").asText())
        .isEqualTo("CheckFailed: 12 of 100 requests failed");
  }

  @Test
  void whatHappensWhileTheRegistryIsAwayIsToldInItsOrderAndOnce() throws Exception {
    serves("churn", RolloutState.STABLE, "churn-7", null);
    reports.round();
    registry.breakDown(503);
    serves("churn", RolloutState.STEPPING, "churn-7", "churn-8");
    reports.round();
    serves("churn", RolloutState.STABLE, "churn-8", null);
    reports.round();
    assertThat(told()).containsExactly("churn 7 stable serving");
    registry.breakDown(0);
    reports.round();

    assertThat(told()).hasSize(4).startsWith("churn 7 stable serving", "churn 8 candidate serving");
    assertThat(told()).contains("churn 8 candidate ended", "churn 8 stable serving");
  }

  @Test
  void anOperatorThatStartsTellsWhatTheOldOneOwedAndNothingTwice() throws Exception {
    serves("churn", RolloutState.STABLE, "churn-7", null);
    serves("other", RolloutState.STABLE, "fraud-7", null);
    reports.round();
    serves("churn", RolloutState.STABLE, "churn-8", null);
    operator().round();

    assertThat(told())
        .containsExactlyInAnyOrder(
            "churn 7 stable serving", "fraud 7 stable serving", "churn 8 stable serving");
  }

  @Test
  void aDeploymentThatIsGoneHasEndedAlsoForAnOperatorThatStartsThen() throws Exception {
    serves("churn", RolloutState.STABLE, "churn-7", null);
    serves("again", RolloutState.STABLE, "churn-7", null);
    reports.round();
    resources.remove("churn");
    operator().round();

    assertThat(told()).last().isEqualTo("churn 7 stable ended");
    assertThat(registry.told()).hasSize(3);
  }

  @Test
  void theLastUseOfAModelThatWentWhileNobodyLedHasEnded() throws Exception {
    serves("churn", RolloutState.STABLE, "churn-7", null);
    serves("other", RolloutState.STABLE, "fraud-7", null);
    reports.round();
    resources.clear();
    DeploymentReports next = operator();
    next.round();
    next.round();

    assertThat(told()).hasSize(4).contains("churn 7 stable ended", "fraud 7 stable ended");
    assertThat(registry.requests().stream().filter(it -> it.startsWith("GET /v1/models 200")))
        .as("lists of models, one for each operator")
        .hasSize(2);
  }

  @Test
  void aModelThatTheRegistryCannotTellAnythingOfHoldsUpNoOther() throws Exception {
    serves("churn", RolloutState.STABLE, "churn-7", null);
    serves("other", RolloutState.STABLE, "fraud-7", null);
    reports.round();
    resources.clear();
    registry.breakDown("/v1/models/churn/", 500);
    DeploymentReports next = operator();
    next.round();
    assertThat(told()).last().isEqualTo("fraud 7 stable ended");

    registry.breakDown("/v1/models/churn/", 0);
    next.round();
    assertThat(told()).as("not asked again at once").hasSize(3);
    now = NOON.plusSeconds(61);
    next.round();
    assertThat(told()).last().isEqualTo("churn 7 stable ended");
  }

  @Test
  void aClusterWithoutANameEndsNothingThatMayBeAnothers() throws Exception {
    serves("churn", RolloutState.STABLE, "churn-7", null);
    serves("again", RolloutState.STABLE, "churn-7", null);
    operator("").round();
    assertThat(registry.told()).hasSize(2).allMatch(event -> !event.has("cluster"));
    resources.remove("churn");
    operator("").round();

    assertThat(registry.told()).hasSize(2);
  }

  @Test
  void anotherModelInTheSamePlaceEndsTheUseOfTheFirst() throws Exception {
    serves("churn", RolloutState.STABLE, "churn-7", null);
    reports.round();
    serves("churn", RolloutState.STABLE, "fraud-7", null);
    reports.round();

    assertThat(told())
        .containsExactly(
            "churn 7 stable serving", "churn 7 stable ended", "fraud 7 stable serving");
  }

  @Test
  void aModelOfAnotherSourceIsNoneOfTheRegistrysBusiness() throws Exception {
    serves("churn", RolloutState.STABLE, "churn-url", null);
    reports.round();
    assertThat(registry.requests()).containsExactly("GET /v1/models 200");
  }

  @Test
  void whatTheRegistryWillNeverTakeHoldsNothingElseUp() throws Exception {
    revision("churn-9", "churn", "9");
    serves("churn", RolloutState.STABLE, "churn-9", null);
    serves("other", RolloutState.STABLE, "fraud-7", null);
    reports.round();
    reports.round();

    assertThat(told()).containsExactly("fraud 7 stable serving");
    assertThat(registry.requests().stream().filter(it -> it.endsWith(" 404"))).hasSize(1);
  }

  private DeploymentReports operator() {
    return operator("here");
  }

  private DeploymentReports operator(String cluster) {
    return new DeploymentReports(
        registry.address(cluster),
        client,
        () -> List.copyOf(resources.values()).stream(),
        resource -> revisions,
        namespace -> namespace.equals("team"),
        () -> true,
        clock);
  }

  /** Each as: model, version, track, phase. */
  private List<String> told() {
    return registry.told().stream()
        .map(
            event ->
                "%s %s %s %s"
                    .formatted(
                        event.path("model").asText(),
                        event.path("version").asText(),
                        event.path("track").asText(),
                        event.path("phase").asText()))
        .toList();
  }

  private void serves(String name, RolloutState state, String stable, @Nullable String candidate) {
    put(name, state, stable, candidate, List.of());
  }

  private void failed(String name, String stable, String failed, String why) {
    put(
        name,
        RolloutState.ROLLING_BACK,
        stable,
        failed,
        List.of(new FailedRevision(failed, "CheckFailed", why, NOON.toString())));
  }

  private void put(
      String name,
      RolloutState state,
      String stable,
      @Nullable String candidate,
      List<FailedRevision> failed) {
    ModelDeployment resource =
        NamedResource.of(name, new ModelSource(null, null, "champion", null, null, null, null));
    resource.setStatus(
        new ModelDeploymentStatus(
            1L,
            null,
            status(stable),
            candidate == null ? null : status(candidate),
            failed,
            new RolloutStatus(
                state, null, null, null, null, null, NOON.toString(), null, null, null, null),
            null,
            List.of(),
            null,
            List.of()));
    resources.put(name, resource);
  }

  private static RevisionStatus status(String revision) {
    String number = revision.substring(revision.indexOf('-') + 1);
    return new RevisionStatus(
        revision, number.equals("url") ? "123456789012" : number, null, null, 1);
  }

  private void revision(String name, String model, String number) {
    ControllerRevision object =
        new ControllerRevisionBuilder().withNewMetadata().withName(name).endMetadata().build();
    object.setData(
        new StoredRevision(
            model,
            "https://registry/v1/blobs/sha256:1",
            new ResolvedModel("sha256:" + "1".repeat(64), "ONNX", number, ""),
            StoredRevision.Server.SLIPWAY,
            StoredRevision.GpuUse.NONE,
            new DeploymentSpec(),
            null));
    revisions.add(object);
  }
}
