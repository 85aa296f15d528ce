package io.slipway.api.v1alpha1;

import java.util.List;

/** Statuses to test with. */
public final class Statuses {

  private static final String DIGEST =
      "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
  private static final String CHANGED = "2026-11-01T08:00:00Z";

  private Statuses() {}

  /** One with every field. */
  public static ModelDeploymentStatus inTheMiddleOfAPromotion() {
    return new ModelDeploymentStatus(
        7L,
        "http://churn.fraud.svc",
        stable(),
        new RevisionStatus("churn-77ab31c0de", "2c26b46b68ff", DIGEST, null, 0),
        List.of(new FailedRevision("churn-31ab77c0de", "CheckFailed", "in words", CHANGED)),
        new RolloutStatus(
            RolloutState.PROMOTING,
            "Widening",
            "churn-77ab31c0de.1793520000",
            "Evidence",
            "Evidence",
            "1 of 3 pods ready",
            CHANGED,
            3,
            CHANGED,
            CHANGED,
            CHANGED),
        new TrafficStatus("churn-77ab31c0de", "100%", "99.9%", "10%", "2/3"),
        List.of(
            new CheckStatus(
                "failures",
                "Failures",
                "Pass",
                "1.1",
                "1.5",
                "0.4",
                1000,
                "in words",
                List.of(new CheckWindow("25%", 3000, 3, 1000, 1)))),
        new HandledAction("promote@churn-77ab31c0de#2;1", "done", CHANGED),
        List.of(
            condition(ConditionType.READY, ConditionStatus.FALSE, Reason.PROMOTING),
            condition(ConditionType.RECONCILING, ConditionStatus.TRUE, Reason.PROMOTING),
            condition(ConditionType.AVAILABLE, ConditionStatus.TRUE, Reason.SERVING)));
  }

  /** One of a resource that is as it should be. */
  public static ModelDeploymentStatus serving() {
    return new ModelDeploymentStatus(
        8L,
        "http://churn.fraud.svc",
        stable(),
        null,
        List.of(),
        null,
        null,
        List.of(),
        null,
        List.of(
            condition(ConditionType.READY, ConditionStatus.TRUE, Reason.SERVING),
            condition(ConditionType.AVAILABLE, ConditionStatus.TRUE, Reason.SERVING)));
  }

  private static RevisionStatus stable() {
    return new RevisionStatus("churn-5c9f7d2b1a", "9f86d081884c", DIGEST, "CPU", 3);
  }

  private static Condition condition(ConditionType type, ConditionStatus status, Reason reason) {
    return new Condition(type.value(), status.value(), 7, CHANGED, reason.value(), "in words");
  }
}
