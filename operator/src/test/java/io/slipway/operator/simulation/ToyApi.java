package io.slipway.operator.simulation;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.ModelDeploymentSpec;
import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.operator.observe.ObjectKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An API server: objects with their versions. An object is replaced when it is written, never
 * changed, so that caches may keep it.
 */
class ToyApi {

  final Map<ObjectKey, HasMetadata> objects =
      new TreeMap<>(Comparator.comparing(ObjectKey::kind).thenComparing(ObjectKey::name));

  ModelDeployment resource = new ModelDeployment();
  private long counter;

  ToyApi(String name, ModelDeploymentSpec spec) {
    resource.getMetadata().setName(name);
    resource.getMetadata().setNamespace("fraud");
    resource.getMetadata().setUid("uid-of-churn");
    resource.getMetadata().setGeneration(1L);
    resource.getMetadata().setResourceVersion(next());
    resource.setSpec(spec);
  }

  String next() {
    return Long.toString(++counter);
  }

  void edit(ModelDeploymentSpec spec) {
    if (!spec.equals(resource.getSpec())) {
      ModelDeployment edited = copy();
      edited.setSpec(spec);
      edited.getMetadata().setGeneration(resource.getMetadata().getGeneration() + 1);
      resource = edited;
    }
  }

  void annotate(String key, String value) {
    ModelDeployment annotated = copy();
    Map<String, String> annotations = new HashMap<>();
    if (annotated.getMetadata().getAnnotations() != null) {
      annotations.putAll(annotated.getMetadata().getAnnotations());
    }
    annotations.put(key, value);
    annotated.getMetadata().setAnnotations(annotations);
    resource = annotated;
  }

  boolean writeStatus(ModelDeploymentStatus status, String observedVersion) {
    if (!resource.getMetadata().getResourceVersion().equals(observedVersion)) {
      return false;
    }
    setStatus(status);
    return true;
  }

  /** Null as a restored backup leaves it. */
  void setStatus(@Nullable ModelDeploymentStatus status) {
    ModelDeployment written = copy();
    written.setStatus(status);
    resource = written;
  }

  private ModelDeployment copy() {
    ModelDeployment copy = new ModelDeployment();
    copy.setMetadata(resource.getMetadata().toBuilder().withResourceVersion(next()).build());
    copy.setSpec(resource.getSpec());
    copy.setStatus(resource.getStatus());
    return copy;
  }

  void put(HasMetadata wanted, Instant now) {
    HasMetadata old = objects.get(ObjectKey.of(wanted));
    ObjectMeta metadata = metadata(wanted);
    metadata.setUid(old == null ? "uid-" + next() : old.getMetadata().getUid());
    metadata.setResourceVersion(next());
    metadata.setCreationTimestamp(
        old == null ? now.toString() : old.getMetadata().getCreationTimestamp());
    objects.put(ObjectKey.of(wanted), with(metadata, wanted));
  }

  /** The same object with other labels, as somebody's edit leaves it. */
  void label(HasMetadata object, Map<String, String> labels) {
    ObjectMeta metadata = metadata(object);
    metadata.setLabels(labels);
    metadata.setUid(object.getMetadata().getUid());
    metadata.setResourceVersion(next());
    metadata.setCreationTimestamp(object.getMetadata().getCreationTimestamp());
    objects.put(ObjectKey.of(object), with(metadata, object));
  }

  <T extends HasMetadata> List<T> list(Class<T> kind) {
    List<T> found = new ArrayList<>();
    for (HasMetadata object : objects.values()) {
      if (kind.isInstance(object)) {
        found.add(kind.cast(object));
      }
    }
    return found;
  }

  private static ObjectMeta metadata(HasMetadata object) {
    ObjectMeta metadata = new ObjectMeta();
    metadata.setName(object.getMetadata().getName());
    metadata.setNamespace(object.getMetadata().getNamespace());
    metadata.setLabels(object.getMetadata().getLabels());
    metadata.setAnnotations(object.getMetadata().getAnnotations());
    metadata.setOwnerReferences(object.getMetadata().getOwnerReferences());
    metadata.setManagedFields(object.getMetadata().getManagedFields());
    return metadata;
  }

  /** A copy of the object around the same content. */
  private static HasMetadata with(ObjectMeta metadata, HasMetadata object) {
    HasMetadata copy =
        switch (object) {
          case Deployment it -> {
            var deployment = new Deployment();
            deployment.setSpec(it.getSpec());
            deployment.setStatus(it.getStatus());
            yield deployment;
          }
          case Service it -> {
            var service = new Service();
            service.setSpec(it.getSpec());
            yield service;
          }
          case ConfigMap it -> {
            var map = new ConfigMap();
            map.setData(it.getData());
            map.setImmutable(it.getImmutable());
            yield map;
          }
          case ControllerRevision it -> {
            var revision = new ControllerRevision();
            revision.setData(it.getData());
            revision.setRevision(it.getRevision());
            yield revision;
          }
          case PodDisruptionBudget it -> {
            var budget = new PodDisruptionBudget();
            budget.setSpec(it.getSpec());
            yield budget;
          }
          case ServiceAccount it -> {
            var account = new ServiceAccount();
            account.setAutomountServiceAccountToken(it.getAutomountServiceAccountToken());
            yield account;
          }
          case HorizontalPodAutoscaler it -> {
            var autoscaler = new HorizontalPodAutoscaler();
            autoscaler.setSpec(it.getSpec());
            autoscaler.setStatus(it.getStatus());
            yield autoscaler;
          }
          case Pod it -> {
            var pod = new Pod();
            pod.setSpec(it.getSpec());
            pod.setStatus(it.getStatus());
            yield pod;
          }
          default -> throw new IllegalArgumentException("no " + object.getKind() + " here");
        };
    copy.setMetadata(metadata);
    return copy;
  }
}
