package io.slipway.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The operator's rights as data: exactly these, and nothing by a wildcard. */
final class RightsIT {

  private static final List<String> ALL =
      List.of("get", "list", "watch", "create", "patch", "delete");

  /** What it may do where it looks after models. */
  private static final Set<String> WATCHED =
      union(
          rights("slipway.io/modeldeployments", List.of("get", "list", "watch")),
          rights("slipway.io/modeldeployments/status", List.of("patch")),
          rights("slipway.io/modeldeployments/finalizers", List.of("update")),
          rights("slipway.io/batchscorings", ALL),
          rights("slipway.io/batchscorings/status", List.of("patch")),
          rights("slipway.io/batchscorings/finalizers", List.of("update")),
          rights("slipway.io/scheduledbatchscorings", List.of("get", "list", "watch")),
          rights("slipway.io/scheduledbatchscorings/status", List.of("patch")),
          rights("slipway.io/scheduledbatchscorings/finalizers", List.of("update")),
          rights("batch/jobs", ALL),
          rights(
              "sparkoperator.k8s.io/sparkapplications", List.of("get", "list", "create", "delete")),
          rights("spark.apache.org/sparkapplications", List.of("get", "list", "create", "delete")),
          rights("apps/controllerrevisions", ALL),
          rights("apps/deployments", ALL),
          rights("/configmaps", ALL),
          rights("/pods", ALL),
          rights("/serviceaccounts", ALL),
          rights("/services", ALL),
          rights("policy/poddisruptionbudgets", ALL),
          rights("autoscaling/horizontalpodautoscalers", ALL),
          rights("discovery.k8s.io/endpointslices", List.of("get", "list", "watch")),
          rights("/events", List.of("list")),
          rights("events.k8s.io/events", List.of("get", "create", "patch")));

  /** What it may do in its own namespace. */
  private static final Set<String> OWN =
      union(
          rights("/secrets[slipway-operator-keys]", List.of("get", "update")),
          rights("coordination.k8s.io/leases[slipway-operator]", List.of("get", "patch")),
          rights("coordination.k8s.io/leases", List.of("create")));

  private static Helm helm;

  @BeforeAll
  static void find() {
    helm = Helm.orSkip();
  }

  @Test
  void clusterWideItMayDoWhatItNeedsAndNoMore() {
    Rendered rendered = helm.template("slipway", "slipway-system");

    assertThat(rightsOf(operatorClusterRole(rendered))).isEqualTo(WATCHED);
    assertThat(rightsOf(rendered.the("Role"))).isEqualTo(OWN);
    assertThat(rendered.the("Role").at("/metadata/namespace").asText()).isEqualTo("slipway-system");
  }

  @Test
  void inNamedNamespacesItMayDoTheSameAndNothingElsewhere() {
    Rendered rendered =
        helm.template("slipway", "slipway-system", "watchNamespaces={fraud,marketing}");

    assertThat(rendered.ofKind("ClusterRoleBinding")).isEmpty();
    assertThat(rendered.ofKind("Role"))
        .filteredOn(role -> !role.at("/metadata/namespace").asText().equals("slipway-system"))
        .hasSize(2)
        .allSatisfy(role -> assertThat(rightsOf(role)).isEqualTo(WATCHED))
        .extracting(role -> role.at("/metadata/namespace").asText())
        .containsExactlyInAnyOrder("fraud", "marketing");
    assertThat(rendered.ofKind("RoleBinding"))
        .hasSize(3)
        .allSatisfy(
            binding ->
                assertThat(binding.at("/subjects/0/name").asText()).isEqualTo("slipway-operator"));
  }

  @Test
  void noRightIsGivenByAWildcardAndNoSecretIsReadButItsOwn() {
    for (Rendered rendered :
        List.of(
            helm.template("slipway", "slipway-system"),
            helm.template("slipway", "slipway-system", "watchNamespaces={fraud}"))) {
      List<String> given =
          rendered.objects().stream()
              .filter(object -> object.has("rules"))
              .flatMap(role -> rightsOf(role).stream())
              .toList();

      assertThat(given)
          .isNotEmpty()
          .noneMatch(right -> right.contains("*"))
          .noneMatch(right -> right.endsWith(" escalate") || right.endsWith(" bind"))
          .noneMatch(right -> right.startsWith("/secrets "));
    }
  }

  @Test
  void peopleMayChangeModelDeploymentsByTheClustersOwnRolesUnlessThatIsRefused() {
    Rendered rendered = helm.template("slipway", "slipway-system");
    Rendered without =
        helm.template("slipway", "slipway-system", "rbac.aggregateToUserRoles=false");

    assertThat(rightsOf(clusterRole(rendered, "slipway-system-slipway-view")))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of("modeldeployments", "batchscorings", "scheduledbatchscorings")
                .flatMap(plural -> Stream.of(plural, plural + "/status"))
                .flatMap(
                    resource ->
                        rights("slipway.io/" + resource, List.of("get", "list", "watch")).stream())
                .toList());
    assertThat(rightsOf(clusterRole(rendered, "slipway-system-slipway-edit")))
        .isEqualTo(
            Stream.of("modeldeployments", "batchscorings", "scheduledbatchscorings")
                .flatMap(
                    plural ->
                        rights(
                            "slipway.io/" + plural,
                            List.of("create", "update", "patch", "delete", "deletecollection"))
                            .stream())
                .collect(Collectors.toSet()));
    assertThat(without.ofKind("ClusterRole")).hasSize(1);
  }

  private static JsonNode operatorClusterRole(Rendered rendered) {
    return clusterRole(rendered, "slipway-system-slipway-operator");
  }

  private static JsonNode clusterRole(Rendered rendered, String name) {
    return rendered.ofKind("ClusterRole").stream()
        .filter(role -> role.at("/metadata/name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no ClusterRole " + name));
  }

  private static Set<String> rightsOf(JsonNode role) {
    var rights = new TreeSet<String>();
    for (JsonNode rule : role.get("rules")) {
      String names = rule.has("resourceNames") ? names(rule.get("resourceNames")) : "";
      for (JsonNode group : rule.get("apiGroups")) {
        for (JsonNode resource : rule.get("resources")) {
          for (JsonNode verb : rule.get("verbs")) {
            rights.add(group.asText() + "/" + resource.asText() + names + " " + verb.asText());
          }
        }
      }
    }
    return rights;
  }

  private static String names(JsonNode names) {
    var sorted = new TreeSet<String>();
    names.forEach(name -> sorted.add(name.asText()));
    return sorted.toString();
  }

  private static Set<String> rights(String resource, Collection<String> verbs) {
    var rights = new TreeSet<String>();
    verbs.forEach(verb -> rights.add(resource + " " + verb));
    return rights;
  }

  @SafeVarargs
  private static Set<String> union(Set<String>... parts) {
    var all = new TreeSet<String>();
    for (Set<String> part : parts) {
      all.addAll(part);
    }
    return all;
  }
}
