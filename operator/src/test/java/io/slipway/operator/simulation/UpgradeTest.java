package io.slipway.operator.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpecBuilder;
import io.slipway.api.v1alpha1.ModelDeploymentSpec;
import io.slipway.api.v1alpha1.ModelSource;
import io.slipway.operator.desired.StoredRevision;
import io.slipway.operator.document.Json;
import io.slipway.operator.observe.Observation;
import io.slipway.operator.observe.OperatorSettings;
import io.slipway.operator.plan.Plan;
import io.slipway.operator.plan.Planner;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A newer operator, with other images and other ideas of a pod, meets what an older one made. */
class UpgradeTest {

  private static final OperatorSettings NEWER =
      new OperatorSettings(
          "slipway-runtime:2",
          "slipway-runtime-cuda:2",
          "cluster.local",
          3,
          "",
          OperatorSettings.Timing.DEFAULT);

  @Test
  void aNewerOperatorWritesNothing() {
    ToyCluster cluster = new ToyCluster(spec(2));
    ToyOperator operator =
        new ToyOperator(cluster, ToyOperator.PLANNER::plan, new Invariants(cluster));
    run(cluster, operator);
    renderAsAnOlderOperatorWould(cluster);
    operator.sync();

    Plan plan = new Planner(new ToySigner()).plan(newer(operator.observe()));

    assertThat(plan.steps()).isEmpty();
    assertThat(plan.status()).isEmpty();
  }

  @Test
  void aNewerOperatorScalesWithTheOldTemplate() {
    ToyCluster cluster = new ToyCluster(spec(2));
    ToyOperator operator =
        new ToyOperator(cluster, ToyOperator.PLANNER::plan, new Invariants(cluster));
    run(cluster, operator);
    renderAsAnOlderOperatorWould(cluster);
    cluster.edit(spec(3));
    operator.sync();

    Plan plan = new Planner(new ToySigner()).plan(newer(operator.observe()));

    assertThat(plan.steps()).hasSize(1);
    assertThat(plan.steps().toString()).contains("Apply Deployment churn-");
    Deployment wanted =
        (Deployment) ((io.slipway.operator.plan.Step.Apply) plan.steps().get(0)).object();
    assertThat(wanted.getSpec().getReplicas()).isEqualTo(3);
    assertThat(wanted.getSpec().getTemplate())
        .isEqualTo(cluster.list(Deployment.class).get(0).getSpec().getTemplate());
  }

  /** What a revision holds is what comes back from the API server: JSON, not Java. */
  @Test
  void aRevisionSurvivesTheApiServer() {
    ToyCluster cluster = new ToyCluster(spec(2));
    run(cluster, new ToyOperator(cluster, ToyOperator.PLANNER::plan, new Invariants(cluster)));
    ControllerRevision revision = cluster.list(ControllerRevision.class).get(0);
    StoredRevision stored = StoredRevision.of(revision).orElseThrow();
    revision.setData(Json.read(Json.write(stored), Map.class).orElseThrow());
    assertThat(StoredRevision.of(revision)).contains(stored);
  }

  private static void run(ToyCluster cluster, ToyOperator operator) {
    for (int i = 0; i < 40; i++) {
      cluster.now = cluster.now.plusSeconds(1);
      cluster.controlDeployments();
      List.copyOf(cluster.pods).forEach(cluster::runPod);
      cluster.list(Service.class).forEach(cluster::controlEndpoints);
      operator.sync();
      operator.ask(pod -> true);
      operator.reconcile();
    }
  }

  /** The template of another release: no probes, another grace period, an older image. */
  private static void renderAsAnOlderOperatorWould(ToyCluster cluster) {
    for (HasMetadata object : List.copyOf(cluster.objects.values())) {
      if (object instanceof Deployment deployment) {
        deployment.setSpec(older(deployment.getSpec()));
      } else if (object instanceof ControllerRevision revision) {
        StoredRevision stored = StoredRevision.of(revision).orElseThrow();
        revision.setData(
            new StoredRevision(
                stored.model(),
                stored.uri(),
                stored.resolved(),
                stored.server(),
                stored.gpu(),
                older(stored.deployment()),
                stored.fallback()));
      }
    }
  }

  private static DeploymentSpec older(DeploymentSpec spec) {
    return new DeploymentSpecBuilder(spec)
        .withMinReadySeconds(5)
        .editTemplate()
        .editSpec()
        .withTerminationGracePeriodSeconds(30L)
        .editFirstContainer()
        .withImage("slipway-runtime:0")
        .withLivenessProbe(null)
        .endContainer()
        .endSpec()
        .endTemplate()
        .build();
  }

  private static Observation newer(Observation seen) {
    return new Observation(
        seen.now(),
        seen.epoch(),
        NEWER,
        seen.resource(),
        seen.owned(),
        seen.reports(),
        seen.mountFailures(),
        seen.measurements(),
        seen.registry(),
        seen.silent(),
        seen.refusals());
  }

  private static ModelDeploymentSpec spec(int replicas) {
    return new ModelDeploymentSpec(
        new ModelSource(null, "https://models/1", "sha256:" + "1".repeat(64), null, null),
        replicas,
        null,
        null,
        null,
        null);
  }
}
