package io.slipway.operator.kube;

import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.slipway.api.v1alpha1.BatchReason;
import io.slipway.api.v1alpha1.BatchScoring;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.ModelSource;
import io.slipway.api.v1alpha1.Reason;
import io.slipway.operator.batch.observe.ModelAnswer;
import io.slipway.operator.batch.observe.ModelCredentials;
import io.slipway.operator.desired.ResolvedModel;
import io.slipway.operator.desired.StoredRevision;
import io.slipway.operator.observe.RegistryAnswer;
import java.util.Optional;
import java.util.function.Function;

/** Which model a run means: what its spec says, the registry, or a ModelDeployment. */
public final class ModelAnswers {

  private final KubernetesClient client;
  private final Function<BatchScoring, RegistryAnswer> registry;

  public ModelAnswers(KubernetesClient client, Function<BatchScoring, RegistryAnswer> registry) {
    this.client = client;
    this.registry = registry;
  }

  /** What is known now. Of a ModelDeployment it is read at the API server. */
  ModelAnswer of(BatchScoring run) {
    ModelSource model = run.getSpec().model();
    if (model == null) {
      return serving(
          run.getMetadata().getNamespace(), String.valueOf(run.getSpec().modelDeployment()));
    }
    String name = model.nameOr(run.getMetadata().getName());
    return model.registered().isPresent()
        ? registered(name, model, registry.apply(run))
        : new ModelAnswer.Found(
            name,
            Optional.ofNullable(model.digest())
                .map(digest -> new ResolvedModel(digest, "").version()),
            model.uriOrNone(),
            Optional.ofNullable(model.digest()),
            Optional.ofNullable(model.format()).map(Enum::name),
            named(model).orElseGet(ModelCredentials.None::new));
  }

  private static ModelAnswer registered(String name, ModelSource model, RegistryAnswer answer) {
    return switch (answer) {
      case RegistryAnswer.Unheard unheard -> new ModelAnswer.Unheard();
      case RegistryAnswer.Failed failed ->
          new ModelAnswer.Failed(failed.reason().value(), failed.words());
      case RegistryAnswer.Found found ->
          new ModelAnswer.Found(
              name,
              Optional.of(found.number()),
              found.uri(),
              Optional.of(found.digest()),
              Optional.of(found.format()),
              named(model).orElseGet(ModelCredentials.OfRegistry::new));
    };
  }

  private ModelAnswer serving(String namespace, String name) {
    ModelDeployment deployment =
        client.resources(ModelDeployment.class).inNamespace(namespace).withName(name).get();
    if (deployment == null) {
      return missing("there is no ModelDeployment " + name);
    }
    if (deployment.getStatus() == null || deployment.getStatus().stable() == null) {
      return missing("ModelDeployment %s serves no revision yet".formatted(name));
    }
    String revision = deployment.getStatus().stable().revision();
    ControllerRevision object =
        client.apps().controllerRevisions().inNamespace(namespace).withName(revision).get();
    return Optional.ofNullable(object)
        .flatMap(StoredRevision::of)
        .map(stored -> of(name, stored))
        .orElseGet(() -> missing("there is no revision " + revision));
  }

  private static Optional<ModelCredentials> named(ModelSource model) {
    return Optional.ofNullable(model.credentialsSecret()).map(ModelCredentials.Named::new);
  }

  private static ModelAnswer of(String name, StoredRevision stored) {
    if (stored.server() == StoredRevision.Server.CUSTOM) {
      return new ModelAnswer.Failed(
          Reason.MODEL_UNSUPPORTED.value(),
          "ModelDeployment %s has a server of its own (spec.runtime), which scores no batches"
              .formatted(name));
    }
    ResolvedModel resolved = stored.resolved();
    return new ModelAnswer.Found(
        stored.model(),
        Optional.of(resolved.version()),
        resolved.uri().isEmpty() ? stored.uri() : resolved.uri(),
        Optional.of(resolved.digest()),
        Optional.of(resolved.format()).filter(format -> !format.isEmpty()),
        credentials(stored));
  }

  /** The revision's own: the spec may mean another source by now, which is on trial. */
  private static ModelCredentials credentials(StoredRevision stored) {
    return stored
        .credentials()
        .<ModelCredentials>map(
            secret ->
                // Only what the installation names for the registry need not exist.
                Boolean.TRUE.equals(secret.getOptional())
                    ? new ModelCredentials.OfRegistry()
                    : new ModelCredentials.Named(secret.getSecretName()))
        .orElseGet(ModelCredentials.None::new);
  }

  private static ModelAnswer missing(String words) {
    return new ModelAnswer.Failed(BatchReason.MODEL_DEPLOYMENT_NOT_FOUND.value(), words);
  }
}
