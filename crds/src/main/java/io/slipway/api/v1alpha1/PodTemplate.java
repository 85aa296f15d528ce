package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
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
 * The components' descriptions are the CRD's.
 *
 * <p>Kubernetes' own types in it are mutable: treat them as values.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "!has(self.volumeMounts) || self.volumeMounts.all(m,"
            + " has(self.volumes) && self.volumes.exists(v, v.name == m.name))",
    message = "every volumeMounts[].name must be the name of one of podTemplate.volumes")
public record PodTemplate(
    @Size(max = 64)
        @ValidationRule(
            value = "!self.exists(k, k.matches('^([^/]*[.])?slipway[.]io/'))",
            message = "remove the labels under slipway.io/: they are Slipway's own")
        @ValidationRule(
            value =
                "self.all(k, k.matches('^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([-._A-Za-z0-9]{0,61}[A-Za-z0-9])?$')"
                    + " && self[k].matches('^([A-Za-z0-9]([-._A-Za-z0-9]{0,61}[A-Za-z0-9])?)?$'))",
            message =
                "labels must have keys like team or example.org/team, and values of at most 63"
                    + " letters, digits, '-', '_' and '.', beginning and ending with a letter or"
                    + " digit")
        @JsonPropertyDescription("Labels of the pods, beside Slipway's own.")
        Map<String, String> labels,
    @Size(max = 64)
        @ValidationRule(
            value = "!self.exists(k, k.matches('^([^/]*[.])?slipway[.]io/'))",
            message = "remove the annotations under slipway.io/: they are Slipway's own")
        @JsonPropertyDescription("Annotations of the pods, beside Slipway's own.")
        Map<String, String> annotations,
    @Size(max = 128)
        @ValidationRule(
            value =
                "!self.exists(e, e.name.matches('^(POD_.*|SLIPWAY_(REVISION|CONFIG_DIR|CACHE_DIR|MODEL_(URI|DIGEST|FORMAT|NAME)))$'))",
            message =
                "remove the variables that Slipway sets itself: POD_*, SLIPWAY_REVISION,"
                    + " SLIPWAY_CONFIG_DIR, SLIPWAY_CACHE_DIR, SLIPWAY_MODEL_URI,"
                    + " SLIPWAY_MODEL_DIGEST, SLIPWAY_MODEL_FORMAT, SLIPWAY_MODEL_NAME")
        @ValidationRule(
            value =
                "!self.exists(e, e.name == 'NVIDIA_VISIBLE_DEVICES'"
                    + " && !(has(e.value) && e.value in ['none', 'void']))",
            message = "remove NVIDIA_VISIBLE_DEVICES and ask for GPUs with spec.gpu")
        @JsonPropertyDescription(
            "Environment variables of the container, as in a Pod. The runtime's limits are set"
                + " here, such as SLIPWAY_REQUEST_TIMEOUT.")
        List<EnvVar> env,
    @Size(max = 32)
        @JsonPropertyDescription(
            "ConfigMaps and Secrets whose keys become environment variables, as in a Pod.")
        List<EnvFromSource> envFrom,
    @Size(max = 32)
        @ValidationRule(
            value = "!self.exists(v, v.name.startsWith('slipway-'))",
            message = "rename the volumes that are called slipway-*: these names are Slipway's own")
        @ValidationRule(
            value =
                "self.all(v, [has(v.configMap), has(v.secret), has(v.emptyDir),"
                    + " has(v.persistentVolumeClaim), has(v.projected), has(v.csi),"
                    + " has(v.downwardAPI)].filter(given, given).size() == 1)",
            message =
                "give every volume exactly one of configMap, secret, emptyDir,"
                    + " persistentVolumeClaim, projected, csi and downwardAPI, which are what"
                    + " restricted pod security allows")
        @JsonPropertyDescription(
            "Volumes of the pods, as in a Pod: configMap, secret, emptyDir, persistentVolumeClaim,"
                + " projected, csi or downwardAPI.")
        List<Volume> volumes,
    @Size(max = 32)
        @ValidationRule(
            value =
                "self.all(m, m.mountPath.startsWith('/') && !m.mountPath.contains('//')"
                    + " && !m.mountPath.matches('(^|/)[.]{1,2}(/|$)'))",
            message = "write volumeMounts[].mountPath as an absolute path without '.' and '..'")
        @ValidationRule(
            value =
                "!self.exists(m, m.mountPath.matches('^(/|/etc/?|/var/?|/var/cache/?"
                    + "|/tmp/?|/(dev|proc|sys)(/.*)?|/(etc|var/cache)/slipway(/.*)?)$'))",
            message =
                "mount elsewhere: /etc/slipway, /var/cache/slipway, /tmp, /dev, /proc, /sys and the"
                    + " folders above them are Slipway's own")
        @JsonPropertyDescription("Where the container finds the volumes, as in a Pod.")
        List<VolumeMount> volumeMounts,
    @Nullable @JsonPropertyDescription("Which nodes the pods may and should run on, as in a Pod.")
        Affinity affinity,
    @Size(max = 32) @JsonPropertyDescription("Labels that a node must have, as in a Pod.")
        Map<String, String> nodeSelector,
    @Size(max = 32) @JsonPropertyDescription("Taints that the pods tolerate, as in a Pod.")
        List<Toleration> tolerations,
    @Size(max = 16)
        @JsonPropertyDescription("How the pods are spread over zones and nodes, as in a Pod.")
        List<TopologySpreadConstraint> topologySpreadConstraints,
    @Nullable @Size(max = 253) @JsonPropertyDescription("The PriorityClass of the pods.")
        String priorityClassName,
    @Size(max = 16)
        @JsonPropertyDescription("Secrets with which nodes pull the pods' image, as in a Pod.")
        List<LocalObjectReference> imagePullSecrets,
    @Nullable
        @Size(max = 253)
        @JsonPropertyDescription(
            "A service account of the same namespace for the pods, where the source is reached"
                + " with a cloud identity. Default: one of Slipway's without any rights.")
        String serviceAccountName) {

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
