package io.slipway.operator.batch.desired;

import io.slipway.operator.desired.Labels;
import java.util.Map;
import java.util.TreeMap;

/** The labels of the objects of runs and schedules. */
public final class BatchLabels {

  /** What {@code app.kubernetes.io/managed-by} says, by which watches tell them from others. */
  public static final String MANAGER = "slipway-batch";

  /** On pods: what they are for, the first argument of their container. */
  public static final String ROLE = Labels.ROLE;

  /** Of {@link #ROLE}: an executor of Spark. Drivers have the role of score pods. */
  public static final String EXECUTOR = "executor";

  /** Annotation of a Job: the run that it is of. */
  public static final String RUN = "slipway.io/run-id";

  /** Annotation of a SparkApplication: which of its run's submissions it is, from 1. */
  public static final String SUBMISSION = "slipway.io/submission";

  /** Annotation of a run's ConfigMap: the Secret with the credentials of the model's source. */
  static final String CREDENTIALS = "slipway.io/model-credentials";

  /** Annotation of a run's ConfigMap: who gave the model's address. */
  static final String ORIGIN = "slipway.io/model-origin";

  /** Of {@link #ORIGIN}: the registry that the installation names. */
  static final String REGISTRY = "registry";

  private static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  private BatchLabels() {}

  /** Those of all objects of a run or a schedule. */
  static Map<String, String> of(Owner owner) {
    Map<String, String> labels = new TreeMap<>();
    labels.put(MANAGED_BY, MANAGER);
    labels.put(owner.label(), owner.name());
    return labels;
  }

  /** Those of a pod, and of what makes it. */
  static Map<String, String> of(Owner owner, String role) {
    Map<String, String> labels = of(owner);
    labels.put(ROLE, role);
    return labels;
  }
}
