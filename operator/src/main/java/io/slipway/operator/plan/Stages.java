package io.slipway.operator.plan;

import io.slipway.api.v1alpha1.DurationText;
import io.slipway.api.v1alpha1.PauseType;
import io.slipway.api.v1alpha1.Rollout;
import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.api.v1alpha1.RolloutStep;
import io.slipway.api.v1alpha1.Shadow;
import io.slipway.api.v1alpha1.Weight;
import io.slipway.operator.document.TrafficPayload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a candidate goes through before it is promoted: shadowing, where the spec has it, and the
 * steps, numbered from 1 as a person counts them.
 *
 * @param all in their order; empty where callers are moved at once
 */
record Stages(List<Stage> all) {

  /**
   * One of them.
   *
   * @param number 0 for shadowing, 1 for the first step
   * @param weightBp of callers' requests, 0 to 10000
   * @param shadowBp of copies, 0 to 10000
   */
  record Stage(
      int number,
      int weightBp,
      int shadowBp,
      Duration minDuration,
      Duration maxDuration,
      long minSamples,
      Optional<PauseType> pause) {

    RolloutState state() {
      return number == 0 ? RolloutState.SHADOWING : RolloutState.STEPPING;
    }

    /** As the status has it. */
    String step() {
      return number == 0 ? "" : String.valueOf(number);
    }

    /** How many pods can take it, of those that can take all. */
    int size(int replicas) {
      long share = (long) replicas * Math.max(weightBp, shadowBp);
      return (int) Math.max(1, Math.ceilDiv(share, TrafficPayload.EVERYTHING));
    }
  }

  Stages {
    all = List.copyOf(all);
  }

  static Stages of(Rollout rollout) {
    List<Stage> all = new ArrayList<>();
    Optional.ofNullable(rollout.shadow()).map(Stages::shadowing).ifPresent(all::add);
    for (int i = 0; i < rollout.steps().size(); i++) {
      all.add(step(i + 1, rollout.steps().get(i)));
    }
    return new Stages(all);
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  Stage first() {
    return all.getFirst();
  }

  int last() {
    return all.getLast().number();
  }

  /** The one of that number, or the last where the spec has fewer by now. */
  Stage at(int number) {
    return all.stream()
        .filter(stage -> stage.number() >= number)
        .findFirst()
        .orElseGet(all::getLast);
  }

  /** The one after it; empty after the last. */
  Optional<Stage> after(Stage stage) {
    return all.stream().filter(other -> other.number() > stage.number()).findFirst();
  }

  /** The one that a document asks for, as far as its weights tell. */
  Stage of(TrafficPayload document) {
    return all.stream()
        .filter(stage -> stage.weightBp() >= document.weightBp())
        .filter(stage -> document.weightBp() > 0 || stage.number() == 0)
        .findFirst()
        .orElseGet(all::getLast);
  }

  private static Stage shadowing(Shadow shadow) {
    return new Stage(
        0,
        0,
        shadow.percent() * 100,
        Duration.ZERO,
        DurationText.parse(shadow.maxDuration()),
        shadow.minSamples(),
        Optional.empty());
  }

  private static Stage step(int number, RolloutStep step) {
    Duration shortest = DurationText.parse(step.minDuration());
    Duration longest = DurationText.parse(step.maxDuration());
    return new Stage(
        number,
        Weight.basisPoints(step.weight()),
        0,
        shortest,
        longest.compareTo(shortest) < 0 ? shortest : longest,
        step.minSamples(),
        Optional.ofNullable(step.pause()));
  }
}
