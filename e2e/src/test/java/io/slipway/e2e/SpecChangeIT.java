package io.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The spec changes while a rollout is under way or after it failed, judged by the callers' log and
 * by every state that the objects were in. Numbers are those of the acceptance tests of rollouts.
 */
class SpecChangeIT {
  private static final String REVISION = "slipway.io/revision";

  private static final String HALF =
      """
      rollout:
        steps: [{weight: 50%, minDuration: 1s, minSamples: 20, maxDuration: 2m, pause: Approval}]
      """;

  @RegisterExtension static final Workspace workspace = new Workspace("specs");

  @BeforeAll
  static void open() {
    Scripts.install(workspace.kubectl());
  }

  /** 29. */
  @SideBySide
  void aNewerVersionTakesTheShareAwayBeforeThePodsAndIsJudgedAgainstTheFirst() {
    Rollout rollout = Rollout.serving(workspace, "newer", "good-1", HALF);
    String first = rollout.stable();
    Client.RunningLoad load = rollout.load(60);
    try (Watch pods = Watch.of(rollout, "pods");
        Watch documents = Watch.of(rollout, "configmaps");
        Watch deployments = Watch.of(rollout, "deployments")) {
      long since = rollout.lastWrite();
      rollout.change("good-2", HALF);
      String second = rollout.awaitPausedWith("good-2");
      rollout.change("good-3", HALF);
      String third = rollout.awaitPausedWith("good-3");
      rollout.act("resume", third, "1", "go");
      rollout.awaitServing("good-3");

      Client.assertNoneFailed(load.stop());
      assertThat(rollout.story(since, "/status/stable/revision")).endsWith(first, third);
      assertThat(pods.mostAtOnce(REVISION)).as("revisions with pods at once").isEqualTo(2);
      assertThat(lastShare(documents, second))
          .as("the last document that gives the second version something")
          .isLessThan(firstTouch(deployments, second));
    }
  }

  /** When the last traffic document was written that sends a revision anything. */
  private static long lastShare(Watch documents, String revision) {
    return documents
        .events()
        .filter(event -> event.name().endsWith("-traffic"))
        .filter(event -> payload(event.object()).path("target").asText().equals(revision))
        .filter(event -> payload(event.object()).path("weightBp").asInt() > 0)
        .mapToLong(Watch.Event::at)
        .max()
        .orElseThrow();
  }

  private static JsonNode payload(JsonNode configMap) {
    String document = configMap.at("/data").path("traffic.json").asText();
    String payload = Kubectl.parse(document).path("payload").asText();
    return Kubectl.parse(new String(Base64.getDecoder().decode(payload), StandardCharsets.UTF_8));
  }

  /** When a revision's pods were first taken away. */
  private static long firstTouch(Watch deployments, String revision) {
    return deployments
        .events()
        .filter(event -> event.name().equals(revision))
        .filter(event -> !event.isThere() || event.object().at("/spec/replicas").asInt() == 0)
        .mapToLong(Watch.Event::at)
        .min()
        .orElseThrow();
  }

  /** 30. */
  @SideBySide
  void ofTwoEditsInATenthOfASecondOnlyTheLastIsCarriedOut() {
    String steps = "rollout: {steps: [{weight: 50%, minDuration: 1s, minSamples: 0}]}";
    Rollout rollout = Rollout.serving(workspace, "twice", "good-1", steps);
    String first = rollout.stable();
    try (Watch pods = Watch.of(rollout, "pods");
        Watch deployments = Watch.of(rollout, "deployments");
        Watch configMaps = Watch.of(rollout, "configmaps")) {
      workspace
          .kubectl()
          .applyYaml(
              rollout.yaml(unpinned("good-2"), steps)
                  + "---\n"
                  + rollout.yaml(unpinned("good-3"), steps));
      String third = rollout.awaitServing("good-3").at("/status/stable/revision").asText();

      assertThat(
              names(pods.events().map(event -> event.label(REVISION)).filter(it -> !it.isEmpty())))
          .containsExactlyInAnyOrder(first, third);
      assertThat(names(deployments.events().map(Watch.Event::name)))
          .containsExactlyInAnyOrder(first, third);
      assertThat(names(configMaps.events().map(Watch.Event::name)))
          .containsExactlyInAnyOrder(first, third, "twice-traffic");
    }
  }

  private static String unpinned(String script) {
    return Scripts.model("configmap://scripts/" + script, "") + Scripts.server();
  }

  private static Set<String> names(Stream<String> names) {
    return names.collect(Collectors.toSet());
  }

  /** 31. */
  @SideBySide
  void backToTheFirstIsNoFailureAndStartsNoPod() {
    Rollout rollout = Rollout.serving(workspace, "back", "good-1", HALF);
    String first = rollout.stable();
    Client.RunningLoad load = rollout.load(60);
    List<String> before = podsOf(rollout, first);
    rollout.change("good-2", HALF);
    rollout.awaitPausedWith("good-2");

    rollout.change("good-1", HALF);
    JsonNode back = rollout.awaitServing("good-1");

    Client.assertNoneFailed(load.stop());
    assertThat(rollout.story(rollout.lastWrite(), "/status/rollout/state")).contains("Cancelled");
    assertThat(back.at("/status/failedRevisions")).isEmpty();
    assertThat(podsOf(rollout, first)).isEqualTo(before);
  }

  /** 32 and 35. */
  @SideBySide
  void editsBesideTheModelNeitherRestartNorRetryAndARetryDoes() {
    Rollout rollout = Rollout.serving(workspace, "edited", "good-1", HALF);
    Client.RunningLoad load = rollout.load(60);
    rollout.change("good-2", HALF);
    String second = rollout.awaitPausedWith("good-2");
    List<String> pods = podsOf(rollout, second);

    rollout.change("good-2", HALF.replace("50%", "60%"), "replicas: 2");
    rollout.edit("label", "team=fraud");
    staysAt(rollout, "Paused");
    assertThat(podsOf(rollout, second)).as("pods of the candidate").containsAll(pods);

    rollout.act("abort", second, "1", "no");
    rollout.awaitState("RolledBack");
    rollout.change("good-2", HALF.replace("50%", "40%"), "replicas: 1");
    rollout.edit("label", "team=risk", "--overwrite");
    staysAt(rollout, "RolledBack");
    rollout.change("good-2", HALF);
    staysAt(rollout, "RolledBack");
    assertThat(podsOf(rollout, second)).as("pods of what was given up").isEmpty();

    rollout.act("retry", second, "", "again");
    assertThat(rollout.awaitPausedWith("good-2")).isEqualTo(second);
    rollout.act("abort", second, "1", "again");
    rollout.awaitState("RolledBack");
    rollout.change("good-3", HALF);
    String third = rollout.awaitPausedWith("good-3");
    rollout.act("resume", third, "1", "go");
    rollout.awaitServing("good-3");
    Client.assertNoneFailed(load.stop());
  }

  /** 34: each revision's pods are made from what was written down with it, whenever they start. */
  @SideBySide
  void podsOfTheFirstThatStartMeanwhileAreTheFirstsAndARefreshIsATrialOfItsOwn() {
    String blue = Scripts.pinned("good-1") + Scripts.server("{name: COLOUR, value: blue}");
    String green = Scripts.pinned("good-2") + Scripts.server("{name: COLOUR, value: green}");
    Rollout rollout = Rollout.of(workspace, "kept");
    rollout.apply(blue, HALF, "replicas: 2");
    String first = rollout.awaitServing("good-1").at("/status/stable/revision").asText();
    Client.RunningLoad load = rollout.load(60);
    rollout.apply(green, HALF, "replicas: 2");
    String second = rollout.awaitPausedWith("good-2");

    List<String> before = podsOf(rollout, first);
    workspace.kubectl().run("delete", "pod", before.getFirst());
    workspace
        .kubectl()
        .run(
            "wait", "pods", "--for=condition=Ready", "-l", REVISION + "=" + first, "--timeout=90s");
    assertThat(podsOf(rollout, first)).doesNotContain(before.getFirst()).hasSize(2);
    assertThat(colours(rollout, first)).containsOnly("blue");
    assertThat(colours(rollout, second)).containsOnly("green");

    rollout.apply(blue, HALF, "replicas: 2");
    rollout.awaitServing("good-1");
    rollout.act("refresh", first, "", "newer");
    String again = rollout.awaitPausedWith("good-1");
    assertThat(again).isNotEqualTo(first);
    rollout.act("resume", again, "1", "go");
    rollout.awaitText("/status/stable/revision", again);
    rollout.awaitTrue("Ready");
    assertThat(colours(rollout, again)).containsOnly("blue");
    Client.assertNoneFailed(load.stop());
  }

  private static Set<String> colours(Rollout rollout, String revision) {
    return rollout.pods().stream()
        .filter(pod -> revision(pod).equals(revision))
        .flatMap(pod -> pod.at("/spec/containers/0/env").valueStream())
        .filter(variable -> variable.path("name").asText().equals("COLOUR"))
        .map(variable -> variable.path("value").asText())
        .collect(Collectors.toSet());
  }

  /** 38. */
  @SideBySide
  void deletedInTheMiddleItIsGoneAndNothingHoldsIt() {
    Rollout rollout = Rollout.serving(workspace, "deleted", "good-1", HALF);
    String first = rollout.stable();
    Client.RunningLoad load = rollout.load(60);
    rollout.change("good-2", HALF);
    String second = rollout.awaitPausedWith("good-2");

    workspace.kubectl().run("delete", "modeldeployment", "deleted", "--timeout=20s");

    await()
        .atMost(Duration.ofSeconds(90))
        .untilAsserted(
            () ->
                assertThat(
                        workspace
                            .kubectl()
                            .run(
                                "get",
                                "deployments,services,configmaps,controllerrevisions,poddisruptionbudgets,serviceaccounts,pods",
                                "--output=name",
                                "--selector=slipway.io/deployment=deleted"))
                    .isEmpty());
    assertThat(Client.revisions(load.stop())).containsExactlyInAnyOrder(first, second);
  }

  /** Once the newest spec was seen nothing happens, for some looks of the operator. */
  private static void staysAt(Rollout rollout, String state) {
    JsonNode seen = rollout.awaitState(state);
    String since = seen.at("/status/rollout/startedAt").asText();
    await().pollDelay(Duration.ofSeconds(5)).until(() -> true);
    assertThat(rollout.story(rollout.lastWrite(), "/status/rollout/startedAt")).endsWith(since);
    assertThat(rollout.now().at("/status/rollout/state").asText()).isEqualTo(state);
  }

  private static List<String> podsOf(Rollout rollout, String revision) {
    return rollout.pods().stream()
        .filter(pod -> revision(pod).equals(revision))
        .map(pod -> pod.at("/metadata/name").asText())
        .sorted()
        .toList();
  }

  private static String revision(JsonNode pod) {
    return pod.at("/metadata/labels").path(REVISION).asText();
  }
}
