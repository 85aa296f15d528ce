package io.slipway.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.DefaultKubernetesResourceList;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What goes through the Java types comes out as it was, and nothing that comes in stops them. */
final class JavaTypesTest {

  private final KubernetesSerialization kubernetes = new KubernetesSerialization();
  private final ObjectMapper json = new ObjectMapper();

  @Test
  void everyFieldOfASpecSurvivesTheRoundTrip() throws IOException {
    JsonNode before = yaml("valid/everything.yaml");

    ModelDeployment read = kubernetes.convertValue(before, ModelDeployment.class);
    JsonNode after = json.readTree(kubernetes.asJson(read));

    assertThat(after).isEqualTo(before);
  }

  @Test
  void everyFieldOfAStatusSurvivesTheRoundTrip() {
    ModelDeploymentStatus before = Statuses.inTheMiddleOfAPromotion();

    String written = kubernetes.asJson(before);

    assertThat(kubernetes.unmarshal(written, ModelDeploymentStatus.class)).isEqualTo(before);
  }

  @Test
  void aCopyEqualsTheOriginal() throws IOException {
    ModelDeployment original =
        kubernetes.convertValue(yaml("valid/everything.yaml"), ModelDeployment.class);

    assertThat(kubernetes.clone(original)).isEqualTo(original);
  }

  @Test
  void whatTheApiServerWouldDefaultIsDefaultedWithoutOne() {
    ModelDeployment read =
        kubernetes.unmarshal(
            """
            spec:
              model: {uri: https://models.example.org/a.onnx}
              gpu: {}
              rollout: {shadow: {}, steps: [{weight: 5%}], bake: {}, assignment: {}}
              autoscaling: {maxReplicas: 4}
            """,
            ModelDeployment.class);

    assertThat(read.getSpec().replicas()).isEqualTo(1);
    assertThat(read.getSpec().rollout())
        .isEqualTo(
            new Rollout(
                new Shadow(100, 500, "30m"),
                List.of(new RolloutStep("5%", "1m", 100, "1h", null)),
                List.of(),
                InconclusivePolicy.PAUSE,
                UnavailableStablePolicy.SKIP_STEPS,
                ScarcityPolicy.WAIT,
                "10m",
                new Bake("15m"),
                new Assignment(AssignmentType.REQUEST, null, null)));
    assertThat(read.getSpec().autoscaling()).isEqualTo(new Autoscaling(1, 4, 80));
    assertThat(read.getSpec().podTemplateOrNone()).isEqualTo(PodTemplate.NONE);
    assertThat(read.getSpec().gpu())
        .isEqualTo(new Gpu(1, "nvidia.com/gpu", null, Map.of(), List.of(), GpuPolicy.REQUIRED));
  }

  @Test
  void oneResourceFromANewerVersionDoesNotStopTheList() throws IOException {
    ObjectNode newer = yaml("valid/everything.yaml").deepCopy();
    newer.withObject("/metadata").put("name", "newer");
    ObjectNode spec = newer.withObject("/spec");
    ObjectNode rollout = spec.withObject("/rollout");
    rollout
        .put("new", "field")
        .put("onInconclusive", "Guess")
        .put("whenStableUnavailable", "Guess")
        .put("whenScarce", "Guess");
    rollout.withObject("/shadow").put("new", "field");
    rollout.withObject("/bake").put("new", "field");
    rollout.withObject("/assignment").put("type", "Weather").put("new", "field");
    rollout.withArray("steps").addNull().addObject().put("pause", "Ever").put("new", "field");
    rollout
        .withArray("checks")
        .addNull()
        .addObject()
        .put("type", "Mood")
        .put("action", "Sigh")
        .put("new", "field");
    spec.withObject("/autoscaling").put("new", "field");
    spec.withObject("/model").put("format", "TENSORS").put("new", "field");
    spec.withObject("/gpu").put("policy", "Sometimes").put("new", "field");
    spec.withObject("/podTemplate").put("new", "field").withArray("env").addNull();
    newer
        .putObject("status")
        .put("new", "field")
        .putObject("rollout")
        .put("state", "Thinking")
        .put("new", "field");
    ObjectNode status = newer.withObject("/status");
    status.putObject("traffic").put("new", "field");
    status.putObject("lastHandledAction").put("new", "field");
    status.putArray("failedRevisions").addNull().addObject().put("new", "field");
    status
        .putArray("checks")
        .addNull()
        .addObject()
        .put("verdict", "Perhaps")
        .put("new", "field")
        .putArray("windows")
        .addNull()
        .addObject()
        .put("new", "field");
    ObjectNode list = json.createObjectNode();
    list.putArray("items").add(newer).add(yaml("valid/everything.yaml"));

    var read = kubernetes.convertValue(list, ModelDeployments.class);

    assertThat(read.getItems())
        .extracting(item -> item.getMetadata().getName())
        .containsExactly("newer", "everything");
    ModelDeployment first = read.getItems().get(0);
    assertThat(first.getSpec().model().format()).isEqualTo(ModelFormat.UNKNOWN);
    assertThat(first.getSpec().gpu()).extracting(Gpu::policy).isEqualTo(GpuPolicy.UNKNOWN);
    assertThat(first.getSpec().podTemplateOrNone().env()).hasSize(2);
    Rollout steps = first.getSpec().rolloutOrNone();
    assertThat(steps.onInconclusive()).isEqualTo(InconclusivePolicy.UNKNOWN);
    assertThat(steps.whenStableUnavailable()).isEqualTo(UnavailableStablePolicy.UNKNOWN);
    assertThat(steps.whenScarce()).isEqualTo(ScarcityPolicy.UNKNOWN);
    assertThat(steps.assignment()).extracting(Assignment::type).isEqualTo(AssignmentType.UNKNOWN);
    assertThat(steps.steps().get(steps.steps().size() - 1).pause()).isEqualTo(PauseType.UNKNOWN);
    Check last = steps.checks().get(steps.checks().size() - 1);
    assertThat(last.type()).isEqualTo(CheckType.UNKNOWN);
    assertThat(last.actionOrDefault()).isEqualTo(CheckAction.UNKNOWN);
    assertThat(first.getStatus().rollout())
        .extracting(RolloutStatus::state)
        .isEqualTo(RolloutState.UNKNOWN);
    assertThat(kubernetes.clone(first)).as("a copy of it").isEqualTo(first);
  }

  @Test
  void zeroSamplesAreNotTakenForAnUnsaidNumber() {
    ModelDeployment read =
        kubernetes.unmarshal(
            """
            spec:
              model: {uri: https://models.example.org/a.onnx}
              rollout: {shadow: {minSamples: 0}, steps: [{weight: 5%, minSamples: 0}]}
            """,
            ModelDeployment.class);

    ModelDeployment again = kubernetes.clone(read);

    assertThat(again.getSpec().rolloutOrNone().steps().get(0).minSamples()).isZero();
    assertThat(again.getSpec().rolloutOrNone().shadow())
        .extracting(Shadow::minSamples)
        .isEqualTo(0);
  }

  @Test
  void whatAResourceLeavesOutIsNotWrittenOut() {
    ModelDeployment read =
        kubernetes.unmarshal(
            """
            apiVersion: slipway.io/v1alpha1
            kind: ModelDeployment
            metadata: {name: a}
            spec:
              model: {uri: https://models.example.org/a.onnx}
              podTemplate: {}
            status: {}
            """,
            ModelDeployment.class);

    assertThat(kubernetes.asJson(read))
        .isEqualTo(
            """
            {"apiVersion":"slipway.io/v1alpha1","kind":"ModelDeployment","metadata":{"name":"a"},\
            "spec":{"model":{"uri":"https://models.example.org/a.onnx"},"replicas":1,\
            "podTemplate":{}},"status":{}}""");
  }

  /** As the client reads a list from the API server. */
  static final class ModelDeployments extends DefaultKubernetesResourceList<ModelDeployment> {
    private static final long serialVersionUID = 1L;
  }

  private JsonNode yaml(String resource) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(JavaTypesTest.class.getResourceAsStream("/" + resource))) {
      return json.valueToTree(kubernetes.unmarshal(in, Object.class));
    }
  }
}
