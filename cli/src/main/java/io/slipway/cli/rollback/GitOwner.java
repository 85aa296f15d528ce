package io.slipway.cli.rollback;

import io.slipway.cli.resource.Batch;
import io.slipway.cli.resource.Deployed;
import io.slipway.cli.resource.FieldManager;
import io.slipway.cli.resource.Metadata;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What brings a field of the spec from Git, and would set back what is written to the cluster.
 *
 * @param name as people call it, like "the Flux Kustomization apps (namespace flux-system)"
 * @param sync how the change gets from Git to the cluster at once; a command, or words
 * @param suspend how it is kept from setting the change back; a command, or words
 */
public record GitOwner(String name, String sync, String suspend) {

  private static final String KUSTOMIZE = "kustomize.toolkit.fluxcd.io/";
  private static final String HELM = "helm.toolkit.fluxcd.io/";
  private static final String TRACKING = "argocd.argoproj.io/tracking-id";
  private static final String INSTANCE = "app.kubernetes.io/instance";
  private static final String ARGO_CD = "argocd";

  private static final Set<String> FLUX_MANAGERS =
      Set.of("kustomize-controller", "helm-controller");

  /** The owner of a resource that was read with its managers; empty where Git owns it not. */
  public static Optional<GitOwner> of(Deployed resource) {
    String object = "ModelDeployment:" + resource.fullName();
    return byFluxLabels(resource.labels())
        .or(
            () ->
                byArgoTracking(
                    object, resource.labels(), resource.annotations(), resource.managers()))
        .or(() -> byManager(resource.managers(), "model"));
  }

  /**
   * The owner of one field of a run or a schedule that was read with its managers. What Git does
   * not have is left alone by Flux and Argo CD, so that labels alone make no owner here.
   *
   * @param field below spec, like {@code publish.mode}
   */
  public static Optional<GitOwner> of(Batch batch, String field) {
    Metadata metadata = batch.metadata();
    String object = batch.kind() + ":" + batch.fullName();
    return byManager(metadata.managers(), field)
        .map(
            manager ->
                byFluxLabels(metadata.labels())
                    .or(
                        () ->
                            byArgoTracking(
                                object,
                                metadata.labels(),
                                metadata.annotations(),
                                metadata.managers()))
                    .orElse(manager));
  }

  private static Optional<GitOwner> byFluxLabels(Map<String, String> labels) {
    if (labels.containsKey(KUSTOMIZE + "name")) {
      return Optional.of(
          flux("Kustomization", "kustomization", " --with-source", labels, KUSTOMIZE));
    }
    if (labels.containsKey(HELM + "name")) {
      return Optional.of(flux("HelmRelease", "helmrelease", " --with-source", labels, HELM));
    }
    return Optional.empty();
  }

  private static GitOwner flux(
      String kind, String word, String flags, Map<String, String> labels, String prefix) {
    String name = labels.getOrDefault(prefix + "name", "");
    String namespace = labels.getOrDefault(prefix + "namespace", "flux-system");
    String object = word + " " + name + " -n " + namespace;
    return new GitOwner(
        "the Flux " + kind + " " + name + " (namespace " + namespace + ")",
        "flux reconcile " + object + flags,
        "flux suspend " + object);
  }

  /**
   * Argo CD writes {@code APP:GROUP/KIND:NAMESPACE/NAME}. One that names another object came along
   * with a copy, and means nothing to Argo CD either.
   */
  private static Optional<GitOwner> byArgoTracking(
      String object,
      Map<String, String> labels,
      Map<String, String> annotations,
      List<FieldManager> managers) {
    String id = annotations.getOrDefault(TRACKING, "");
    int end = id.indexOf(':');
    if (end > 0 && id.endsWith("/" + object)) {
      return Optional.of(argoCd(id.substring(0, end)));
    }
    String instance = labels.getOrDefault(INSTANCE, "");
    boolean written = managers.stream().anyMatch(manager -> manager.name().startsWith(ARGO_CD));
    return instance.isEmpty() || !written ? Optional.empty() : Optional.of(argoCd(instance));
  }

  private static GitOwner argoCd(String application) {
    return new GitOwner(
        "the Argo CD application " + application,
        "argocd app sync " + application,
        "argocd app set " + application + " --sync-policy none");
  }

  private static Optional<GitOwner> byManager(List<FieldManager> managers, String field) {
    return managers.stream()
        .filter(manager -> manager.wrote(field))
        .map(FieldManager::name)
        .filter(GitOwner::isOfGit)
        .findFirst()
        .map(
            manager ->
                new GitOwner(
                    manager + ", the manager of its fields",
                    "let " + manager + " apply it",
                    "suspend what " + manager + " does with it"));
  }

  private static boolean isOfGit(String manager) {
    return FLUX_MANAGERS.contains(manager)
        || manager.startsWith("flux")
        || manager.startsWith(ARGO_CD);
  }
}
