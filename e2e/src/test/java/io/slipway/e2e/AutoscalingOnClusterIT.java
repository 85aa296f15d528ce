package io.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kubernetes' own autoscaler sets how many pods serve, while a rollout takes callers away from
 * them. Number 37 of the acceptance tests of rollouts.
 */
@TakesLong
class AutoscalingOnClusterIT {
  /**
   * Longer by far than the five minutes that the autoscaler waits before it takes pods away; the
   * short form is longer than the deadline of {@link #SPEC}.
   */
  private static final Duration WATCHED =
      Boolean.getBoolean("slipway.long") ? Duration.ofMinutes(30) : Duration.ofSeconds(75);

  private static final String SPEC =
      """
      autoscaling: {minReplicas: 1, maxReplicas: 4, targetCPUUtilizationPercentage: 50}
      rollout:
        progressDeadline: 1m
        steps: [{weight: 50%, minDuration: 1s, minSamples: 20, maxDuration: 5m, pause: Approval}]
      """;

  @RegisterExtension static final Workspace workspace = new Workspace("autoscaled");

  @BeforeAll
  static void open() {
    Scripts.install(workspace.kubectl());
  }

  /** What all callers together make all pods use, in thousandths of a CPU: a pod is to use 75. */
  private final AtomicInteger demand = new AtomicInteger(75);

  @Test
  void bothRevisionsGrowWithTheCallersAndNoneShrinksWhileTheyAreDivided(@TempDir Path folder)
      throws Exception {
    try (MetricsApi metrics = MetricsApi.start(workspace.kubectl(), folder, this::use)) {
      metrics.awaitAvailable();
      Rollout rollout = Rollout.serving(workspace, "sized", "good-1", SPEC);
      String first = rollout.stable();
      Client.RunningLoad load = rollout.load(60);
      demand.set(150);
      rollout.awaitText("/status/stable/readyReplicas", "2");

      try (Watch deployments = Watch.of(rollout, "deployments")) {
        rollout.change("good-2", SPEC);
        JsonNode paused = rollout.awaitTrue("Paused");
        String second = paused.at("/status/candidate/revision").asText();
        assertThat(autoscaler().at("/metadata/annotations").path("slipway.io/frozen-for").asText())
            .isEqualTo(second);
        assertThat(autoscaler().at("/spec/minReplicas").asInt()).isEqualTo(2);
        // Each revision's pods use half of what the serving ones did.
        load.share(second, WATCHED);
        assertThat(sizes(deployments, first)).as("while callers are divided").containsExactly(2);

        demand.set(600);
        rollout.awaitText("/status/stable/readyReplicas", "4");
        rollout.act("resume", second, "1", "go");
        rollout.awaitServing("good-2");

        assertThat(sizes(deployments, first).stream().filter(size -> size > 0))
            .as("sizes of the first revision")
            .isSorted();
        assertThat(sizes(deployments, second)).as("sizes of the second revision").isSorted();
        assertThat(autoscaler().at("/spec/scaleTargetRef/name").asText()).isEqualTo(second);
      }
      Client.assertNoneFailed(load.stop());
    }
  }

  /** Callers are divided between the revisions, and those of each between its pods. */
  private int use(JsonNode pod) {
    List<String> serving =
        workspace
            .kubectl()
            .get("pods", "-l", "slipway.io/deployment=sized,slipway.io/revision")
            .path("items")
            .valueStream()
            .filter(it -> Deployed.status(it, "Ready").equals("True"))
            .map(AutoscalingOnClusterIT::revision)
            .toList();
    long revisions = serving.stream().distinct().count();
    long alike = serving.stream().filter(revision(pod)::equals).count();
    return (int) (demand.get() / Math.max(1, revisions) / Math.max(1, alike));
  }

  private static String revision(JsonNode pod) {
    return pod.at("/metadata/labels").path("slipway.io/revision").asText();
  }

  private static JsonNode autoscaler() {
    return workspace.kubectl().get("horizontalpodautoscaler", "sized");
  }

  /** How many pods a revision was to have, one size after the other. */
  private static List<Integer> sizes(Watch deployments, String revision) {
    List<Integer> sizes = new ArrayList<>();
    deployments
        .events()
        .filter(event -> event.name().equals(revision) && event.isThere())
        .map(event -> event.object().at("/spec/replicas").asInt())
        .forEach(
            size -> {
              if (sizes.isEmpty() || !sizes.getLast().equals(size)) {
                sizes.add(size);
              }
            });
    return sizes;
  }
}
