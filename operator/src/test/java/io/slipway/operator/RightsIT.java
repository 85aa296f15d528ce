package io.slipway.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.slipway.api.v1alpha1.Autoscaling;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.operator.mockcluster.MockCluster;
import io.slipway.testing.apiserver.ApiServer;
import io.slipway.testing.apiserver.WithApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The operator with the rights that the chart gives it, and no others. */
@WithApiServer
class RightsIT {

  private static final Path CHART = Path.of("../charts/slipway.yaml");
  private static final Autoscaling SCALED = new Autoscaling(1, 3, 80);
  private static final String NAMESPACE = "slipway-system";
  private static final Set<String> NEEDED =
      Set.of("Namespace", "Secret", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding");

  private final ApiServer server;

  RightsIT(ApiServer server) {
    this.server = server;
  }

  @Test
  void theChartsRightsAreEnoughForAVersionChangeAndNothingIsForbidden() throws IOException {
    applyRights();
    try (var cluster = MockCluster.start(server.client());
        var operator = OperatorUnderTest.installed(asOperator(), cluster, NAMESPACE)) {
      var models = new Models(cluster);
      models.apply("churn", Models.scaled("https://models.example.org/churn/1.pmml", 1, SCALED));
      String first = OperatorIT.stable(models.awaitReady("churn").getStatus());
      models.apply("churn", Models.scaled("https://models.example.org/churn/2.pmml", 1, SCALED));
      models.awaitReady("churn");
      await().atMost(Models.SOON).until(() -> models.pods(first).isEmpty());
      assertThat(autoscalers(cluster)).hasSize(1);
      models.apply("churn", Models.scaled("https://models.example.org/churn/2.pmml", 1, null));
      await().atMost(Models.SOON).until(() -> autoscalers(cluster).isEmpty());

      assertThat(operator.wire().forbidden()).isEmpty();
      assertThat(cluster.client().events().v1().events().list().getItems()).isNotEmpty();
    }
  }

  @Test
  void aMountThatDoesNotExistIsToldInTheKubeletsWords() throws IOException {
    applyRights();
    try (var cluster = MockCluster.start(server.client());
        var operator = OperatorUnderTest.installed(asOperator(), cluster, NAMESPACE)) {
      var models = new Models(cluster);
      models.apply("churn", Models.spec("configmap://no-such-map/v1.pmml", 1));

      var stalled = models.awaitCondition("churn", ConditionType.STALLED, "MountNotFound");
      assertThat(stalled.message()).contains("configmap \"no-such-map\" not found");
      assertThat(operator.wire().forbidden()).isEmpty();
    }
  }

  private static List<HorizontalPodAutoscaler> autoscalers(MockCluster cluster) {
    return cluster.client().autoscaling().v2().horizontalPodAutoscalers().list().getItems();
  }

  private Config asOperator() {
    return new ConfigBuilder(server.config())
        .withImpersonateUsername("system:serviceaccount:" + NAMESPACE + ":slipway-operator")
        .withImpersonateGroups("system:serviceaccounts", "system:authenticated")
        .build();
  }

  private void applyRights() throws IOException {
    try (var chart = Files.newInputStream(CHART)) {
      List<HasMetadata> objects = server.client().load(chart).items();
      for (HasMetadata object : objects) {
        if (NEEDED.contains(object.getKind())) {
          server.client().resource(object).forceConflicts().serverSideApply();
        }
      }
    }
  }
}
