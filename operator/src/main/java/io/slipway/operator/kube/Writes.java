package io.slipway.operator.kube;

import static java.net.HttpURLConnection.HTTP_CONFLICT;
import static java.net.HttpURLConnection.HTTP_FORBIDDEN;
import static java.net.HttpURLConnection.HTTP_NOT_FOUND;

import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.slipway.operator.desired.Ownership;
import io.slipway.operator.leader.Fence;
import io.slipway.operator.metrics.OperatorMetrics;
import io.slipway.operator.observe.ObjectKey;
import io.slipway.operator.plan.Step.PodAddress;
import io.slipway.operator.plan.Step.Precondition;
import io.slipway.operator.plan.Step.Suspension;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The writes that the operator makes at the API server, each counted. All of them are server-side
 * applies by one field manager, or deletions with preconditions, but for what is given to another
 * operator, which is created once; none is made without the lease.
 */
public final class Writes {

  static final int HTTP_UNPROCESSABLE = 422;

  private static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

  /** What to do about fields that another manager set differently. */
  private enum Conflicts {
    /** Take them: the object is ours. */
    OVERRIDE,
    /** Refuse: nobody should have set them. */
    REFUSE
  }

  private final KubernetesClient client;
  private final Fence fence;
  private final OperatorMetrics metrics;

  public Writes(KubernetesClient client, Fence fence, OperatorMetrics metrics) {
    this.client = client;
    this.fence = fence;
    this.metrics = metrics;
  }

  /** The object as the API server has it. */
  Optional<HasMetadata> read(ObjectKey key, String namespace) {
    return Optional.ofNullable(
        client
            .resources(OwnedKind.named(key.kind()).type())
            .inNamespace(namespace)
            .withName(key.name())
            .get());
  }

  /**
   * Applies an object that nobody has the name of yet. Whoever takes the name at this very moment
   * keeps it: fields of another manager are not overridden.
   *
   * @return the object as it is now
   * @throws KubernetesClientException 409 when somebody else's object has the name by now
   */
  HasMetadata create(HasMetadata wanted) {
    return apply(wanted, Conflicts.REFUSE);
  }

  /**
   * Applies what is wanted to the live object meant, and to no other.
   *
   * @return the object as it is now
   * @throws KubernetesClientException 409 when the precondition does not hold
   */
  HasMetadata change(HasMetadata wanted, Precondition precondition, HasMetadata live) {
    HasMetadata copy = client.getKubernetesSerialization().clone(wanted);
    copy.getMetadata().setUid(live.getMetadata().getUid());
    if (precondition instanceof Precondition.Unchanged unchanged) {
      copy.getMetadata().setUid(unchanged.uid());
      copy.getMetadata().setResourceVersion(unchanged.resourceVersion());
    }
    return apply(copy, Conflicts.OVERRIDE);
  }

  /**
   * Sets an annotation of a pod.
   *
   * @return the pod as it is now
   * @throws KubernetesClientException 404 or 409 when it is gone
   */
  HasMetadata annotate(String namespace, PodAddress pod, String key, String value) {
    return apply(
        new PodBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(pod.name())
            .withUid(pod.uid())
            .addToAnnotations(key, value)
            .endMetadata()
            .build(),
        Conflicts.OVERRIDE);
  }

  /**
   * Sets a label of a pod. By a merge and not by an apply: an apply by our manager that does not
   * have the pod's annotation would take it away.
   *
   * <p>A pod that the label takes out of a Service is the first to go where its Deployment has one
   * too many: otherwise a smaller Deployment might keep it and lose the pods that answer.
   *
   * @return the pod as it is now
   * @throws KubernetesClientException 404 or 409 when it is gone
   */
  HasMetadata label(String namespace, PodAddress pod, String key, String value) {
    String cost = value.equals("false") ? "\"-1\"" : "null";
    String patch =
        "{\"metadata\":{\"uid\":\"%s\",\"labels\":{\"%s\":\"%s\"},\"annotations\":{\"%s\":%s}}}"
            .formatted(pod.uid(), key, value, DELETION_COST, cost);
    PatchContext merge =
        new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withFieldManager(Ownership.FIELD_MANAGER + "-entry")
            .build();
    return counted(
        "label",
        "Pod",
        () -> client.pods().inNamespace(namespace).withName(pod.name()).patch(merge, patch));
  }

  /**
   * Suspends a Job or lets it go on. By a merge and not by an apply, which would have to say again
   * what cannot be changed of it.
   *
   * @return the Job as it is now
   * @throws KubernetesClientException 404 or 409 when it is gone
   */
  HasMetadata suspend(String namespace, ObjectKey job, String uid, Suspension wanted) {
    String patch =
        "{\"metadata\":{\"uid\":\"%s\"},\"spec\":{\"suspend\":%s}}"
            .formatted(uid, wanted == Suspension.SUSPENDED);
    PatchContext merge =
        new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withFieldManager(Ownership.FIELD_MANAGER)
            .build();
    return counted(
        "suspend",
        job.kind(),
        () ->
            client
                .batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withName(job.name())
                .patch(merge, patch));
  }

  /**
   * Creates an object of another operator's kind, whose fields that operator fills in: it is never
   * applied. A definition that does not know a field refuses it, where it would otherwise drop the
   * field, and with it what a run needs.
   *
   * @throws KubernetesClientException 409 when there is one of the name, 404 when the kind is gone
   */
  void submit(GenericKubernetesResource object) {
    counted(
        "create",
        object.getKind(),
        () -> foreign(object).fieldValidation(FieldValidateable.Validation.STRICT).create());
  }

  /** The object of the same name as the API server has it. */
  Optional<GenericKubernetesResource> readForeign(GenericKubernetesResource object) {
    return Optional.ofNullable(foreign(object).get());
  }

  /**
   * Deletes that very object; one that is gone is as good.
   *
   * @throws KubernetesClientException 409 when another has the name
   */
  void withdraw(GenericKubernetesResource object) {
    delete(
        object.getKind(), SparkKind.path(object), object.getMetadata().getUid(), Optional.empty());
  }

  private Resource<GenericKubernetesResource> foreign(GenericKubernetesResource object) {
    return client
        .genericKubernetesResources(SparkKind.of(object.getApiVersion()))
        .inNamespace(object.getMetadata().getNamespace())
        .resource(object);
  }

  private HasMetadata apply(HasMetadata object, Conflicts conflicts) {
    return counted(
        "apply", object.getKind(), () -> client.resource(object).patch(patch(conflicts)));
  }

  /**
   * Writes a resource's status.
   *
   * @param resource name, namespace, resourceVersion as a precondition, and the status
   */
  <T extends HasMetadata> T applyStatus(T resource) {
    return counted(
        "status",
        resource.getKind(),
        () -> client.resource(resource).subresource("status").patch(patch(Conflicts.OVERRIDE)));
  }

  /**
   * Deletes the object if it is still the one with that UID; one that is gone is as good.
   *
   * @throws KubernetesClientException 409 when another object has the name, or it changed
   */
  void delete(ObjectKey key, String namespace, String uid, Optional<String> resourceVersion) {
    delete(
        key.kind(), OwnedKind.named(key.kind()).path(namespace, key.name()), uid, resourceVersion);
  }

  private void delete(String kind, String path, String uid, Optional<String> resourceVersion) {
    var options =
        new DeleteOptionsBuilder()
            .withApiVersion("v1")
            .withKind("DeleteOptions")
            .withPropagationPolicy("Background")
            .withNewPreconditions(resourceVersion.orElse(null), uid)
            .build();
    counted(
        "delete",
        kind,
        () -> {
          try {
            return client.raw(path, "DELETE", options);
          } catch (KubernetesClientException e) {
            if (e.getCode() == HTTP_NOT_FOUND) {
              return "";
            }
            throw e;
          }
        });
  }

  private static PatchContext patch(Conflicts conflicts) {
    return new PatchContext.Builder()
        .withPatchType(PatchType.SERVER_SIDE_APPLY)
        .withFieldManager(Ownership.FIELD_MANAGER)
        .withForce(conflicts == Conflicts.OVERRIDE)
        .build();
  }

  private <T> T counted(String verb, String kind, Supplier<T> write) {
    fence.check();
    String result = "error";
    try {
      T answer = write.get();
      result = "ok";
      return answer;
    } catch (KubernetesClientException e) {
      result = result(e.getCode());
      throw e;
    } finally {
      metrics.wrote(verb, kind, result);
    }
  }

  private static String result(int code) {
    return switch (code) {
      case HTTP_CONFLICT -> "conflict";
      case HTTP_FORBIDDEN -> "forbidden";
      case HTTP_UNPROCESSABLE -> "invalid";
      default -> "error";
    };
  }
}
