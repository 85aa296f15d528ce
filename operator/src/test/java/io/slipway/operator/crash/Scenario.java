package io.slipway.operator.crash;

import io.slipway.api.v1alpha1.Bake;
import io.slipway.api.v1alpha1.InconclusivePolicy;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.PauseType;
import io.slipway.api.v1alpha1.Rollout;
import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.api.v1alpha1.RolloutStep;
import io.slipway.api.v1alpha1.ScarcityPolicy;
import io.slipway.api.v1alpha1.UnavailableStablePolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a user does while operators die. */
enum Scenario {
  /** From nothing to the second version, and both have to be looked up. */
  PROMOTE(
      2,
      "Resolving",
      "Preparing",
      "Stable",
      "Resolving",
      "Preparing",
      "Stepping 1",
      "Stepping 2",
      "Promoting Scaling",
      "Promoting Shifting",
      "Promoting Widening",
      "Promoting Narrowing",
      "Promoting Draining",
      "Stable") {
    @Override
    void begin(User user, Supervisor supervisor, Optional<Death> death) throws IOException {
      supervisor.start(death);
    }

    @Override
    void play(User user, Supervisor supervisor) {
      user.applyUnpinned(1, THROUGH);
      user.awaitReady();
      user.applyUnpinned(2, THROUGH);
      user.awaitReady();
    }

    @Override
    Duration drain() {
      return NOTICEABLE;
    }
  },
  ABORT(
      1,
      "Preparing",
      "Stable",
      "Preparing",
      "Stepping 1",
      "Paused 1",
      "RollingBack Shifting",
      "RollingBack Narrowing",
      "RollingBack Draining",
      "RolledBack") {
    @Override
    void play(User user, Supervisor supervisor) {
      user.apply(2, ASKING);
      user.abort(candidate(user.await(RolloutState.PAUSED)));
      user.await(RolloutState.ROLLED_BACK);
    }
  },
  SUPERSEDE(
      2,
      "Preparing",
      "Stable",
      "Preparing",
      "Stepping 1",
      "Paused 1",
      "Superseding Shifting",
      "Superseding Narrowing",
      "Superseding Draining",
      "Preparing",
      "Stepping 1",
      "Stepping 2",
      "Promoting Scaling",
      "Promoting Shifting",
      "Promoting Widening",
      "Promoting Narrowing",
      "Promoting Draining",
      "Stable") {
    @Override
    void play(User user, Supervisor supervisor) {
      user.apply(2, ASKING);
      user.await(RolloutState.PAUSED);
      user.apply(3, THROUGH);
      user.awaitReady();
    }
  },
  BAKE_REVERT(
      3,
      "Preparing",
      "Stable",
      "Preparing",
      "Stepping 1",
      "Promoting Scaling",
      "Promoting Shifting",
      "Promoting Widening",
      "Promoting Narrowing",
      "Promoting Draining",
      "Baking",
      "Reverting Scaling",
      "Reverting Shifting",
      "Reverting Widening",
      "Reverting Narrowing",
      "Reverting Draining",
      "RollingBack Draining",
      "RolledBack") {
    @Override
    void play(User user, Supervisor supervisor) {
      user.apply(2, BAKING);
      user.abort(stable(user.await(RolloutState.BAKING)));
      user.await(RolloutState.ROLLED_BACK);
    }
  },
  /** Step by step, each as soon as it is there to be approved. */
  APPROVE(
      2,
      "Preparing",
      "Stable",
      "Preparing",
      "Stepping 1",
      "Paused 1",
      "Stepping 2",
      "Paused 2",
      "Promoting Scaling",
      "Promoting Shifting",
      "Promoting Widening",
      "Promoting Narrowing",
      "Promoting Draining",
      "Stable") {
    @Override
    void play(User user, Supervisor supervisor) {
      user.apply(2, ASKING_TWICE);
      user.resume(candidate(user.awaitPauseAt("1")), "1");
      user.resume(candidate(user.awaitPauseAt("2")), "2");
      user.awaitReady();
    }
  },
  /** The candidate's pods die while nobody reaches the API server. */
  OUTAGE(
      1,
      "Preparing",
      "Stable",
      "Preparing",
      "Stepping 1",
      "Paused 1",
      "RollingBack Shifting",
      "RollingBack Narrowing",
      "RollingBack Draining",
      "RolledBack") {
    @Override
    void play(User user, Supervisor supervisor) throws IOException {
      user.apply(2, ASKING);
      String candidate = candidate(user.await(RolloutState.PAUSED));
      supervisor.cut();
      user.spoil(candidate);
      supervisor.mendAfterOutage();
      user.giveUp(candidate);
      user.await(RolloutState.ROLLED_BACK);
    }

    @Override
    Duration drain() {
      // Of dead pods there is nothing to drain.
      return NEXT_TO_NONE;
    }
  },
  /** Wherever the version change is when an operator dies, and at its step when none does. */
  DELETE(1, "Preparing", "Stable", "Preparing", "Stepping 1", "Paused 1") {
    @Override
    void play(User user, Supervisor supervisor) {
      user.apply(2, ASKING);
      user.await(RolloutState.PAUSED, supervisor::hasHadADeath);
      user.delete();
      user.awaitNothing();
    }
  };

  private static final Rollout THROUGH =
      rollout(null, new RolloutStep("25%", "0s", 0, "1h", null), step(null));
  private static final Rollout ASKING_TWICE =
      rollout(
          null,
          new RolloutStep("25%", "0s", 0, "1h", PauseType.APPROVAL),
          step(PauseType.APPROVAL));
  private static final Rollout ASKING = rollout(null, step(PauseType.APPROVAL));
  private static final Rollout BAKING = rollout(new Bake("10m"), step(null));

  private static final Duration NEXT_TO_NONE = Duration.ofMillis(100);

  /** A status has whole seconds, by which a drain is cut short. */
  private static final Duration NOTICEABLE = Duration.ofSeconds(2);

  private final int commits;
  private final String way;

  /**
   * @param commits how many revisions become stable, one after the other
   * @param way all states that its status may tell of, in their order
   */
  Scenario(int commits, String... way) {
    this.commits = commits;
    this.way = String.join(",", way);
  }

  /** What comes before the first death. */
  void begin(User user, Supervisor supervisor, Optional<Death> death) throws IOException {
    supervisor.start(Optional.empty());
    user.apply(1, THROUGH);
    user.awaitReady();
    supervisor.arm(death);
  }

  /** What operators die in. */
  abstract void play(User user, Supervisor supervisor) throws IOException;

  /** For how long pods stay after the last caller was led to them. */
  Duration drain() {
    return Boolean.getBoolean("slipway.long") ? NOTICEABLE : NEXT_TO_NONE;
  }

  int commits() {
    return commits;
  }

  /** Whether the states were told in their order: none again, and no step of a trial left out. */
  boolean isItsWay(List<String> told) {
    int at = 0;
    for (String state : way.split(",")) {
      if (at < told.size() && told.get(at).equals(state)) {
        at++;
      } else if (state.startsWith("Stepping") && at < told.size()) {
        return false;
      }
    }
    return at == told.size();
  }

  private static RolloutStep step(@Nullable PauseType pause) {
    return new RolloutStep("50%", "0s", 0, "1h", pause);
  }

  private static Rollout rollout(@Nullable Bake bake, RolloutStep... steps) {
    return new Rollout(
        null,
        List.of(steps),
        List.of(),
        InconclusivePolicy.PAUSE,
        UnavailableStablePolicy.SKIP_STEPS,
        ScarcityPolicy.WAIT,
        "10m",
        bake,
        null);
  }

  private static String candidate(ModelDeployment resource) {
    return Objects.requireNonNull(resource.getStatus().candidate()).revision();
  }

  private static String stable(ModelDeployment resource) {
    return Objects.requireNonNull(resource.getStatus().stable()).revision();
  }
}
