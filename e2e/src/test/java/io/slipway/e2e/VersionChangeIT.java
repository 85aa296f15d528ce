package io.slipway.e2e;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A version takes over from another while callers call, and not one of their requests fails. */
class VersionChangeIT {
  private static final Duration TAKEOVER = Duration.ofMinutes(3);
  private static final Examples.Example DIABETES = Examples.named("diabetes-regression");

  @RegisterExtension static final Workspace workspace = new Workspace("versions");
  private static String body;

  @BeforeAll
  static void open() {
    workspace.kubectl().apply(DIABETES.file("configmap.yaml"));
    body = DIABETES.body();
  }

  @Test
  void theNextVersionAndTheWayBackLoseNoRequest() {
    Deployed diabetes = deploy();
    Client.RunningLoad load = workspace.client().load("calm", scoreUrl(diabetes), body, 100);
    String first = stableRevision(diabetes);

    workspace.kubectl().apply(DIABETES.file("v2.yaml"));
    JsonNode promoted = awaitStable(diabetes, "v2");
    workspace.kubectl().apply(DIABETES.file("v1.yaml"));
    JsonNode back = awaitStable(diabetes, "v1");

    JsonNode report = load.stop();
    Client.assertNoneFailed(report);
    assertThat(back.at("/status/stable/revision").asText())
        .as("the same content is the same revision")
        .isEqualTo(first);
    assertThat(report.path("byRevision").properties())
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder(first, promoted.at("/status/stable/revision").asText());
  }

  @Test
  void notEvenWhileTheOperatorIsKilledAndPodsAreDeletedAndEvicted() throws InterruptedException {
    Deployed diabetes = deploy();
    Client.RunningLoad load = workspace.client().load("stormy", scoreUrl(diabetes), body, 100);

    Thread storm = Thread.ofVirtual().start(() -> disturb(diabetes));
    workspace.kubectl().apply(DIABETES.file("v2.yaml"));
    storm.join();
    awaitStable(diabetes, "v2");

    Client.assertNoneFailed(load.stop());
  }

  @Test
  void norWhenTheLeaderOfTwoOperatorsDiesOnTheWay() {
    Deployed diabetes = deploy();
    Slipway.scaleOperator(2);
    try {
      Client.RunningLoad load = workspace.client().load("led", scoreUrl(diabetes), body, 100);
      String leader = Slipway.leaderName();

      workspace.kubectl().apply(DIABETES.file("v2.yaml"));
      diabetes.awaits(
          TAKEOVER,
          resource ->
              assertThat(resource.at("/status/rollout/state").asText())
                  .as(Deployed.story(resource))
                  .isEqualTo("Promoting"));
      Slipway.killOperator(leader);
      awaitStable(diabetes, "v2");

      assertThat(Slipway.leaderName()).isNotEqualTo(leader);
      Client.assertNoneFailed(load.stop());
    } finally {
      Slipway.scaleOperator(1);
    }
  }

  /** Kills the operator each few seconds and, in turn, deletes and evicts a pod of the model. */
  private static void disturb(Deployed diabetes) {
    for (int turn = 0; turn < 6; turn++) {
      Slipway.killOperator();
      Optional<String> victim = replaceable(diabetes, turn);
      if (victim.isPresent() && turn % 2 == 0) {
        workspace.kubectl().run("delete", "pod", victim.get(), "--wait=false");
      } else {
        victim.ifPresent(workspace::evict);
      }
      await().pollDelay(Duration.ofSeconds(5)).until(() -> true);
    }
  }

  /**
   * A ready pod of a revision that has another one: to take the last one away is an outage that no
   * operator can prevent.
   */
  private static Optional<String> replaceable(Deployed diabetes, int turn) {
    Map<String, List<String>> byRevision =
        diabetes.pods().stream()
            .filter(VersionChangeIT::isReady)
            .collect(
                groupingBy(
                    pod -> pod.at("/metadata/labels").path("slipway.io/revision").asText(),
                    mapping(pod -> pod.at("/metadata/name").asText(), toList())));
    List<String> candidates =
        byRevision.values().stream().filter(pods -> pods.size() > 1).flatMap(List::stream).toList();
    return candidates.isEmpty()
        ? Optional.empty()
        : Optional.of(candidates.get(turn % candidates.size()));
  }

  private static boolean isReady(JsonNode pod) {
    return Deployed.status(pod, "Ready").equals("True");
  }

  private static Deployed deploy() {
    workspace.kubectl().apply(DIABETES.file("v1.yaml"));
    Deployed diabetes = workspace.deployed("diabetes");
    awaitStable(diabetes, "v1");
    return diabetes;
  }

  private static JsonNode awaitStable(Deployed diabetes, String version) {
    return diabetes.awaits(
        TAKEOVER,
        resource -> {
          assertThat(Deployed.status(resource, "Ready"))
              .as(Deployed.story(resource))
              .isEqualTo("True");
          assertThat(resource.at("/status/stable/digest").asText())
              .isEqualTo(DIABETES.digest(version));
        });
  }

  private static String stableRevision(Deployed diabetes) {
    return diabetes.awaitTrue("Ready", TAKEOVER).at("/status/stable/revision").asText();
  }

  private static String scoreUrl(Deployed diabetes) {
    return diabetes.awaitTrue("Ready", TAKEOVER).at("/status/url").asText()
        + "/v1/models/diabetes:predict";
  }
}
