package io.slipway.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.cli.action.BatchEdit;
import io.slipway.cli.kubectl.Kubectl;
import io.slipway.cli.kubectl.KubectlException;
import io.slipway.cli.kubectl.Output;
import io.slipway.cli.resource.Batch;
import io.slipway.cli.resource.BatchPod;
import io.slipway.cli.resource.BatchRun;
import io.slipway.cli.view.BatchListView.Spread;
import io.slipway.cli.view.BatchPodsSeen;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What the commands of offline scoring read from a cluster and write to it. */
record BatchCluster(Kubectl kubectl) {

  private static final String OF_RUN = "slipway.io/batch=";

  /**
   * What has that name: a run, a schedule, or both.
   *
   * @throws KubectlException where nothing has
   */
  List<Batch> named(BatchName name) {
    JsonNode found =
        kubectl.json(
            "read the run or schedule " + name.name(),
            "get",
            String.join(",", name.resources()),
            name.name(),
            "--ignore-not-found",
            "-o",
            "json",
            "--show-managed-fields");
    List<Batch> batches = batches(found);
    if (batches.isEmpty()) {
      throw new KubectlException(
          "There is no BatchScoring or ScheduledBatchScoring %s in that namespace.\n"
                  .formatted(name.name())
              + "Look for it with: kubectl slipway batch list -A");
    }
    return batches;
  }

  /** All runs and schedules. */
  List<Batch> all(Spread spread) {
    List<String> words =
        new ArrayList<>(List.of("get", String.join(",", BatchName.ALL), "-o", "json"));
    if (spread == Spread.ALL_NAMESPACES) {
      words.add("--all-namespaces");
    }
    return batches(kubectl.json("list runs and schedules", words.toArray(String[]::new)));
  }

  /** kubectl prints nothing, one object, or a list. */
  private static List<Batch> batches(JsonNode found) {
    List<Batch> batches = new ArrayList<>();
    if (found.has("items")) {
      found.path("items").forEach(item -> batches.add(Batch.of(item)));
    } else if (found.isObject()) {
      batches.add(Batch.of(found));
    }
    return batches;
  }

  BatchRun run(String name) {
    return BatchRun.of(kubectl.json(reading(name), "get", BatchRun.RESOURCE, name, "-o", "json"));
  }

  /** A run's pods; a picture without them is better than none. */
  BatchPodsSeen pods(String name) {
    try {
      return new BatchPodsSeen.Listed(pods(name, "slipway.io/role!=lookup"));
    } catch (KubectlException e) {
      return new BatchPodsSeen.Unreadable(String.valueOf(e.getMessage()));
    }
  }

  /** Those of a run's pods that a selector of labels picks. */
  List<BatchPod> pods(String name, String selector) {
    return BatchPod.list(
        kubectl.json(
            "read the pods of " + name,
            "get",
            "pods",
            "-l",
            OF_RUN + name + "," + selector,
            "-o",
            "json"));
  }

  Follower<BatchRun> follower(String name) {
    return new Follower<>(
        () -> kubectl.watch(reading(name), BatchRun.RESOURCE, name), BatchRun::of);
  }

  void change(BatchEdit edit) {
    Batch batch = edit.batch();
    kubectl.run(
        "set spec.%s of the %s %s".formatted(edit.field(), batch.kind(), batch.name()),
        "patch",
        batch.resource(),
        batch.name(),
        "--type=merge",
        "-p",
        edit.patch(),
        Cluster.FIELD_MANAGER);
  }

  /** What a pod has printed, each line with its time. */
  String log(BatchPod pod, List<String> options) {
    return kubectl.run("read the log of the pod " + pod.name(), logs(pod, options));
  }

  /** What a pod prints, each line with its time, until its container ends. */
  Output followLog(BatchPod pod, List<String> options, Consumer<String> each) {
    List<String> following = new ArrayList<>(options);
    following.add("--follow");
    return kubectl.lines("follow the log of the pod " + pod.name(), each, logs(pod, following));
  }

  private static String[] logs(BatchPod pod, List<String> options) {
    List<String> words =
        new ArrayList<>(
            List.of("logs", pod.name(), "--container=" + pod.container(), "--timestamps"));
    words.addAll(options);
    return words.toArray(String[]::new);
  }

  private static String reading(String name) {
    return "read the BatchScoring " + name;
  }
}
