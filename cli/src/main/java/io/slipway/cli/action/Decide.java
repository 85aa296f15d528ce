package io.slipway.cli.action;

import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.FailedRevision;
import io.slipway.api.v1alpha1.RevisionStatus;
import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.cli.resource.Deployed;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether an action makes sense in the present state, and of what it speaks. The operator
 * decides again when it comes to it: this spares people an action that is sure to be ignored.
 *
 * @param resource as it is now
 * @param nonce of the action
 */
public record Decide(Deployed resource, String nonce) {

  /** While the candidate gets ready, is copied to or gets a share of callers. */
  private static final Set<RolloutState> ON_TRIAL =
      EnumSet.of(
          RolloutState.PREPARING,
          RolloutState.SHADOWING,
          RolloutState.STEPPING,
          RolloutState.PAUSED,
          // A newer operator's state: it knows best.
          RolloutState.UNKNOWN);

  /** The decision on one action. */
  public Decision on(Action action) {
    return switch (action) {
      case PROMOTE -> promote();
      case ABORT -> abort();
      case RETRY -> retry();
      case PAUSE -> pause();
      case RESUME -> resume();
      case RESOLVE -> resolve();
      case REFRESH -> refresh();
    };
  }

  private Decision promote() {
    if (ON_TRIAL.contains(state())) {
      return ofCandidate(Action.PROMOTE);
    }
    return switch (state()) {
      case PROMOTING -> refuse("The candidate is being promoted already.");
      // The new revision is the stable one by then: the word ends the bake.
      case BAKING -> ofStable(Action.PROMOTE);
      default -> nothingOnTrial(Action.PROMOTE);
    };
  }

  private Decision abort() {
    if (ON_TRIAL.contains(state()) || state() == RolloutState.PROMOTING) {
      return ofCandidate(Action.ABORT);
    }
    if (state() == RolloutState.BAKING) {
      return ofStable(Action.ABORT);
    }
    return nothingOnTrial(Action.ABORT);
  }

  private Decision pause() {
    if (state() == RolloutState.PAUSED) {
      return refuse(
          "It is paused already; "
              + resource.command("resume")
              + " goes on, "
              + resource.command("abort")
              + " gives the candidate up.");
    }
    return switch (state()) {
      case SHADOWING, STEPPING, UNKNOWN -> ofCandidate(Action.PAUSE);
      case PREPARING ->
          refuse("The candidate gets ready, and has no callers yet: there is no step to pause at.");
      case PROMOTING ->
          refuse(
              "The candidate is being promoted, which does not stop half-way; "
                  + resource.command("abort")
                  + " takes callers back.");
      case BAKING ->
          refuse(
              "The new revision serves all callers already; "
                  + resource.command("abort")
                  + " goes back to the one before.");
      default -> nothingOnTrial(Action.PAUSE);
    };
  }

  private Decision resume() {
    if (state() == RolloutState.PAUSED
        || state() == RolloutState.UNKNOWN
        || resource.is(ConditionType.PAUSED)) {
      return ofCandidate(Action.RESUME);
    }
    return ON_TRIAL.contains(state())
        ? refuse("The rollout is not paused: it goes on by itself.")
        : nothingOnTrial(Action.RESUME);
  }

  private Decision retry() {
    Optional<String> failed =
        resource.status().failedRevisions().stream()
            .max(
                Comparator.comparing(
                    revision -> Objects.requireNonNullElse(revision.failedAt(), "")))
            .map(FailedRevision::revision);
    if (failed.isEmpty()) {
      return refuse("No revision was rolled back, so there is none to try again.");
    }
    if (state() == RolloutState.ROLLING_BACK) {
      return refuse(
          "The failed revision's pods are still going; try again when the state is RolledBack.");
    }
    return send(Action.RETRY, failed.get());
  }

  private Decision resolve() {
    String pinned = resource.model().digest();
    if (pinned != null) {
      return refuse(
          "spec.model.digest pins "
              + pinned
              + ", so there is nothing to look up; write the new digest there, or remove it.");
    }
    return ofStable(Action.RESOLVE);
  }

  private Decision refresh() {
    RevisionStatus candidate = resource.status().candidate();
    if (candidate != null) {
      return refuse(
          "A rollout of "
              + candidate.revision()
              + " is in progress ("
              + resource.stateWord()
              + "); let it end, or "
              + resource.command("abort")
              + ".");
    }
    return ofStable(Action.REFRESH);
  }

  private Decision ofCandidate(Action action) {
    RevisionStatus candidate = resource.status().candidate();
    if (candidate == null) {
      return nothingOnTrial(action);
    }
    return resource.status().stable() == null
        ? refuse(
            "It is the first version: there is none that callers could be taken from or back to.")
        : send(action, candidate.revision());
  }

  private Decision ofStable(Action action) {
    RevisionStatus stable = resource.status().stable();
    return stable == null
        ? refuse("No revision of it serves yet, so there is nothing to " + action.word() + ".")
        : send(action, stable.revision());
  }

  private Decision nothingOnTrial(Action action) {
    if (state() == RolloutState.ROLLED_BACK || state() == RolloutState.ROLLING_BACK) {
      return refuse(
          "The candidate was rolled back, so there is none to "
              + action.word()
              + "; "
              + resource.command("retry")
              + " tries it again.");
    }
    return refuse(
        "No rollout is in progress ("
            + resource.stateWord()
            + "), so there is none to "
            + action.word()
            + ".");
  }

  private Decision refuse(String why) {
    return new Decision.Refuse(
        resource.isObserved()
            ? why
            : why
                + " The operator has not acted on the newest edit yet: it may be so in a moment.");
  }

  private Decision send(Action action, String revision) {
    return new Decision.Send(new ActionValue(action, revision, resource.step().orElse("0"), nonce));
  }

  private RolloutState state() {
    return resource.state();
  }
}
