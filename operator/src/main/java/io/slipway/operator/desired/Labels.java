package io.slipway.operator.desired;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The labels and annotations by which objects are found and Services select pods. */
public final class Labels {

  /** On every object: the name of its ModelDeployment. */
  public static final String DEPLOYMENT = "slipway.io/deployment";

  /** On every object of a run: the name of its BatchScoring. */
  public static final String BATCH = "slipway.io/batch";

  /** On every object of a schedule, runs among them: the name of its ScheduledBatchScoring. */
  public static final String SCHEDULE = "slipway.io/schedule";

  /** On a revision's objects and pods: the name of the revision. */
  public static final String REVISION = "slipway.io/revision";

  /**
   * On pods that callers may enter by: {@code "true"}. Services select it and ReplicaSets do not,
   * so that it can be taken from a pod that stopped answering.
   */
  public static final String ENTRY = "slipway.io/entry";

  /** On a revision's Deployments and pods: which of its processors, see {@link Accelerator}. */
  public static final String ACCELERATOR = "slipway.io/accelerator";

  /** On pods: what they are for, {@link #SERVING} or {@link #RESOLVER}. */
  public static final String ROLE = "slipway.io/role";

  public static final String SERVING = "serving";
  public static final String RESOLVER = "resolver";

  /** Annotation of a ControllerRevision and of the resolver pod: the hash of {@code spec.model}. */
  public static final String MODEL_HASH = "slipway.io/model-hash";

  /** Annotation of a ControllerRevision that a person had made anew: by which word. */
  public static final String REFRESH = "slipway.io/refresh";

  /** Annotation of the resolver pod: the word that had it look again; absent the first time. */
  public static final String RESOLVE = "slipway.io/resolve";

  /** Annotation of a pod: the number of the newest traffic document. */
  public static final String TRAFFIC = "slipway.io/traffic";

  /** Annotation of a ModelDeployment: what a person asks the operator to do, once. */
  public static final String ACTION = "slipway.io/action";

  /**
   * Annotation of a HorizontalPodAutoscaler: the revision for whose sake its minimum is held above
   * what the spec says; absent when it is not.
   */
  public static final String FROZEN_FOR = "slipway.io/frozen-for";

  private static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  private Labels() {}

  /** The labels of an object that belongs to no revision. */
  static Map<String, String> ofDeployment(String name) {
    Map<String, String> labels = new TreeMap<>();
    labels.put(MANAGED_BY, "slipway");
    labels.put(DEPLOYMENT, name);
    return labels;
  }

  /** The labels of an object of a revision. */
  static Map<String, String> ofRevision(String name, String revision) {
    Map<String, String> labels = ofDeployment(name);
    labels.put(REVISION, revision);
    return labels;
  }

  /** Whether an object has the label by which the operator's watches find it. */
  public static boolean areOurs(HasMetadata object) {
    return get(object, DEPLOYMENT).isPresent()
        || get(object, BATCH).isPresent()
        || get(object, SCHEDULE).isPresent();
  }

  /** The value of an object's label. */
  public static Optional<String> get(HasMetadata object, String label) {
    return Optional.ofNullable(object.getMetadata().getLabels()).map(labels -> labels.get(label));
  }

  /** The value of an object's annotation. */
  public static Optional<String> annotation(HasMetadata object, String key) {
    return Optional.ofNullable(object.getMetadata().getAnnotations()).map(all -> all.get(key));
  }
}
