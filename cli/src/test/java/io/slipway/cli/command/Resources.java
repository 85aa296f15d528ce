package io.slipway.cli.command;

/** JSON to test with: a ModelDeployment in several states, its pods and its revisions. */
final class Resources {

  static final String SERVING =
      resource(
          "",
          """
          "stable": {"revision": "churn-58a4b17479", "version": "9f86d081884c", "readyReplicas": 1},
          "conditions": [{"type": "Ready", "status": "True", "reason": "Serving", "message": "All is well."}]
          """);

  static final String STEPPING = stepping("");

  static final String STALLED =
      resource(
          "",
          """
          "stable": {"revision": "churn-58a4b17479", "readyReplicas": 1},
          "rollout": {"state": "RolledBack"},
          "conditions": [{"type": "Ready", "status": "False", "reason": "RolledBack", "message": "m"},
                         {"type": "Stalled", "status": "True", "reason": "RolledBack", "message": "m"}]
          """);

  static final String NO_PODS = "{\"items\": []}";

  private Resources() {}

  /** One on trial in step 2, with more of a status: {@code , "key": value}. */
  static String stepping(String more) {
    return resource(
        "",
        """
        "stable": {"revision": "churn-58a4b17479", "version": "9f86d081884c", "readyReplicas": 1},
        "candidate": {"revision": "churn-77ab31c0de", "version": "2c26b46b68ff", "readyReplicas": 1},
        "rollout": {"state": "Stepping", "step": "2"},
        "traffic": {"target": "churn-77ab31c0de", "desired": "25%", "acknowledged": "1/1"},
        "conditions": [{"type": "Ready", "status": "False", "reason": "RolloutInProgress", "message": "m"},
                       {"type": "Reconciling", "status": "True", "reason": "RolloutInProgress", "message": "m"}]
        """
            + more);
  }

  static String resource(String metadata, String status) {
    return """
    {"apiVersion": "slipway.io/v1alpha1", "kind": "ModelDeployment",
     "metadata": {"namespace": "fraud", "name": "churn", "generation": 7, "resourceVersion": "42"%s},
     "spec": {"model": {"uri": "https://models.example.org/churn/8.pmml"},
              "rollout": {"steps": [{"weight": "1%%"}, {"weight": "25%%"}]}},
     "status": {"observedGeneration": 7, %s}}
    """
        .formatted(metadata, status);
  }

  static String event(String type, String object) {
    return "{\"type\": \"%s\", \"object\": %s}\n".formatted(type, object);
  }
}
