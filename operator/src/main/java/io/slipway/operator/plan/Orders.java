package io.slipway.operator.plan;

import io.slipway.api.v1alpha1.FailedRevision;
import io.slipway.api.v1alpha1.HandledAction;
import io.slipway.api.v1alpha1.Reason;
import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.operator.plan.Command.Verb;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/**
 * What a person's word does to a version change that is where it is. What does not fit is ignored,
 * and the status says why.
 *
 * @param failed the revision that is given up, after the word
 * @param word what is left to be done by the move that the change is at
 * @param handled what the status says of it; empty when nobody asked for anything
 */
record Orders(
    Optional<FailedRevision> failed, Optional<Verb> word, Optional<HandledAction> handled) {

  static Orders of(Facts facts) {
    Optional<FailedRevision> failed = stillAskedFor(facts);
    return Command.pending(facts.resource())
        .map(command -> of(facts, command, failed))
        .orElseGet(() -> new Orders(failed, Optional.empty(), Optional.empty()));
  }

  /** A failure is of no account any more once the spec asks for something else. */
  private static Optional<FailedRevision> stillAskedFor(Facts facts) {
    return facts
        .course()
        .trail()
        .failed()
        .filter(
            failed -> facts.wanted().isEmpty() || facts.wanted().get().equals(failed.revision()));
  }

  private static Orders of(Facts facts, Command command, Optional<FailedRevision> failed) {
    return switch (command.verb()) {
      case RETRY ->
          failed.filter(it -> Objects.equals(it.revision(), command.revision())).isPresent()
              ? done(facts, command, Optional.empty(), Optional.of(Verb.RETRY), "trying it again")
              : ignored(facts, command, failed, "no revision of that name was rolled back");
      case ABORT ->
          isOnTrial(facts, command.revision(), failed)
              ? done(
                  facts,
                  command,
                  Optional.of(
                      Failing.failed(
                          facts, command.revision(), Reason.ABORTED, "a person aborted it")),
                  Optional.empty(),
                  "rolling it back")
              : ignored(facts, command, failed, "no version change to that revision is under way");
      case PROMOTE ->
          at(facts, command, failed)
              .orElseGet(
                  () -> done(facts, command, failed, Optional.of(Verb.PROMOTE), "promoting it"));
      case RESUME ->
          at(facts, command, failed)
              .orElseGet(
                  () ->
                      facts.course().isIn(RolloutState.PAUSED)
                          ? done(facts, command, failed, Optional.of(Verb.RESUME), "going on")
                          : ignored(facts, command, failed, "it is not paused"));
      case PAUSE ->
          at(facts, command, failed)
              .orElseGet(
                  () ->
                      isJudged(facts)
                          ? done(facts, command, failed, Optional.of(Verb.PAUSE), "paused")
                          : ignored(
                              facts, command, failed, "there is no step to pause at just now"));
      case REFRESH ->
          facts.stable().filter(command.revision()::equals).isEmpty()
              ? ignored(facts, command, failed, "no revision of that name serves")
              : facts
                  .wanted()
                  .map(
                      wanted ->
                          done(
                              facts,
                              command,
                              failed,
                              Optional.empty(),
                              "rolling it out with today's runtime as " + wanted))
                  .orElseGet(() -> new Orders(failed, Optional.empty(), Optional.empty()));
      case RESOLVE ->
          // Answered when the source is: that takes a pod, and a while.
          new Orders(failed, Optional.empty(), Optional.empty());
      case UNKNOWN ->
          ignored(
              facts,
              command,
              failed,
              "write VERB@REVISION#STEP;NONCE, with promote, abort, retry, pause, resume, resolve"
                  + " or refresh");
    };
  }

  /** Why a word about another revision or step is ignored; empty when it is about this one. */
  private static Optional<Orders> at(
      Facts facts, Command command, Optional<FailedRevision> failed) {
    if (!isOnTrial(facts, command.revision(), failed)) {
      return Optional.of(
          ignored(facts, command, failed, "no version change to that revision is under way"));
    }
    return command.isAbout(command.revision(), facts.course().step())
        ? Optional.empty()
        : Optional.of(
            ignored(
                facts, command, failed, "it is not at step %s any more".formatted(command.step())));
  }

  private static boolean isOnTrial(Facts facts, String revision, Optional<FailedRevision> failed) {
    boolean candidate =
        facts.course().leadsTo(revision)
            && facts.wanted().filter(revision::equals).isPresent()
            && facts.stable().filter(revision::equals).isEmpty();
    boolean baking =
        facts.course().isIn(RolloutState.BAKING)
            && facts.stable().filter(revision::equals).isPresent();
    return (candidate || baking) && failed.isEmpty();
  }

  private static boolean isJudged(Facts facts) {
    return facts.course().isIn(RolloutState.STEPPING)
        || facts.course().isIn(RolloutState.SHADOWING);
  }

  private static Orders done(
      Facts facts,
      Command command,
      Optional<FailedRevision> failed,
      Optional<Verb> word,
      String outcome) {
    return new Orders(failed, word, Optional.of(handled(facts, command, outcome)));
  }

  private static Orders ignored(
      Facts facts, Command command, Optional<FailedRevision> failed, String why) {
    return new Orders(
        failed, Optional.empty(), Optional.of(handled(facts, command, "ignored: " + why)));
  }

  static HandledAction handled(Facts facts, Command command, String outcome) {
    return new HandledAction(
        command.value(), outcome, facts.now().truncatedTo(ChronoUnit.SECONDS).toString());
  }
}
