package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of a pod's template is the user's. Everything else, its security above all, is Slipway's.
 *
 * @param labels of the pods, none under {@code slipway.io/}
 * @param annotations of the pods, none under {@code slipway.io/}
 * @param env of the container, none of the names that Slipway sets
 * @param envFrom of the container
 * @param volumes of the pods, of the kinds that restricted pod security allows
 * @param volumeMounts of the container, none under Slipway's own folders
 * @param affinity of the pods; Kubernetes' own type, which is mutable: treat it as a value
 * @param nodeSelector of the pods
 * @param tolerations of the pods
 * @param topologySpreadConstraints of the pods
 * @param priorityClassName of the pods
 * @param imagePullSecrets of the pods
 * @param serviceAccountName a service account of the team's, for cloud identities
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record PodTemplate(
    Map<String, String> labels,
    Map<String, String> annotations,
    List<EnvVar> env,
    List<EnvFromSource> envFrom,
    List<Volume> volumes,
    List<VolumeMount> volumeMounts,
    @Nullable Affinity affinity,
    Map<String, String> nodeSelector,
    List<Toleration> tolerations,
    List<TopologySpreadConstraint> topologySpreadConstraints,
    @Nullable String priorityClassName,
    List<LocalObjectReference> imagePullSecrets,
    @Nullable String serviceAccountName) {

  /** A template that changes nothing. */
  public static final PodTemplate NONE =
      new PodTemplate(
          Map.of(), Map.of(), List.of(), List.of(), List.of(), List.of(), null, Map.of(), List.of(),
          List.of(), null, List.of(), null);

  public PodTemplate {
    labels = Absent.map(labels);
    annotations = Absent.map(annotations);
    env = Absent.list(env);
    envFrom = Absent.list(envFrom);
    volumes = Absent.list(volumes);
    volumeMounts = Absent.list(volumeMounts);
    nodeSelector = Absent.map(nodeSelector);
    tolerations = Absent.list(tolerations);
    topologySpreadConstraints = Absent.list(topologySpreadConstraints);
    imagePullSecrets = Absent.list(imagePullSecrets);
  }
}
