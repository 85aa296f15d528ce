package io.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Whoever loads a model first holds its fast engine to another; those that come later know of it.
 */
class ComparedIT {
  private static final Examples.Example EXAMPLE = Examples.named("diabetes-regression");
  private static final Duration ATMOST = Duration.ofMinutes(2);

  @RegisterExtension static final Workspace workspace = new Workspace("compared");

  @BeforeAll
  static void open() {
    workspace.kubectl().apply(EXAMPLE.file("configmap.yaml"));
  }

  private static Deployed serving(String name, String digest, int replicas) {
    workspace
        .kubectl()
        .applyYaml(
            """
            apiVersion: slipway.io/v1alpha1
            kind: ModelDeployment
            metadata: {name: %s}
            spec:
              model: {uri: configmap://diabetes-regression-models/v1.pmml%s}
              replicas: %d
            """
                .formatted(name, digest, replicas));
    Deployed deployed = workspace.deployed(name);
    deployed.awaits(
        ATMOST,
        resource ->
            assertThat(resource.at("/status/stable/readyReplicas").asInt())
                .as(Deployed.story(resource))
                .isEqualTo(replicas));
    return deployed;
  }

  @Test
  void aModelThatTheResolverComparedIsComparedByNoPod() {
    Deployed deployed = serving("resolved", "", 1);

    assertThat(compared("resolved").path("engine").asText()).isEqualTo("jpmml");
    assertThat(names(deployed)).singleElement().matches(ComparedIT::wasSpared);
  }

  @Test
  void aModelThatThereIsNoResolverForIsComparedByTheFirstPodAlone() {
    String pinned = ", digest: " + EXAMPLE.digest("v1");
    Deployed deployed = serving("pinned", pinned, 1);
    String first = names(deployed).getFirst();
    assertThat(wasSpared(first)).isFalse();
    await()
        .atMost(ATMOST)
        .untilAsserted(() -> assertThat(compared("pinned").path("rows").asInt()).isPositive());

    serving("pinned", pinned, 2);

    assertThat(names(deployed)).hasSize(2).contains(first);
    assertThat(names(deployed))
        .filteredOn(pod -> !pod.equals(first))
        .singleElement()
        .matches(ComparedIT::wasSpared);
  }

  private static boolean wasSpared(String pod) {
    return workspace.kubectl().run("logs", pod).contains("not compared again");
  }

  private static JsonNode compared(String name) {
    String document =
        workspace
            .kubectl()
            .get("configmap", name + "-traffic")
            .at("/data")
            .path("compared.json")
            .asText("{}");
    return Kubectl.parse(document).path("models").path(EXAMPLE.digest("v1")).path(0);
  }

  private static List<String> names(Deployed deployed) {
    return deployed.pods().stream().map(pod -> pod.at("/metadata/name").asText()).toList();
  }
}
