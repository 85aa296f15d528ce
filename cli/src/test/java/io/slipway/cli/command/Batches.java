package io.slipway.cli.command;

/** JSON to test with: a run and a schedule in several states, and pods. */
final class Batches {

  static final String SCORING =
      run(
          "{\"mode\": \"Manual\"}",
          """
          "phase": "Scoring", "splits": {"total": 4, "committed": 2, "failed": 0},
          "conditions": [{"type": "Ready", "status": "False", "reason": "Scoring", "message": "m"},
                         {"type": "Reconciling", "status": "True", "reason": "Scoring", "message": "m"}]
          """);

  static final String AWAITING =
      run(
          "{\"mode\": \"Manual\"}",
          """
          "phase": "AwaitingApproval", "setId": 42,
          "conditions": [{"type": "Ready", "status": "False", "reason": "AwaitingApproval", "message": "m"},
                         {"type": "Paused", "status": "True", "reason": "AwaitingApproval", "message": "m"}]
          """);

  static final String PUBLISHED =
      run(
          "{\"mode\": \"OnSuccess\"}",
          """
          "phase": "Published", "setId": 42, "previousSetId": 41, "activeSetId": 42,
          "startedAt": "2026-11-01T08:00:00Z", "finishedAt": "2026-11-01T08:30:00Z",
          "conditions": [{"type": "Ready", "status": "True", "reason": "Published", "message": "m"}]
          """);

  static final String FAILED =
      run(
          "{\"mode\": \"OnSuccess\"}",
          """
          "phase": "Failed", "finishedAt": "2026-11-01T08:30:00Z",
          "conditions": [{"type": "Ready", "status": "False", "reason": "InputNotFound", "message": "m"},
                         {"type": "Stalled", "status": "True", "reason": "InputNotFound", "message": "m"}]
          """);

  private Batches() {}

  private static String run(String publish, String status) {
    return """
    {"apiVersion": "slipway.io/v1alpha1", "kind": "BatchScoring",
     "metadata": {"namespace": "fraud", "name": "nightly-7", "generation": 2, "resourceVersion": "42"},
     "spec": {"output": {"type": "PostgreSql", "set": "churn"}, "publish": %s},
     "status": {"observedGeneration": 2, %s}}
    """
        .formatted(publish, status);
  }

  /** A schedule with these runs under way: names in quotes. */
  static String schedule(String active) {
    return """
    {"apiVersion": "slipway.io/v1alpha1", "kind": "ScheduledBatchScoring",
     "metadata": {"namespace": "fraud", "name": "nightly", "generation": 1, "resourceVersion": "43"},
     "spec": {"schedule": "30 2 * * *"},
     "status": {"observedGeneration": 1, "active": [%s]}}
    """
        .formatted(active);
  }

  /** What kubectl prints of several objects, or of none. */
  static String list(String... objects) {
    return "{\"kind\": \"List\", \"items\": [" + String.join(", ", objects) + "]}";
  }

  /**
   * A pod that scores a split.
   *
   * @param state of its container, as JSON
   */
  static String pod(int split, String suffix, int minute, String state) {
    return """
    {"metadata": {"name": "nightly-7-score-%d-%s", "creationTimestamp": "2026-11-01T08:%02d:00Z",
                  "labels": {"slipway.io/role": "score", "batch.kubernetes.io/job-name": "nightly-7-score",
                             "batch.kubernetes.io/job-completion-index": "%d"}},
     "status": {"phase": "Running", "containerStatuses": [{"restartCount": 0, "state": %s}]}}
    """
        .formatted(split, suffix, minute, split, state);
  }

  /** A pod of a run that another operator scores, with a mesh's container before its own. */
  static String sparkPod(String name, String role, String container) {
    return """
    {"metadata": {"name": "%s", "creationTimestamp": "2026-11-01T08:00:00Z", "labels": {"slipway.io/role": "%s"}},
     "spec": {"containers": [{"name": "mesh"}, {"name": "%s"}]},
     "status": {"phase": "Running", "containerStatuses": [{"restartCount": 0, "state": {"running": {}}}]}}
    """
        .formatted(name, role, container);
  }
}
