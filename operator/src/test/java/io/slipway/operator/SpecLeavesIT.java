package io.slipway.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClassBuilder;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClassBuilder;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.mockcluster.MockCluster;
import io.slipway.operator.registry.FakeRegistry;
import io.slipway.testing.apiserver.ApiServer;
import io.slipway.testing.apiserver.WithApiServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every field of the spec is set, changed, unset and set again, over a spec that does not work.
 * What it comes to is what a resource comes to that was made like this in the first place.
 */
@WithApiServer
class SpecLeavesIT {

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final List<SpecLeaf> LEAVES = SpecLeaf.all();

  private final ApiServer server;

  @TempDir Path credentials;
  private FakeRegistry registry;

  SpecLeavesIT(ApiServer server) {
    this.server = server;
  }

  @BeforeEach
  void startRegistry() throws IOException {
    registry = FakeRegistry.start(credentials);
    registry.with("7", "READY").with("8", "READY");
    registry.pointing("champion", "7").pointing("challenger", "8");
  }

  @AfterEach
  void stopRegistry() {
    registry.close();
  }

  @BeforeAll
  static void whatSpecsName(ApiServer server) {
    for (String name : List.of("nvidia", "other")) {
      server
          .client()
          .resource(
              new RuntimeClassBuilder()
                  .withNewMetadata()
                  .withName(name)
                  .endMetadata()
                  .withHandler(name)
                  .build())
          .serverSideApply();
    }
    for (String name : List.of("urgent", "idle")) {
      server
          .client()
          .resource(
              new PriorityClassBuilder()
                  .withNewMetadata()
                  .withName(name)
                  .endMetadata()
                  .withValue(1)
                  .build())
          .serverSideApply();
    }
  }

  @Test
  void everyFieldOfTheDefinitionIsTried() throws IOException {
    try (var cluster = MockCluster.start(server.client())) {
      assertThat(LEAVES.stream().map(SpecLeaf::path))
          .containsExactlyInAnyOrderElementsOf(
              SpecLeaf.inSchema(
                  cluster
                      .client()
                      .apiextensions()
                      .v1()
                      .customResourceDefinitions()
                      .withName("modeldeployments.slipway.io")
                      .get()));
    }
  }

  @Test
  void whatASpecWentThroughLeavesNoTrace() throws IOException {
    Map<String, Map<String, String>> freshWithout = fresh(SpecLeaf::without);
    Map<String, Map<String, String>> freshWith = fresh(leaf -> leaf.with(0));
    try (var cluster = cluster();
        var operator =
            OperatorUnderTest.withRegistry(server.config(), cluster, registry.address())) {
      var models = new Models(cluster);
      Map<String, Map<String, String>> set = converge(models, leaf -> leaf.with(0));
      Map<String, Map<String, String>> changed = converge(models, leaf -> leaf.with(1));
      for (SpecLeaf leaf : LEAVES) {
        assertThat(Objects.equals(changed.get(leaf.path()), set.get(leaf.path())))
            .as("a change of %s does nothing", leaf.path())
            .isEqualTo(leaf.effect() == SpecLeaf.Effect.NONE);
      }

      assertSame(converge(models, SpecLeaf::without), freshWithout, "unset");
      stall(models);
      assertSame(converge(models, leaf -> leaf.with(0)), freshWith, "set again");
      assertThat(operator.wire().forbidden()).isEmpty();
    }
  }

  /** A namespace with the service accounts that specs name. */
  private MockCluster cluster() throws IOException {
    MockCluster cluster = MockCluster.start(server.client());
    for (String name : List.of("reader", "writer")) {
      cluster
          .client()
          .resource(
              new ServiceAccountBuilder()
                  .withNewMetadata()
                  .withNamespace(cluster.namespace())
                  .withName(name)
                  .endMetadata()
                  .build())
          .create();
    }
    return cluster;
  }

  private Map<String, Map<String, String>> fresh(Function<SpecLeaf, JsonNode> spec)
      throws IOException {
    try (var cluster = cluster();
        var operator =
            OperatorUnderTest.withRegistry(server.config(), cluster, registry.address())) {
      assertThat(operator.wire()).isNotNull();
      return converge(new Models(cluster), spec);
    }
  }

  /** Applies all specs, and returns what is there once they serve and nothing else is left. */
  private static Map<String, Map<String, String>> converge(
      Models models, Function<SpecLeaf, JsonNode> spec) {
    LEAVES.forEach(leaf -> models.apply(leaf.resource(), spec.apply(leaf)));
    LEAVES.forEach(leaf -> awaitReady(models, leaf.resource()));
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(() -> assertThat(leftovers(models)).isEmpty());
    List<HasMetadata> objects = models.cluster().objects().toList();
    Set<String> serving = serving(models);
    return LEAVES.stream()
        .collect(
            Collectors.toMap(
                SpecLeaf::path,
                leaf ->
                    Snapshot.of(
                        models.cluster(),
                        objects.stream().filter(object -> isCurrent(object, serving)),
                        models.get(leaf.resource()).getMetadata().getUid())));
  }

  private static void awaitReady(Models models, String name) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () -> {
              scaleDown(models.cluster(), name);
              models.assertReady(name);
            });
  }

  /** As the autoscaler does it, if there is one, when nobody calls. */
  private static void scaleDown(MockCluster cluster, String name) {
    HorizontalPodAutoscaler autoscaler =
        cluster.client().autoscaling().v2().horizontalPodAutoscalers().withName(name).get();
    if (autoscaler != null) {
      var deployment =
          cluster
              .client()
              .apps()
              .deployments()
              .withName(autoscaler.getSpec().getScaleTargetRef().getName());
      Scale scale = deployment.scale((Scale) null);
      if (!scale.getSpec().getReplicas().equals(autoscaler.getSpec().getMinReplicas())) {
        scale.getSpec().setReplicas(autoscaler.getSpec().getMinReplicas());
        deployment.scale(scale);
      }
    }
  }

  private static Set<String> leftovers(Models models) {
    Set<String> serving = serving(models);
    return models
        .cluster()
        .objects()
        .filter(object -> !object.getKind().equals("ControllerRevision"))
        .filter(object -> !isCurrent(object, serving))
        .map(object -> object.getKind() + " " + object.getMetadata().getName())
        .collect(Collectors.toSet());
  }

  /** Whether it belongs to a revision that serves, or to no revision. */
  private static boolean isCurrent(HasMetadata object, Set<String> serving) {
    return Labels.get(object, Labels.REVISION).filter(it -> !serving.contains(it)).isEmpty();
  }

  private static Set<String> serving(Models models) {
    return LEAVES.stream()
        .map(leaf -> OperatorIT.stable(models.status(leaf.resource())))
        .collect(Collectors.toSet());
  }

  private static void stall(Models models) {
    LEAVES.forEach(leaf -> models.apply(leaf.resource(), SpecLeaf.broken(leaf.without())));
    LEAVES.forEach(
        leaf -> models.awaitCondition(leaf.resource(), ConditionType.STALLED, "ModelInvalid"));
  }

  private static void assertSame(
      Map<String, Map<String, String>> actual,
      Map<String, Map<String, String>> expected,
      String what) {
    for (SpecLeaf leaf : LEAVES) {
      assertThat(actual.get(leaf.path()))
          .as("%s %s", leaf.path(), what)
          .isEqualTo(expected.get(leaf.path()));
    }
  }
}
