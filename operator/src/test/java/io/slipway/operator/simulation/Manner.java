package io.slipway.operator.simulation;

import io.slipway.api.v1alpha1.Bake;
import io.slipway.api.v1alpha1.InconclusivePolicy;
import io.slipway.api.v1alpha1.PauseType;
import io.slipway.api.v1alpha1.Rollout;
import io.slipway.api.v1alpha1.RolloutStep;
import io.slipway.api.v1alpha1.ScarcityPolicy;
import io.slipway.api.v1alpha1.Shadow;
import io.slipway.api.v1alpha1.UnavailableStablePolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How callers are moved, with times and samples that a short schedule has room for. */
enum Manner {
  AT_ONCE("at once"),
  TIMED("in steps of 25% and 50% by time"),
  JUDGED("in steps of 20% and 60% by evidence"),
  SHADOWED("after shadowing, in a step of 50%"),
  APPROVED("in a step of 30% that a person approves"),
  BAKED("in a step of 50%, and baked");

  private final String text;

  Manner(String text) {
    this.text = text;
  }

  @Nullable Rollout rollout() {
    return switch (this) {
      case AT_ONCE -> null;
      case TIMED -> rollout(null, null, step("25%", 0), step("50%", 0));
      case JUDGED -> rollout(null, null, step("20%", 20), step("60%", 20));
      case SHADOWED -> rollout(new Shadow(100, 20, "20s"), null, step("50%", 0));
      case APPROVED ->
          rollout(null, null, new RolloutStep("30%", "2s", 0, "20s", PauseType.APPROVAL));
      case BAKED -> rollout(null, new Bake("8s"), step("50%", 5));
    };
  }

  @Override
  public String toString() {
    return text;
  }

  private static RolloutStep step(String weight, int samples) {
    return new RolloutStep(weight, "2s", samples, "20s", null);
  }

  private static Rollout rollout(
      @Nullable Shadow shadow, @Nullable Bake bake, RolloutStep... steps) {
    return new Rollout(
        shadow,
        List.of(steps),
        List.of(),
        InconclusivePolicy.PAUSE,
        UnavailableStablePolicy.SKIP_STEPS,
        ScarcityPolicy.WAIT,
        "20s",
        bake,
        null);
  }
}
