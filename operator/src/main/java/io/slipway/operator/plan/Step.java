package io.slipway.operator.plan;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.slipway.operator.document.SignedDocument;
import io.slipway.operator.observe.ObjectKey;
import java.util.List;
import java.util.Optional;

/** One write. Every step is idempotent: done twice it is as if done once. */
public sealed interface Step {

  /**
   * Apply an object by server-side apply, with the operator's one field manager, by force.
   *
   * @param object the whole of what the operator wants of it
   * @param precondition what must still be so
   */
  record Apply(HasMetadata object, Precondition precondition) implements Step {
    @Override
    public String toString() {
      return "Apply " + ObjectKey.of(object);
    }
  }

  /**
   * Delete an object, with its dependents in the background.
   *
   * @param uid the object must still be the one that was looked at
   * @param resourceVersion and, where present, must not have changed since
   */
  record Delete(ObjectKey object, String uid, Optional<String> resourceVersion) implements Step {
    @Override
    public String toString() {
      return "Delete " + object;
    }
  }

  /**
   * {@code PUT /traffic} at each of the pods; one that does not answer is no failure of the plan.
   */
  record PushTraffic(SignedDocument document, List<PodAddress> pods) implements Step {
    public PushTraffic {
      pods = List.copyOf(pods);
    }
  }

  /**
   * Set an annotation of a pod, by which the kubelet is made to look at its mounted ConfigMaps at
   * once rather than within a minute or so; a pod that is gone is no failure of the plan.
   */
  record AnnotatePod(PodAddress pod, String key, String value) implements Step {}

  /** Set a label of a pod; a pod that is gone is no failure of the plan. */
  record LabelPod(PodAddress pod, String key, String value) implements Step {}

  /**
   * Create an object of another operator's kind. It is never changed afterwards: what somebody else
   * fills in of it stays.
   */
  record Submit(GenericKubernetesResource object) implements Step {
    @Override
    public String toString() {
      return "Submit " + ObjectKey.of(object);
    }
  }

  /** Delete an object of another operator's kind, with its dependents in the background. */
  record Withdraw(GenericKubernetesResource object) implements Step {
    @Override
    public String toString() {
      return "Withdraw " + ObjectKey.of(object);
    }
  }

  /** Suspend a Job or let it go on. */
  record SuspendJob(ObjectKey job, String uid, Suspension wanted) implements Step {}

  /** Whether a Job has pods. */
  enum Suspension {
    SUSPENDED,
    RUNNING
  }

  /**
   * A pod, and where it answers on port 9090.
   *
   * @param ip the pod's address; empty until it has one
   */
  record PodAddress(String name, String uid, String ip) {}

  /** What must be so for a write to be made. Otherwise: observe and plan again. */
  sealed interface Precondition {

    /**
     * No object of that name exists, or one that the resource controls does. Somebody else's is
     * never taken over: that is a {@link io.slipway.operator.observe.Refusal} {@code NAME_TAKEN}.
     */
    record AbsentOrOurs() implements Precondition {}

    /**
     * No object of that name exists, as none was observed. One that is there all the same was
     * written meanwhile; one that only lost the label by which it is observed is taken back.
     */
    record Absent() implements Precondition {}

    /** The object is still exactly the one that was observed. */
    record Unchanged(String uid, String resourceVersion) implements Precondition {}
  }
}
