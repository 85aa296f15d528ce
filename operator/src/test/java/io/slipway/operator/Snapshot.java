package io.slipway.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.slipway.operator.document.Json;
import io.slipway.operator.mockcluster.MockCluster;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the operator made, without what differs between two clusters that are the same: identities,
 * numbers of documents, what controllers added.
 */
public final class Snapshot {

  private static final Set<String> MADE_BY_OTHERS = Set.of("Pod", "EndpointSlice");
  private static final List<String> DIFFERING =
      List.of("clusterIP", "clusterIPs", "traffic.json", "keys.json", "revision");

  private Snapshot() {}

  /**
   * @param uid of the one resource of the cluster
   */
  public static Map<String, String> of(MockCluster cluster, String uid) {
    return of(cluster, cluster.objects(), uid);
  }

  /**
   * @param objects of the cluster, those of other resources too
   * @param uid of the resource
   */
  static Map<String, String> of(MockCluster cluster, Stream<HasMetadata> objects, String uid) {
    Map<String, String> own = new TreeMap<>();
    objects
        .filter(object -> !MADE_BY_OTHERS.contains(object.getKind()))
        .filter(
            object ->
                object.getMetadata().getOwnerReferences().stream()
                    .anyMatch(owner -> owner.getUid().equals(uid)))
        .forEach(
            object ->
                own.put(
                    object.getKind() + " " + object.getMetadata().getName(),
                    content(object).replace(cluster.namespace(), "NAMESPACE").replace(uid, "UID")));
    return own;
  }

  private static String content(HasMetadata object) {
    JsonNode tree = Json.tree(object);
    if (tree instanceof ObjectNode root) {
      root.retain("spec", "data");
      root.forEach(
          part -> {
            if (part instanceof ObjectNode fields) {
              fields.remove(DIFFERING);
            }
          });
    }
    return Json.write(tree);
  }
}
