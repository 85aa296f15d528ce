package io.slipway.operator.desired;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.operator.observe.OperatorSettings;
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
    PodTemplateSpec template = new PodTemplates(resource, settings).resolver();
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
}
