package io.slipway.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.ModelDeploymentSpec;
import io.slipway.api.v1alpha1.ModelSource;
import io.slipway.operator.document.Json;
import io.slipway.operator.observe.OperatorSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each kind is compared in a quick way when it looks as it was applied, and in a thorough way when
 * somebody added something; both have to agree.
 */
class DriftTest {

  static Stream<HasMetadata> everyKind() {
    ModelDeployment resource = resource();
    OperatorSettings settings =
        new OperatorSettings(
            "runtime:1", "cuda:1", "cluster.local", 10, "", OperatorSettings.Timing.DEFAULT);
    StoredRevision stored =
        Revisions.render(
            resource, settings, new ResolvedModel("sha256:" + "1".repeat(64), "ONNX"), "churn-1");
    RevisionObjects objects = new RevisionObjects(resource, "churn-1", stored);
    return Stream.of(
        objects.deployment(2),
        objects.configMap(),
        objects.headlessService(),
        objects.budget(),
        EntryService.desired(resource, new EntryService.Selection.Every()),
        ServiceAccounts.desired(resource).orElseThrow());
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void whatCameBackAsItWasSentIsNoDrift(HasMetadata wanted) {
    assertThat(Drift.between(wanted, live(wanted))).isFalse();
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void whatOthersAddedToTheMetadataIsTheirs(HasMetadata wanted) {
    HasMetadata live = live(wanted);
    live.getMetadata().setUid("uid");
    live.getMetadata().setResourceVersion("7");
    live.getMetadata().getLabels().put("team", "fraud");
    live.getMetadata().setAnnotations(Map.of("kubectl", "was here"));
    live.getMetadata().setFinalizers(List.of("example.org/keep"));
    live.getMetadata()
        .setOwnerReferences(
            Stream.concat(
                    live.getMetadata().getOwnerReferences().stream(),
                    Stream.of(new OwnerReference("v1", false, false, "Pod", "other", "uid-2")))
                .toList());
    assertThat(Drift.between(wanted, live)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void whatSomebodyTookFromTheMetadataIsDrift(HasMetadata wanted) {
    assertThat(drifts(wanted, it -> it.getLabels().remove(Labels.DEPLOYMENT))).isTrue();
    assertThat(drifts(wanted, it -> it.getLabels().put(Labels.DEPLOYMENT, "x"))).isTrue();
    assertThat(drifts(wanted, it -> it.setLabels(null))).isTrue();
    assertThat(drifts(wanted, it -> it.setOwnerReferences(List.of()))).isTrue();
    assertThat(drifts(wanted, it -> it.getOwnerReferences().get(0).setUid("x"))).isTrue();
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void anythingElseThatIsWantedOfTheMetadataIsLookedFor(HasMetadata wanted) {
    HasMetadata live = live(wanted);
    wanted.getMetadata().setAnnotations(new HashMap<>(Map.of("a", "1")));
    assertThat(Drift.between(wanted, live)).as("an annotation").isTrue();
    live.getMetadata().setAnnotations(Map.of("a", "1", "b", "2"));
    assertThat(Drift.between(wanted, live)).isFalse();
    wanted.getMetadata().setFinalizers(List.of("slipway.io/x"));
    assertThat(Drift.between(wanted, live)).as("a finalizer").isTrue();
  }

  @Test
  void theContentOfEachKindIsCompared() {
    HasMetadata map = map().addToData("a", "1").withImmutable(true).build();
    assertThat(Drift.between(map, map().addToData("a", "1").build())).isTrue();
    assertThat(
            Drift.between(
                map, map().addToData("a", "1").addToData("b", "2").withImmutable(true).build()))
        .as("a key too many")
        .isTrue();
    HasMetadata account = account().withAutomountServiceAccountToken(false).build();
    HasMetadata withSecret =
        account()
            .withAutomountServiceAccountToken(false)
            .addNewSecret()
            .withName("token")
            .endSecret()
            .build();
    assertThat(Drift.between(account, withSecret)).as("what older clusters add").isFalse();
    assertThat(Drift.between(account, account().build())).isTrue();
  }

  @Test
  void replicasThatNobodyAsksForAreTheirs() {
    Deployment wanted = (Deployment) everyKind().findFirst().orElseThrow();
    Deployment nine = new DeploymentBuilder(wanted).editSpec().withReplicas(9).endSpec().build();
    assertThat(Drift.between(wanted, nine)).isTrue();
    Deployment any = new DeploymentBuilder(wanted).editSpec().withReplicas(null).endSpec().build();
    assertThat(Drift.between(any, nine)).isFalse();
  }

  private static boolean drifts(HasMetadata wanted, Consumer<ObjectMeta> edit) {
    HasMetadata live = live(wanted);
    edit.accept(live.getMetadata());
    return Drift.between(wanted, live);
  }

  private static ConfigMapBuilder map() {
    return new ConfigMapBuilder().withNewMetadata().withName("churn").endMetadata();
  }

  private static ServiceAccountBuilder account() {
    return new ServiceAccountBuilder().withNewMetadata().withName("churn").endMetadata();
  }

  /** What an API server would send back, sharing nothing with what was sent. */
  private static HasMetadata live(HasMetadata wanted) {
    return Json.read(Json.write(wanted), wanted.getClass()).orElseThrow();
  }

  private static ModelDeployment resource() {
    ModelDeployment resource = new ModelDeployment();
    resource.getMetadata().setName("churn");
    resource.getMetadata().setNamespace("fraud");
    resource.getMetadata().setUid("uid-of-churn");
    resource.setSpec(
        new ModelDeploymentSpec(
            new ModelSource(null, "https://models/1", null, null, null),
            2,
            null,
            null,
            null,
            null));
    return resource;
  }
}
