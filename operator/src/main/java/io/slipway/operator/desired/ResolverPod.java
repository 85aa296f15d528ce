package io.slipway.operator.desired;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.ModelSource;
import io.slipway.operator.observe.OperatorSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The pod that looks once at a model's source, to pin what is there. */
public final class ResolverPod {

  private ResolverPod() {}

  /**
   * The pod that resolves what the spec says now.
   *
   * @param again what a person's word to look again is known by
   */
  public static Pod desired(
      ModelDeployment resource, OperatorSettings settings, Optional<String> again) {
    String deployment = resource.getMetadata().getName();
    String hash = Hashes.model(deployment, resource.getSpec().model());
    String suffix = again.map(word -> Hashes.word(hash + word)).orElse(hash);
    PodTemplateSpec template = template(resource, settings);
    Pod pod =
        new PodBuilder()
            .withMetadata(
                Ownership.metadata(
                    resource,
                    Names.resolver(deployment, suffix),
                    template.getMetadata().getLabels()))
            .withSpec(template.getSpec())
            .build();
    Map<String, String> annotations = new TreeMap<>(template.getMetadata().getAnnotations());
    annotations.put(Labels.MODEL_HASH, hash);
    again.ifPresent(word -> annotations.put(Labels.RESOLVE, word));
    pod.getMetadata().setAnnotations(annotations);
    return pod;
  }

  /** Whether a pod is a resolver, of this spec or of one before it. */
  public static boolean is(Pod pod) {
    return Labels.get(pod, Labels.ROLE).filter(Labels.RESOLVER::equals).isPresent();
  }

  private static PodTemplateSpec template(ModelDeployment resource, OperatorSettings settings) {
    ModelPod common = new ModelPod(resource, settings, Accelerator.CPU);
    Container container =
        common
            .container(settings.runtimeImage())
            // A format of the team's own can be pinned, not read.
            .withArgs(resource.getSpec().runtime() == null ? "--resolve" : "--resolve-digest")
            .addAllToEnv(source(resource.getSpec().model()))
            .build();
    Map<String, String> labels =
        new TreeMap<>(Labels.ofDeployment(resource.getMetadata().getName()));
    labels.put(Labels.ROLE, Labels.RESOLVER);
    return common.template(labels, common.pod(container).withRestartPolicy("Never").build());
  }

  private static List<EnvVar> source(ModelSource model) {
    List<EnvVar> source = new ArrayList<>();
    source.add(variable("SLIPWAY_MODEL_URI", model.uriOrNone()));
    if (model.digest() != null) {
      source.add(variable("SLIPWAY_MODEL_DIGEST", model.digest()));
    }
    if (model.format() != null) {
      source.add(variable("SLIPWAY_MODEL_FORMAT", model.format().name()));
    }
    return source;
  }

  private static EnvVar variable(String name, String value) {
    return new EnvVarBuilder().withName(name).withValue(value).build();
  }
}
