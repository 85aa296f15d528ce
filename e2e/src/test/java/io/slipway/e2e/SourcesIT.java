package io.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Where a model comes from: a claim, a server with a private certificate authority, an S3 bucket. A
 * revision is what was pinned, whatever becomes of the place that it was taken from.
 */
class SourcesIT {
  private static final Duration SOON = Duration.ofMinutes(3);
  private static final String FILE = "diabetes.pmml";
  private static final Examples.Example DIABETES = Examples.named("diabetes-regression");

  @RegisterExtension static final Workspace workspace = new Workspace("sources", "baseline");

  @SideBySide
  void aRevisionOutlivesItsSource() {
    Store store = Store.start(workspace.kubectl(), "fleeting");
    store.put(FILE, model("v1"));
    Map<String, String> sources =
        Map.of(
            "claim", store.onClaim(FILE),
            "https", store.overHttps(FILE),
            "bucket", store.inBucket(FILE));

    deploy(sources, store, 2);
    Map<String, String> first = awaitServing(sources, 2);
    List<Client.RunningLoad> loads = sources.keySet().stream().map(SourcesIT::load).toList();

    store.put(FILE, model("v2"));
    deploy(sources, store, 3);
    assertThat(awaitServing(sources, 3))
        .as("revisions after the bytes at the source changed")
        .isEqualTo(first);

    store.remove(FILE);
    store.stop();
    Map<String, String> gone = new HashMap<>();
    sources.keySet().forEach(name -> gone.put(name, deleteOnePod(name)));
    gone.forEach(SourcesIT::awaitReplacement);
    assertThat(awaitServing(sources, 3)).as("revisions after the source went").isEqualTo(first);

    for (Client.RunningLoad load : loads) {
      JsonNode report = load.stop();
      assertThat(report.path("failed").asLong()).as(report.toPrettyString()).isZero();
      assertThat(report.path("succeeded").asLong()).isGreaterThan(50);
    }
    sources.keySet().forEach(SourcesIT::assertEveryPodHasThePinnedBytes);
  }

  @SideBySide
  void bytesThatNoPodHasAnyMoreAreLostUntilTheSourceIsBack() {
    Store store = Store.start(workspace.kubectl(), "steady");
    store.put(FILE, model("v1"));
    Map<String, String> sources = Map.of("lost", store.overHttps(FILE));
    deploy(sources, store, 1);
    awaitServing(sources, 1);

    store.remove(FILE);
    workspace
        .kubectl()
        .run(
            "delete",
            "pods",
            "-l",
            "slipway.io/deployment=lost",
            "--force",
            "--grace-period=0",
            "--wait=false");
    JsonNode stalled = awaitStalled("lost", "SourceLost");
    assertThat(Deployed.condition(stalled, "Stalled").path("message").asText())
        .contains(store.overHttps(FILE));

    store.put(FILE, model("v1"));
    awaitServing(sources, 1);
  }

  @SideBySide
  void aSourceThatRefusesTheTokenIsNamed() {
    Store store = Store.start(workspace.kubectl(), "guarded");
    store.put(FILE, model("v1"));
    workspace
        .kubectl()
        .run(
            "patch",
            "secret",
            store.credentials(),
            "-p",
            "{\"stringData\": {\"token\": \"guessed\"}}");

    deploy(Map.of("forbidden", store.overHttps(FILE)), store, 1);

    JsonNode stalled = awaitStalled("forbidden", "SourceForbidden");
    assertThat(stalled.toString()).doesNotContain("guessed");
  }

  private static String deleteOnePod(String name) {
    String pod = workspace.deployed(name).pods().getFirst().at("/metadata/name").asText();
    workspace.kubectl().run("delete", "pod", pod, "--wait=false");
    return pod;
  }

  private static void awaitReplacement(String name, String gone) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(workspace.deployed(name).pods())
                    .hasSize(3)
                    .allSatisfy(
                        pod -> {
                          assertThat(pod.at("/metadata/name").asText()).isNotEqualTo(gone);
                          assertThat(Deployed.status(pod, "Ready")).isEqualTo("True");
                        }));
  }

  private static String model(String version) {
    try {
      return Files.readString(DIABETES.file(version + ".pmml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void deploy(Map<String, String> sources, Store store, int replicas) {
    sources.forEach(
        (name, uri) ->
            workspace
                .kubectl()
                .applyYaml(
                    """
                    apiVersion: slipway.io/v1alpha1
                    kind: ModelDeployment
                    metadata: {name: %s}
                    spec:
                      model:
                        uri: %s
                        %s
                      replicas: %d
                    """
                        .formatted(
                            name,
                            uri,
                            uri.startsWith("pvc:")
                                ? ""
                                : "credentialsSecret: " + store.credentials(),
                            replicas)));
  }

  /** Waits until all serve the pinned bytes; the stable revisions by name. */
  private static Map<String, String> awaitServing(Map<String, String> sources, int replicas) {
    return sources.keySet().stream()
        .collect(
            Collectors.toMap(
                name -> name,
                name ->
                    workspace
                        .deployed(name)
                        .awaits(SOON, resource -> assertServes(resource, replicas))
                        .at("/status/stable/revision")
                        .asText()));
  }

  private static void assertServes(JsonNode resource, int replicas) {
    assertThat(Deployed.status(resource, "Ready")).as(Deployed.story(resource)).isEqualTo("True");
    assertThat(resource.at("/status/stable/readyReplicas").asInt()).isEqualTo(replicas);
    assertThat(resource.at("/status/stable/digest").asText()).isEqualTo(DIABETES.digest("v1"));
  }

  private static JsonNode awaitStalled(String name, String reason) {
    return workspace
        .deployed(name)
        .awaits(
            SOON,
            resource ->
                assertThat(Deployed.condition(resource, "Stalled").path("reason").asText())
                    .as(Deployed.story(resource))
                    .isEqualTo(reason));
  }

  private static Client.RunningLoad load(String name) {
    return workspace
        .client()
        .load(name, "http://%s/v1/models/%s:predict".formatted(name, name), DIABETES.body(), 10);
  }

  /** A pod that met other bytes and found no peer would have ended, and been restarted. */
  private static void assertEveryPodHasThePinnedBytes(String name) {
    assertThat(workspace.deployed(name).pods())
        .hasSize(3)
        .allSatisfy(
            pod -> {
              assertThat(
                      StreamSupport.stream(pod.at("/status/containerStatuses").spliterator(), false)
                          .mapToInt(container -> container.path("restartCount").asInt()))
                  .containsOnly(0);
              Client.Answer answer =
                  workspace
                      .client()
                      .post(
                          "http://%s:8080/v1/models/%s:predict"
                              .formatted(pod.at("/status/podIP").asText(), name),
                          "application/json",
                          DIABETES.body());
              assertThat(answer.status()).as(answer.body()).isEqualTo(200);
              assertThat(answer.header("Slipway-Digest")).isEqualTo(DIABETES.digest("v1"));
            });
  }
}
