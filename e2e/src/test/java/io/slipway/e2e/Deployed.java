package io.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/** A ModelDeployment on the cluster, as {@code kubectl get} shows it. */
final class Deployed {
  private final Kubectl kubectl;
  private final String name;

  Deployed(Kubectl kubectl, String name) {
    this.kubectl = kubectl;
    this.name = name;
  }

  String name() {
    return name;
  }

  /** The resource, once the operator has seen its newest spec and {@code condition} is true. */
  JsonNode awaitTrue(String condition, Duration atMost) {
    return awaits(
        atMost,
        resource -> assertThat(status(resource, condition)).as(story(resource)).isEqualTo("True"));
  }

  /** The resource, once the operator has seen its newest spec and {@code what} holds of it. */
  JsonNode awaits(Duration atMost, Consumer<JsonNode> what) {
    var seen =
        new Object() {
          JsonNode resource = kubectl.modelDeployment(name);
        };
    await()
        .atMost(atMost)
        .pollInterval(Duration.ofMillis(300))
        .untilAsserted(
            () -> {
              seen.resource = kubectl.modelDeployment(name);
              assertThat(seen.resource.at("/status/observedGeneration").asLong(-1))
                  .as("observed generation of " + name)
                  .isEqualTo(seen.resource.at("/metadata/generation").asLong());
              what.accept(seen.resource);
            });
    return seen.resource;
  }

  static String status(JsonNode resource, String condition) {
    return condition(resource, condition).path("status").asText("absent");
  }

  static JsonNode condition(JsonNode resource, String type) {
    return StreamSupport.stream(resource.at("/status/conditions").spliterator(), false)
        .filter(condition -> condition.path("type").asText().equals(type))
        .findFirst()
        .orElse(com.fasterxml.jackson.databind.node.MissingNode.getInstance());
  }

  /** What a failed assertion prints. */
  static String story(JsonNode resource) {
    return resource.at("/metadata/name").asText() + ": " + resource.path("status").toPrettyString();
  }

  /** Pods that serve, or are to serve, and are not going away. */
  List<JsonNode> pods() {
    return StreamSupport.stream(
            kubectl
                .get("pods", "-l", "slipway.io/revision,slipway.io/deployment=" + name)
                .path("items")
                .spliterator(),
            false)
        .filter(pod -> pod.at("/metadata/deletionTimestamp").isMissingNode())
        .toList();
  }
}
