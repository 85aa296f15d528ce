package io.slipway.cli.rollback;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.cli.resource.Revision;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * In what two revisions' pods differ apart from the model: what a rollback of {@code spec.model}
 * leaves as it is today.
 */
final class Differences {

  private static final String NONE = "not set";

  /** Environment variables that the operator adds to every pod. */
  private static final String OWN_VARIABLES = "SLIPWAY_REVISION|POD_(NAME|NAMESPACE|UID|IP)";

  private Differences() {}

  /** One line for each, like {@code resources.requests.cpu: 500m then, 1 now}. */
  static List<String> between(Revision then, Revision now) {
    Map<String, String> before = leaves(then);
    Map<String, String> after = leaves(now);
    TreeSet<String> paths = new TreeSet<>(before.keySet());
    paths.addAll(after.keySet());
    return paths.stream()
        .flatMap(
            path ->
                difference(path, before.getOrDefault(path, NONE), after.getOrDefault(path, NONE)))
        .toList();
  }

  private static Stream<String> difference(String path, String then, String now) {
    return then.equals(now)
        ? Stream.empty()
        : Stream.of(path + ": " + then + " then, " + now + " now");
  }

  private static Map<String, String> leaves(Revision revision) {
    Map<String, String> leaves = new TreeMap<>();
    JsonNode template = revision.podTemplate();
    JsonNode pod = template.path("spec");
    JsonNode container = pod.path("containers").path(0);
    add(leaves, "podTemplate.labels", template.path("metadata").path("labels"));
    leaves.keySet().removeIf(path -> path.startsWith("podTemplate.labels.slipway.io/"));
    leaves.remove("podTemplate.labels.app.kubernetes.io/managed-by");
    add(leaves, "podTemplate.annotations", template.path("metadata").path("annotations"));
    add(leaves, "runtime.image", container.path("image"));
    add(leaves, "runtime.args", container.path("args"));
    add(leaves, "resources", container.path("resources"));
    for (JsonNode variable : container.path("env")) {
      if (!variable.path("name").asText().matches(OWN_VARIABLES)) {
        add(leaves, "podTemplate.env." + variable.path("name").asText(), variable);
      }
    }
    add(leaves, "podTemplate.envFrom", container.path("envFrom"));
    for (JsonNode mount : container.path("volumeMounts")) {
      String path = mount.path("mountPath").asText();
      if (!isOwn(path)) {
        add(leaves, "podTemplate.volumeMounts." + path, mount);
        for (JsonNode volume : pod.path("volumes")) {
          if (volume.path("name").equals(mount.path("name"))) {
            add(leaves, "podTemplate.volumes." + volume.path("name").asText(), volume);
          }
        }
      }
    }
    for (String field :
        List.of(
            "affinity",
            "nodeSelector",
            "tolerations",
            "topologySpreadConstraints",
            "priorityClassName",
            "imagePullSecrets",
            "serviceAccountName")) {
      add(leaves, "podTemplate." + field, pod.path(field));
    }
    add(leaves, "gpu.runtimeClassName", pod.path("runtimeClassName"));
    return leaves;
  }

  /** Where the pod contract puts what Slipway mounts. */
  private static boolean isOwn(String mountPath) {
    return mountPath.equals("/tmp")
        || mountPath.startsWith("/etc/slipway/")
        || mountPath.equals("/var/cache/slipway");
  }

  private static void add(Map<String, String> leaves, String path, JsonNode value) {
    if (value.isObject()) {
      value
          .properties()
          .forEach(field -> add(leaves, path + "." + field.getKey(), field.getValue()));
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        add(leaves, path + "[" + i + "]", value.get(i));
      }
    } else if (value.isValueNode() && !value.isNull()) {
      leaves.put(path, value.asText());
    }
  }
}
