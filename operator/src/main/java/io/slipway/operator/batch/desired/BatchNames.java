package io.slipway.operator.batch.desired;

import io.slipway.operator.desired.Names;

/** The names of the objects of runs and schedules, DNS labels of at most 63 characters. */
public final class BatchNames {

  private BatchNames() {}

  /** The ConfigMap with the run's document. */
  public static String run(String batch) {
    return batch + "-run";
  }

  /** The account that pods run as. */
  public static String account(String owner) {
    return owner + "-batch";
  }

  /** The Job that cuts the input into splits. */
  public static String plan(String batch) {
    return batch + "-plan";
  }

  /** The Job that scores the splits. */
  public static String score(String batch) {
    return batch + "-score";
  }

  /**
   * The SparkApplication that scores the splits. Each submission has a name of its own, so that how
   * often it was tried is to be seen in the cluster, and none is made twice.
   *
   * @param submission from 1
   */
  public static String submission(String batch, int submission) {
    return submission == 1 ? score(batch) : score(batch) + "-" + submission;
  }

  /** The Job that validates and loads the set. */
  public static String publish(String batch) {
    return batch + "-publish";
  }

  /** The Job that lets readers see a set. */
  public static String activate(String batch, long setId) {
    return Names.distinct(batch, "-activate-" + setId);
  }

  /** The Deployment, the Service, the PodDisruptionBudget and the autoscaler of look-ups. */
  public static String lookup(String owner) {
    return owner + "-lookup";
  }

  /**
   * A run of a schedule: the minute that it is due at is part of the name, so that no operator
   * begins it twice.
   */
  public static String scheduled(String schedule, long epochMinute) {
    return schedule + "-" + epochMinute;
  }
}
