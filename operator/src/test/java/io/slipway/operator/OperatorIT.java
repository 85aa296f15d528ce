package io.slipway.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Service;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.operator.mockcluster.MockCluster;
import io.slipway.testing.apiserver.ApiServer;
import io.slipway.testing.apiserver.WithApiServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The main job, from a resource to a version change, at a real API server. */
@WithApiServer
class OperatorIT {

  private static final String V1 = "https://models.example.org/churn/1.pmml";
  private static final String V2 = "https://models.example.org/churn/2.pmml";

  private final ApiServer server;
  private MockCluster cluster;
  private OperatorUnderTest operator;
  private Models models;

  @SuppressWarnings("NullAway.Init") // Filled before each test.
  OperatorIT(ApiServer server) {
    this.server = server;
  }

  @BeforeEach
  void start() throws IOException {
    cluster = MockCluster.start(server.client());
    operator = OperatorUnderTest.start(server.config(), cluster);
    models = new Models(cluster);
  }

  @AfterEach
  void stop() {
    operator.close();
    cluster.close();
  }

  @Test
  void aResourceBecomesAnEndpointAndAnotherVersionTakesOver() throws Exception {
    models.apply("churn", Models.spec(V1, 2));
    String first = stable(models.awaitReady("churn").getStatus());

    assertThat(models.status("churn").url())
        .isEqualTo("http://churn." + cluster.namespace() + ".svc");
    assertThat(models.pods(first)).hasSize(2);

    models.apply("churn", Models.spec(V2, 2));
    String second = stable(models.awaitReady("churn").getStatus());

    assertThat(second).isNotEqualTo(first);
    assertThat(entry().getSpec().getSelector()).containsValue(second);
    await().atMost(Models.SOON).until(() -> models.pods(first).isEmpty());
    assertThat(cluster.pods().running()).allSatisfy(pod -> assertThat(pod.traffic()).isNotEmpty());
    assertThat(events()).isNotEmpty().doesNotHaveDuplicates();
    assertThat(metrics()).contains("slipway_modeldeployments_condition{condition=\"Ready\"} 1.0");
  }

  @Test
  void aVersionThatCannotLoadChangesNothingForCallersAndSaysWhy() {
    models.apply("churn", Models.spec(V1, 2));
    String first = stable(models.awaitReady("churn").getStatus());

    models.apply("churn", Models.spec("https://models.example.org/churn/broken.pmml", 2));

    var stalled = models.awaitCondition("churn", ConditionType.STALLED, "ModelInvalid");
    assertThat(stalled.message()).contains("line 3 is not PMML");
    assertThat(stable(models.status("churn"))).isEqualTo(first);
    assertThat(entry().getSpec().getSelector()).containsValue(first);

    models.apply("churn", Models.spec(V1, 2));
    assertThat(stable(models.awaitReady("churn").getStatus())).isEqualTo(first);
  }

  @Test
  void somebodyElsesServiceIsNeverTakenOver() {
    var theirs =
        new io.fabric8.kubernetes.api.model.ServiceBuilder()
            .withNewMetadata()
            .withNamespace(cluster.namespace())
            .withName("churn")
            .endMetadata()
            .withNewSpec()
            .addToSelector("app", "theirs")
            .addNewPort()
            .withPort(80)
            .endPort()
            .endSpec()
            .build();
    Service before = cluster.client().resource(theirs).create();

    models.apply("churn", Models.spec(V1, 1));

    models.awaitCondition("churn", ConditionType.STALLED, "NameConflict");
    assertThat(entry().getMetadata().getResourceVersion())
        .isEqualTo(before.getMetadata().getResourceVersion());
  }

  @Test
  void whatSomebodyChangedOfOursIsPutRightAndWhatTheyAddedStays() {
    models.apply("churn", Models.spec(V1, 1));
    String first = stable(models.awaitReady("churn").getStatus());

    cluster
        .client()
        .services()
        .withName("churn")
        .edit(
            service -> {
              service.getMetadata().getAnnotations().put("example.org/scrape", "yes");
              service.getSpec().getSelector().put("slipway.io/revision", "nobody");
              return service;
            });
    cluster.client().apps().deployments().withName(first).scale(5);

    await()
        .atMost(Models.SOON)
        .untilAsserted(
            () -> {
              assertThat(entry().getSpec().getSelector()).doesNotContainValue("nobody");
              assertThat(
                      cluster
                          .client()
                          .apps()
                          .deployments()
                          .withName(first)
                          .get()
                          .getSpec()
                          .getReplicas())
                  .isEqualTo(1);
            });
    assertThat(entry().getMetadata().getAnnotations()).containsEntry("example.org/scrape", "yes");
  }

  private Service entry() {
    return Objects.requireNonNull(cluster.client().services().withName("churn").get());
  }

  private List<String> events() {
    return cluster.client().events().v1().events().list().getItems().stream()
        .map(event -> event.getReason() + ": " + event.getNote())
        .toList();
  }

  private String metrics() throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var uri = URI.create("http://127.0.0.1:" + operator.healthPort() + "/metrics");
      return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }
  }

  static String stable(
      io.slipway.api.v1alpha1.@org.jspecify.annotations.Nullable ModelDeploymentStatus status) {
    return Objects.requireNonNull(Objects.requireNonNull(status).stable()).revision();
  }
}
