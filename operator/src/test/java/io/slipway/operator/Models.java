package io.slipway.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.slipway.api.v1alpha1.Autoscaling;
import io.slipway.api.v1alpha1.Condition;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.ModelDeploymentSpec;
import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.api.v1alpha1.ModelSource;
import io.slipway.api.v1alpha1.PodTemplate;
import io.slipway.operator.mockcluster.MockCluster;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a user of a mock cluster does and sees. */
record Models(MockCluster cluster) {

  static final Duration SOON = Duration.ofSeconds(60);

  static ModelDeploymentSpec spec(String uri, int replicas) {
    return spec(uri, replicas, null, null);
  }

  static ModelDeploymentSpec spec(
      String uri,
      int replicas,
      @Nullable ResourceRequirements resources,
      @Nullable PodTemplate podTemplate) {
    return new ModelDeploymentSpec(
        new ModelSource(null, uri, null, null, null), replicas, resources, null, null, podTemplate);
  }

  /** One whose size an autoscaler sets, or the replicas where there is none. */
  static ModelDeploymentSpec scaled(String uri, int replicas, @Nullable Autoscaling autoscaling) {
    ModelDeploymentSpec spec = spec(uri, replicas, cpu("500m"), null);
    return new ModelDeploymentSpec(
        spec.model(), replicas, spec.resources(), null, null, null, null, autoscaling);
  }

  static ResourceRequirements cpu(String quantity) {
    return new ResourceRequirementsBuilder().addToRequests("cpu", new Quantity(quantity)).build();
  }

  /** As {@code kubectl apply --server-side} does. */
  ModelDeployment apply(String name, ModelDeploymentSpec spec) {
    var resource = new ModelDeployment();
    resource.setMetadata(
        new ObjectMetaBuilder().withNamespace(cluster.namespace()).withName(name).build());
    resource.setSpec(spec);
    return cluster
        .client()
        .resource(resource)
        .fieldManager("user")
        .forceConflicts()
        .serverSideApply();
  }

  /** The same with a spec as JSON, in which what is left out is not said at all. */
  void apply(String name, JsonNode spec) {
    var resource =
        new GenericKubernetesResourceBuilder()
            .withApiVersion("slipway.io/v1alpha1")
            .withKind("ModelDeployment")
            .withNewMetadata()
            .withNamespace(cluster.namespace())
            .withName(name)
            .endMetadata()
            .addToAdditionalProperties("spec", spec)
            .build();
    cluster.client().resource(resource).fieldManager("user").forceConflicts().serverSideApply();
  }

  ModelDeployment get(String name) {
    return Objects.requireNonNull(
        cluster.client().resources(ModelDeployment.class).withName(name).get());
  }

  ModelDeploymentStatus status(String name) {
    return Objects.requireNonNull(get(name).getStatus(), "no status yet");
  }

  /** Waits until what was applied last serves; the description of a failure is the whole status. */
  ModelDeployment awaitReady(String name) {
    return awaitReady(name, SOON);
  }

  ModelDeployment awaitReady(String name, Duration atMost) {
    await()
        .atMost(atMost)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> assertReady(name));
    return get(name);
  }

  /** That what was applied last serves, with all the pods that it has at rest. */
  void assertReady(String name) {
    ModelDeployment resource = get(name);
    assertThat(resource.getStatus()).as("status of %s", name).isNotNull();
    ModelDeploymentStatus status = resource.getStatus();
    assertThat(status.observedGeneration())
        .as("%s", status)
        .isEqualTo(resource.getMetadata().getGeneration());
    assertThat(status.condition(ConditionType.READY).filter(Condition::holds))
        .as("Ready in %s", status)
        .isPresent();
    assertThat(Objects.requireNonNull(status.stable()).readyReplicas())
        .as("%s", status)
        .isEqualTo(atRest(resource.getSpec()));
  }

  /** How many pods there are when nobody calls. */
  private static int atRest(ModelDeploymentSpec spec) {
    Autoscaling autoscaling = spec.autoscaling();
    return autoscaling == null ? spec.replicas() : autoscaling.minReplicas();
  }

  /** Waits until a condition holds for this reason. */
  Condition awaitCondition(String name, ConditionType type, String reason) {
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () ->
                assertThat(status(name).condition(type))
                    .as("%s in %s", type, status(name))
                    .hasValueSatisfying(
                        condition -> {
                          assertThat(condition.status()).isEqualTo("True");
                          assertThat(condition.reason()).isEqualTo(reason);
                        }));
    return status(name).condition(type).orElseThrow();
  }

  /** Makes the operator look again, as a person's annotation would. */
  void touch(String name, String value) {
    cluster
        .client()
        .resources(ModelDeployment.class)
        .withName(name)
        .edit(
            resource -> {
              resource.getMetadata().getAnnotations().put("example.org/touched", value);
              return resource;
            });
  }

  List<String> pods(String revision) {
    return cluster
        .client()
        .pods()
        .withLabel("slipway.io/revision", revision)
        .list()
        .getItems()
        .stream()
        .map(pod -> pod.getMetadata().getName())
        .toList();
  }
}
