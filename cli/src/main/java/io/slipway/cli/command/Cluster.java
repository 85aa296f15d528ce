package io.slipway.cli.command;

import io.slipway.cli.action.ActionValue;
import io.slipway.cli.kubectl.Kubectl;
import io.slipway.cli.kubectl.KubectlException;
import io.slipway.cli.resource.Deployed;
import io.slipway.cli.resource.Pod;
import io.slipway.cli.resource.Revision;
import io.slipway.cli.rollback.Rollback;
import io.slipway.cli.view.PodsSeen;
import java.util.List;

/** What the commands read from a cluster and write to it. */
record Cluster(Kubectl kubectl) {

  static final String RESOURCE = "modeldeployments.slipway.io";
  private static final String REVISIONS = "controllerrevisions.apps";
  private static final String SELECTOR = "slipway.io/deployment=";

  /** Under which name our writes are remembered. */
  static final String FIELD_MANAGER = "--field-manager=kubectl-slipway";

  Deployed deployed(String name) {
    return Deployed.of(kubectl.json(reading(name), "get", RESOURCE, name, "-o", "json"));
  }

  Deployed deployedWithManagers(String name) {
    return Deployed.of(
        kubectl.json(reading(name), "get", RESOURCE, name, "-o", "json", "--show-managed-fields"));
  }

  /** Its pods; a picture without them is better than none. */
  PodsSeen pods(String name) {
    try {
      return new PodsSeen.Listed(
          Pod.list(
              kubectl.json(
                  "read the pods of " + name, "get", "pods", "-l", SELECTOR + name, "-o", "json")));
    } catch (KubectlException e) {
      return new PodsSeen.Unreadable(String.valueOf(e.getMessage()));
    }
  }

  /** Its revisions, the oldest first. */
  List<Revision> revisions(String name) {
    return Revision.list(
        kubectl.json(
            "read the revisions of " + name,
            "get",
            REVISIONS,
            "-l",
            SELECTOR + name,
            "-o",
            "json"));
  }

  Follower<Deployed> follower(String name) {
    return new Follower<>(() -> kubectl.watch(reading(name), RESOURCE, name), Deployed::of);
  }

  void say(String name, ActionValue action) {
    kubectl.run(
        "annotate the ModelDeployment " + name,
        "annotate",
        RESOURCE,
        name,
        Deployed.ACTION + "=" + action.text(),
        "--overwrite",
        FIELD_MANAGER);
  }

  void rollBack(Rollback rollback) {
    String name = rollback.resource().name();
    kubectl.run(
        "set spec.model of the ModelDeployment " + name,
        "patch",
        RESOURCE,
        name,
        "--type=merge",
        "-p",
        rollback.patch(),
        FIELD_MANAGER);
  }

  private static String reading(String name) {
    return "read the ModelDeployment " + name;
  }
}
