package io.slipway.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.slipway.api.v1alpha1.Autoscaling;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.operator.desired.Ownership;
import io.slipway.operator.desired.PodAutoscaler;
import io.slipway.operator.desired.Replicas;
import io.slipway.operator.mockcluster.MockCluster;
import io.slipway.testing.apiserver.ApiServer;
import io.slipway.testing.apiserver.WithApiServer;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Who sets {@code replicas}, at a real API server; the test scales as the autoscaler does. */
@WithApiServer
@Execution(ExecutionMode.CONCURRENT) // mostly it waits
class AutoscalingIT {

  private static final String V1 = "https://models.example.org/churn/1.pmml";
  private static final String V2 = "https://models.example.org/churn/2.pmml";
  private static final Autoscaling TWO_TO_SIX = new Autoscaling(2, 6, 80);

  private final ApiServer server;
  private MockCluster cluster;
  private OperatorUnderTest operator;
  private Models models;

  @SuppressWarnings("NullAway.Init") // Filled before each test.
  AutoscalingIT(ApiServer server) {
    this.server = server;
  }

  @BeforeEach
  void start() throws IOException {
    cluster = MockCluster.start(server.client());
    operator = OperatorUnderTest.start(server.config(), cluster);
    models = new Models(cluster);
  }

  @AfterEach
  void stop() {
    operator.close();
    cluster.close();
  }

  @Test
  void replicasAreKeptUntilTheAutoscalerSetsThemAndLeftToItFromThenOn() {
    models.apply("churn", Models.scaled(V1, 3, TWO_TO_SIX));
    String first = awaitServed(2);
    await().atMost(Models.SOON).until(() -> target().equals(first));
    assertThat(autoscaler().getSpec().getMinReplicas()).isEqualTo(2);
    assertThat(autoscaler().getSpec().getMaxReplicas()).isEqualTo(6);
    assertNothingIsWritten();

    // Nobody but the operator has set replicas yet: left out, they would fall to 1.
    harm(first);
    assertThat(replicas(first)).isEqualTo(2);
    assertThat(owners(first)).containsExactly(Ownership.FIELD_MANAGER);

    scale(first, 5);
    awaitServed(5);
    assertNothingIsWritten();
    assertThat(owners(first)).hasSize(1).doesNotContain(Ownership.FIELD_MANAGER);

    harm(first);
    assertThat(replicas(first)).isEqualTo(5);
    assertThat(owners(first)).hasSize(1).doesNotContain(Ownership.FIELD_MANAGER);
    assertNothingIsWritten();
  }

  @Test
  void anotherVersionTakesTheSizeOverAndTheAutoscalerFollows() {
    models.apply("churn", Models.scaled(V1, 3, TWO_TO_SIX));
    String first = awaitServed(2);
    scale(first, 4);
    awaitServed(4);

    models.apply("churn", Models.scaled(V2, 3, TWO_TO_SIX));
    await().atMost(Models.SOON).until(() -> PodAutoscaler.frozenAt(autoscaler()).isPresent());
    assertThat(target()).as("while callers are moved").isEqualTo(first);
    assertThat(PodAutoscaler.frozenAt(autoscaler())).hasValue(4);

    await().atMost(Models.SOON).until(() -> !target().equals(first));
    String second = awaitServed(4);
    assertThat(second).isNotEqualTo(first);
    assertThat(target()).isEqualTo(second);
    assertThat(replicas(second)).isEqualTo(4);
    await().atMost(Models.SOON).until(() -> models.pods(first).isEmpty());
  }

  @Test
  void switchedOffTheSpecsReplicasHoldAndADeletedAutoscalerComesBack() {
    models.apply("churn", Models.scaled(V1, 3, TWO_TO_SIX));
    String first = awaitServed(2);
    await().atMost(Models.SOON).until(() -> target().equals(first));
    String uid = autoscaler().getMetadata().getUid();

    cluster.client().autoscaling().v2().horizontalPodAutoscalers().withName("churn").delete();
    await()
        .atMost(Models.SOON)
        .until(() -> find() != null && !autoscaler().getMetadata().getUid().equals(uid));

    scale(first, 5);
    awaitServed(5);
    models.apply("churn", Models.scaled(V1, 3, null));
    models.awaitReady("churn");
    assertThat(find()).isNull();
    assertThat(replicas(first)).isEqualTo(3);
    assertThat(owners(first)).containsExactly(Ownership.FIELD_MANAGER);
    assertNothingIsWritten();

    models.apply("churn", Models.scaled(V1, 3, TWO_TO_SIX));
    await().atMost(Models.SOON).until(() -> find() != null);
    assertNothingIsWritten();
    assertThat(replicas(first)).isEqualTo(3);
  }

  /** The revision that serves the spec with that many pods. */
  private String awaitServed(int pods) {
    await()
        .atMost(Models.SOON)
        .untilAsserted(
            () -> {
              var resource = models.get("churn");
              assertThat(models.status("churn").observedGeneration())
                  .isEqualTo(resource.getMetadata().getGeneration());
              assertThat(
                      models.status("churn").condition(ConditionType.READY).orElseThrow().holds())
                  .as("%s", resource.getStatus())
                  .isTrue();
              assertThat(Objects.requireNonNull(models.status("churn").stable()).readyReplicas())
                  .isEqualTo(pods);
            });
    return OperatorIT.stable(models.status("churn"));
  }

  /** As the autoscaler does it: by the scale subresource. */
  private void scale(String name, int replicas) {
    var deployment = cluster.client().apps().deployments().withName(name);
    Scale scale = deployment.scale((Scale) null);
    scale.getSpec().setReplicas(replicas);
    deployment.scale(scale);
  }

  /** Somebody changes something of the Deployment, and the operator puts it right. */
  private void harm(String name) {
    cluster
        .client()
        .apps()
        .deployments()
        .withName(name)
        .edit(
            live -> {
              live.getSpec().setRevisionHistoryLimit(7);
              return live;
            });
    await()
        .atMost(Models.SOON)
        .until(() -> deployment(name).getSpec().getRevisionHistoryLimit() == 1);
  }

  private void assertNothingIsWritten() {
    ResilienceIT.quiet(operator);
    operator.wire().forget();
    for (int i = 0; i < 3; i++) {
      models.touch("churn", "for the " + i + "th time");
      ResilienceIT.quiet(operator);
    }
    assertThat(operator.wire().writes()).isEmpty();
  }

  private List<String> owners(String name) {
    return deployment(name).getMetadata().getManagedFields().stream()
        .filter(Replicas::setsReplicas)
        .map(ManagedFieldsEntry::getManager)
        .toList();
  }

  private int replicas(String name) {
    return deployment(name).getSpec().getReplicas();
  }

  private Deployment deployment(String name) {
    return Objects.requireNonNull(cluster.client().apps().deployments().withName(name).get());
  }

  private String target() {
    HorizontalPodAutoscaler found = find();
    return found == null ? "" : found.getSpec().getScaleTargetRef().getName();
  }

  private HorizontalPodAutoscaler autoscaler() {
    return Objects.requireNonNull(find());
  }

  private @Nullable HorizontalPodAutoscaler find() {
    return cluster.client().autoscaling().v2().horizontalPodAutoscalers().withName("churn").get();
  }
}
