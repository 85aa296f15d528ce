package io.slipway.operator.desired;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.slipway.operator.document.Json;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a ControllerRevision holds: a pinned model, and its Deployment as it was rendered when the
 * revision was made. An existing revision is always applied from here and never rendered again.
 *
 * @param model the model's name
 * @param uri where its bytes are
 * @param resolved what it was resolved to
 * @param server whose server the pods run
 * @param gpu what becomes of it without a GPU
 * @param deployment the Deployment's spec, without replicas
 * @param fallback the spec of the Deployment on the CPU; only with a preferred GPU
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StoredRevision(
    String model,
    String uri,
    ResolvedModel resolved,
    Server server,
    GpuUse gpu,
    DeploymentSpec deployment,
    @Nullable DeploymentSpec fallback) {

  /** Whose server scores. */
  public enum Server {
    SLIPWAY,
    CUSTOM
  }

  /** What a revision does with GPUs. */
  public enum GpuUse {
    NONE,
    REQUIRED,
    PREFERRED
  }

  /** On what its pods may score. */
  List<Accelerator> accelerators() {
    return switch (gpu) {
      case NONE -> List.of(Accelerator.CPU);
      case REQUIRED -> List.of(Accelerator.GPU);
      case PREFERRED -> List.of(Accelerator.GPU, Accelerator.CPU);
    };
  }

  /** The Secret with which its pods read the source, as they were rendered. */
  public Optional<SecretVolumeSource> credentials() {
    return deployment.getTemplate().getSpec().getVolumes().stream()
        .filter(volume -> volume.getName().equals(PodVolumes.CREDENTIALS_VOLUME))
        .flatMap(volume -> Optional.ofNullable(volume.getSecret()).stream())
        .findFirst();
  }

  /** What the object holds; empty when it holds something else. */
  public static Optional<StoredRevision> of(ControllerRevision object) {
    Object data = object.getData();
    if (data instanceof StoredRevision stored) {
      return Optional.of(stored);
    }
    return data == null ? Optional.empty() : Json.read(Json.write(data), StoredRevision.class);
  }
}
