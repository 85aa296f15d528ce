package io.slipway.operator.desired;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpecBuilder;
import io.slipway.api.v1alpha1.Gpu;
import io.slipway.api.v1alpha1.GpuPolicy;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.ModelDeploymentSpec;
import io.slipway.operator.observe.OperatorSettings;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes revisions: what the user wrote and what it resolved to, pinned and rendered once. */
public final class Revisions {

  private static final int PROGRESS_DEADLINE_SECONDS = 600;

  private Revisions() {}

  /** The name of the revision that the spec asks for with a model resolved so. */
  public static String name(ModelDeployment resource, ResolvedModel resolved) {
    return name(resource, resolved, Optional.empty());
  }

  /**
   * The same, made anew with today's runtime.
   *
   * @param refresh what a person's word to do so is known by
   */
  public static String name(
      ModelDeployment resource, ResolvedModel resolved, Optional<String> refresh) {
    String deployment = resource.getMetadata().getName();
    return Names.revision(
        deployment, Hashes.revision(deployment, resource.getSpec(), resolved, refresh));
  }

  /** Renders the revision of that name, which the spec asks for. */
  public static StoredRevision render(
      ModelDeployment resource, OperatorSettings settings, ResolvedModel resolved, String name) {
    ModelDeploymentSpec spec = resource.getSpec();
    StoredRevision.GpuUse gpu = gpuUse(spec.gpu());
    DeploymentSpec cpu = deployment(resource, settings, name, Accelerator.CPU);
    return new StoredRevision(
        spec.model().nameOr(resource.getMetadata().getName()),
        resolved.uri().isEmpty() ? spec.model().uriOrNone() : resolved.uri(),
        resolved,
        spec.runtime() == null ? StoredRevision.Server.SLIPWAY : StoredRevision.Server.CUSTOM,
        gpu,
        gpu == StoredRevision.GpuUse.NONE
            ? cpu
            : deployment(resource, settings, name, Accelerator.GPU),
        gpu == StoredRevision.GpuUse.PREFERRED ? cpu : null);
  }

  /**
   * The object that keeps a revision.
   *
   * @param number its place in the history, from 1
   * @param refresh what it was made anew for
   */
  public static ControllerRevision object(
      ModelDeployment resource,
      String name,
      StoredRevision stored,
      long number,
      Optional<String> refresh) {
    String deployment = resource.getMetadata().getName();
    ControllerRevision object =
        new ControllerRevisionBuilder()
            .withMetadata(Ownership.metadata(resource, name, Labels.ofRevision(deployment, name)))
            .withRevision(number)
            .build();
    Map<String, String> annotations = new TreeMap<>();
    annotations.put(Labels.MODEL_HASH, Hashes.model(deployment, resource.getSpec().model()));
    refresh.ifPresent(token -> annotations.put(Labels.REFRESH, token));
    object.getMetadata().setAnnotations(annotations);
    object.setData(stored);
    return object;
  }

  private static DeploymentSpec deployment(
      ModelDeployment resource, OperatorSettings settings, String name, Accelerator accelerator) {
    Map<String, String> selector = new TreeMap<>();
    selector.put(Labels.DEPLOYMENT, resource.getMetadata().getName());
    selector.put(Labels.REVISION, name);
    selector.put(Labels.ACCELERATOR, accelerator.label());
    return new DeploymentSpecBuilder()
        .withNewSelector()
        .withMatchLabels(selector)
        .endSelector()
        .withProgressDeadlineSeconds(PROGRESS_DEADLINE_SECONDS)
        .withRevisionHistoryLimit(1)
        .withNewStrategy()
        .withType("RollingUpdate")
        .withNewRollingUpdate()
        // Never below full capacity, should the template ever be edited by force.
        .withMaxUnavailable(new IntOrString(0))
        .withMaxSurge(new IntOrString(1))
        .endRollingUpdate()
        .endStrategy()
        .withTemplate(ServingPod.template(resource, settings, name, accelerator))
        .build();
  }

  private static StoredRevision.GpuUse gpuUse(@Nullable Gpu gpu) {
    if (gpu == null) {
      return StoredRevision.GpuUse.NONE;
    }
    return gpu.policy() == GpuPolicy.PREFERRED
        ? StoredRevision.GpuUse.PREFERRED
        : StoredRevision.GpuUse.REQUIRED;
  }
}
