package io.slipway.api.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.api.v1alpha1.Statuses;
import io.slipway.testing.apiserver.WithApiServer;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a real API server makes of a resource that it took. */
@WithApiServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StoredResourceIT {

  private static final String SMALLEST =
      """
      apiVersion: slipway.io/v1alpha1
      kind: ModelDeployment
      metadata: {name: churn}
      spec:
        model: {uri: https://models.example.org/churn.onnx}
        gpu: {}
      """;

  private final ObjectMapper json = new ObjectMapper();
  private final KubernetesClient client;
  private final InstalledCrd crd;

  StoredResourceIT(KubernetesClient client) throws IOException {
    this.client = client;
    this.crd = InstalledCrd.in(client);
  }

  @AfterEach
  void removeTheResource() {
    crd.asWritten(SMALLEST).delete();
  }

  @Test
  void whatIsLeftOutGetsTheDocumentedDefault() {
    GenericKubernetesResource stored = crd.asWritten(SMALLEST).create();

    assertThat(json.valueToTree(stored.get("spec")).toString())
        .isEqualTo(
            """
            {"gpu":{"count":1,"policy":"Required","resourceName":"nvidia.com/gpu"},\
            "model":{"uri":"https://models.example.org/churn.onnx"},"replicas":1}\
            """);
  }

  @Test
  void aResourceThatNobodyHasSeenYetIsNotTakenForOneThatIsReady() {
    crd.asWritten(SMALLEST).create();

    assertThat(stored().getStatus().observedGeneration()).isEqualTo(-1);
  }

  @Test
  void aStatusComesBackAsItWasWrittenAndAFieldLeftOutOfTheNextIsGone() {
    crd.asWritten(SMALLEST).create();

    ModelDeploymentStatus first = Statuses.inTheMiddleOfAPromotion();
    apply(first);
    assertThat(stored().getStatus()).isEqualTo(first);

    ModelDeploymentStatus second = Statuses.serving();
    apply(second);
    assertThat(stored().getStatus()).isEqualTo(second);
  }

  @Test
  void theListTellsTheStoryAtAGlance() {
    crd.asWritten(SMALLEST).create();
    apply(Statuses.serving());

    JsonNode table = table();

    assertThat(columns(table, 0))
        .containsExactly("Name", "Version", "Ready", "Reason", "Pods", "Weight", "URL", "Age");
    assertThat(columns(table, 1))
        .containsExactly(
            "Available", "Candidate", "Rollout", "Step", "Observed", "Source", "Message");
    assertThat(cells(table, 0))
        .startsWith(
            "churn", "9f86d081884c", "True", "Serving", "3", "null", "http://churn.fraud.svc");
  }

  @Test
  void whileCallersAreMovedTheListSaysHowManyTheCandidateHas() {
    crd.asWritten(SMALLEST).create();
    apply(Statuses.inTheMiddleOfAPromotion());

    JsonNode table = table();

    assertThat(cells(table, 0))
        .startsWith(
            "churn", "9f86d081884c", "False", "Promoting", "3", "100%", "http://churn.fraud.svc");
    assertThat(cells(table, 1))
        .startsWith("True", "2c26b46b68ff", "Promoting", "Widening", "99.9%");
  }

  @Test
  void aRolloutOfWhichNothingIsSaidGetsTheDocumentedDefaults() {
    GenericKubernetesResource stored =
        crd.asWritten(
                """
                apiVersion: slipway.io/v1alpha1
                kind: ModelDeployment
                metadata: {name: churn}
                spec:
                  model: {uri: https://models.example.org/churn.onnx}
                  resources: {requests: {cpu: 1}}
                  rollout: {shadow: {}, steps: [{weight: 5%}], bake: {}, assignment: {}}
                  autoscaling: {maxReplicas: 4}
                """)
            .create();

    JsonNode spec = json.valueToTree(stored.get("spec"));
    assertThat(spec.get("rollout").toString())
        .isEqualTo(
            """
            {"assignment":{"type":"Request"},"bake":{"duration":"15m"},"onInconclusive":"Pause",\
            "progressDeadline":"10m","shadow":{"maxDuration":"30m","minSamples":500,"percent":100},\
            "steps":[{"weight":"5%"}],\
            "whenScarce":"Wait","whenStableUnavailable":"SkipSteps"}\
            """);
    assertThat(spec.get("autoscaling").toString())
        .isEqualTo(
            """
            {"maxReplicas":4,"minReplicas":1,"targetCPUUtilizationPercentage":80}\
            """);
  }

  private ModelDeployment stored() {
    return client.resources(ModelDeployment.class).inNamespace("default").withName("churn").get();
  }

  /** As the operator writes it: the whole status, by server-side apply, with one field manager. */
  private void apply(ModelDeploymentStatus status) {
    var resource = new ModelDeployment();
    resource.setMetadata(
        new ObjectMetaBuilder().withName("churn").withNamespace("default").build());
    resource.setStatus(status);
    client
        .resource(resource)
        .subresource("status")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("slipway-operator")
                .withForce(true)
                .build());
  }

  /** As kubectl asks for it. */
  private JsonNode table() {
    var request =
        client
            .getHttpClient()
            .newHttpRequestBuilder()
            .uri(
                client.getMasterUrl()
                    + "apis/slipway.io/v1alpha1/namespaces/default/modeldeployments")
            .header("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io")
            .build();
    return Serialization.unmarshal(
        client.getHttpClient().sendAsync(request, String.class).join().body(), JsonNode.class);
  }

  /** What kubectl prints of the first row, of the columns of this priority. */
  private List<String> cells(JsonNode table, int priority) {
    return IntStream.range(0, table.get("columnDefinitions").size())
        .filter(i -> table.at("/columnDefinitions/%d/priority".formatted(i)).asInt() == priority)
        .mapToObj(i -> table.at("/rows/0/cells/%d".formatted(i)).asText())
        .toList();
  }

  private List<String> columns(JsonNode table, int priority) {
    return StreamSupport.stream(table.get("columnDefinitions").spliterator(), false)
        .filter(column -> column.get("priority").asInt() == priority)
        .map(column -> column.get("name").asText())
        .toList();
  }
}
