package io.slipway.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.ModelSource;
import io.slipway.api.v1alpha1.Reason;
import io.slipway.operator.NamedResource;
import io.slipway.operator.desired.ResolvedModel;
import io.slipway.operator.desired.ResolverPod;
import io.slipway.operator.desired.Revisions;
import io.slipway.operator.desired.StoredRevision;
import io.slipway.operator.document.Comparison;
import io.slipway.operator.document.Json;
import io.slipway.operator.observe.Observation;
import io.slipway.operator.observe.OperatorSettings;
import io.slipway.operator.observe.OwnedObjects;
import io.slipway.operator.observe.RegistryAnswer;
import io.slipway.operator.plan.Resolving.Resolution;
import io.slipway.operator.status.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of the revisions tells what a version or an alias means while the registry does not. */
class ResolvingTest {

  private static final ModelSource CHAMPION =
      new ModelSource(null, null, "champion", null, null, null, null);
  private static final ModelSource VERSION_8 =
      new ModelSource(null, "8", null, null, null, null, null);
  private static final RegistryAnswer AWAY =
      new RegistryAnswer.Failed(Reason.REGISTRY_UNREACHABLE, "the registry gives no answer");

  private static final OperatorSettings SETTINGS =
      new OperatorSettings(
          "runtime:1", "cuda:1", "cluster.local", 3, "", OperatorSettings.Timing.DEFAULT);
  private static final Path FOUND =
      Path.of("../docs/reference/contract/termination-resolved-alias.json");
  private static final Path COMPARED =
      Path.of("../docs/reference/contract/termination-resolved.json");

  private final List<ControllerRevision> history = new ArrayList<>();

  @Test
  void anAliasThatServesMeansWhatItLastMeant() {
    made("churn", CHAMPION, model("7", "a"));
    made("churn", CHAMPION, model("8", "b"));

    assertThat(resolve(CHAMPION, RegistryAnswer.NONE).model()).contains(model("8", "b"));
    assertThat(resolve(CHAMPION, AWAY).model()).contains(model("8", "b"));
    assertThat(resolve(CHAMPION, AWAY).concern().map(Trouble::reason))
        .contains(Reason.REGISTRY_UNREACHABLE);
  }

  @Test
  void anAliasThatSomebodyComesBackToIsNotWhatItMeantLongAgo() {
    made("churn", CHAMPION, model("7", "a"));
    made("churn", VERSION_8, model("8", "b"));

    Resolution unheard = resolve(CHAMPION, RegistryAnswer.NONE);
    assertThat(unheard.model()).isEmpty();
    assertThat(unheard.trouble()).isEmpty();
    assertThat(unheard.again()).isPresent();

    Resolution away = resolve(CHAMPION, AWAY);
    assertThat(away.model()).isEmpty();
    assertThat(away.trouble().map(Trouble::reason)).contains(Reason.REGISTRY_UNREACHABLE);
    assertThat(away.again()).isPresent();
  }

  @Test
  void aVersionThatSomebodyComesBackToIsWhatItWas() {
    made("churn", VERSION_8, model("8", "b"));
    made("churn", CHAMPION, model("9", "c"));

    assertThat(resolve(VERSION_8, RegistryAnswer.NONE).model()).contains(model("8", "b"));
    assertThat(resolve(VERSION_8, AWAY).model()).contains(model("8", "b"));
    assertThat(resolve(VERSION_8, AWAY).trouble()).isEmpty();
  }

  @Test
  void whatSomebodyElseAskedForIsNothingToAnAlias() {
    made("churn", CHAMPION, model("7", "a"));
    made("other", VERSION_8, model("8", "b"));

    assertThat(resolve(CHAMPION, RegistryAnswer.NONE).model()).contains(model("7", "a"));
  }

  @Test
  void aRevisionOfAnAliasOfMlflowIsMadeOfTheVersionThatTheResolverFound() throws IOException {
    ModelSource asked = new ModelSource(null, "mlflow://churn@champion", null, null, null);
    ModelDeployment resource = NamedResource.of("churn", asked);

    ResolvedModel found = found(resource, Files.readString(FOUND));

    assertThat(Revisions.render(resource, SETTINGS, found, "churn-1").uri())
        .as("whoever moves the alias changes nothing for pods that start later")
        .isEqualTo("mlflow://churn/7");
  }

  @Test
  void whatTheResolverComparedIsKnownAndNoPartOfTheRevision() throws IOException {
    ModelSource asked = new ModelSource(null, "https://models/churn.pmml", null, null, null);
    ModelDeployment resource = NamedResource.of("churn", asked);

    ResolvedModel found = found(resource, Files.readString(COMPARED));

    assertThat(found.compared())
        .isEqualTo(
            new Comparison(
                "c2f0a7d6b9e84135a0c3de71f24b68950d1e7c3a8b6f42905e1d7c8a3b9f6024",
                "jpmml",
                "1.7.7",
                480));
    StoredRevision stored = Revisions.render(resource, SETTINGS, found, "churn-1");
    ResolvedModel kept =
        Json.read(Json.write(stored), StoredRevision.class).orElseThrow().resolved();
    assertThat(kept).isEqualTo(new ResolvedModel(found.digest(), found.format()));
    assertThat(Revisions.name(resource, found)).isEqualTo(Revisions.name(resource, kept));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"none\"", "null", "{}", "{\"build\": 7}"})
  void whatElseAResolverSaysOfItIsAsIfItSaidNothing(String compared) throws IOException {
    ModelSource asked = new ModelSource(null, "https://models/churn.pmml", null, null, null);
    String word =
        Files.readString(COMPARED)
            .replaceFirst("\"compared\": \\{[^}]*}", "\"compared\": " + compared);

    ResolvedModel found = found(NamedResource.of("churn", asked), word);

    assertThat(found.format()).isEqualTo("PMML");
    assertThat(found.compared()).isNull();
  }

  /** What comes of a resolver's last word. */
  private ResolvedModel found(ModelDeployment resource, String word) {
    Pod resolver = ResolverPod.desired(resource, SETTINGS, Optional.empty());
    resolver.setStatus(
        new PodStatusBuilder()
            .withPhase("Succeeded")
            .addNewContainerStatus()
            .withNewState()
            .withNewTerminated()
            .withExitCode(0)
            .withMessage(word)
            .endTerminated()
            .endState()
            .endContainerStatus()
            .build());
    return resolve(resource.getSpec().model(), RegistryAnswer.NONE, List.of(resolver))
        .model()
        .orElseThrow();
  }

  /** A revision, the newest of all; the cluster lists them in any order. */
  private void made(String name, ModelSource model, ResolvedModel resolved) {
    StoredRevision stored =
        new StoredRevision(
            name,
            resolved.uri(),
            resolved,
            StoredRevision.Server.SLIPWAY,
            StoredRevision.GpuUse.NONE,
            new DeploymentSpec(),
            null);
    ModelDeployment resource = NamedResource.of(name, model);
    history.addFirst(
        Revisions.object(
            resource,
            Revisions.name(resource, resolved),
            stored,
            history.size() + 1,
            Optional.empty()));
  }

  private Resolution resolve(ModelSource model, RegistryAnswer answer) {
    return resolve(model, answer, List.of());
  }

  private Resolution resolve(ModelSource model, RegistryAnswer answer, List<Pod> pods) {
    OwnedObjects none = OwnedObjects.NONE;
    return Resolving.of(
        new Observation(
            Instant.parse("2026-11-03T12:00:00Z"),
            1,
            SETTINGS,
            NamedResource.of("churn", model),
            new OwnedObjects(
                history,
                none.deployments(),
                pods,
                none.services(),
                none.endpointSlices(),
                none.configMaps(),
                none.budgets(),
                none.serviceAccounts(),
                none.autoscalers()),
            Map.of(),
            Map.of(),
            Map.of(),
            answer,
            Set.of(),
            List.of()));
  }

  private static ResolvedModel model(String number, String hex) {
    String digest = "sha256:" + hex.repeat(64);
    return new ResolvedModel(digest, "ONNX", number, "https://registry/v1/blobs/" + digest);
  }
}
