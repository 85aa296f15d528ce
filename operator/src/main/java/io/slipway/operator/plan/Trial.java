package io.slipway.operator.plan;

import io.slipway.api.v1alpha1.DurationText;
import io.slipway.api.v1alpha1.FailedRevision;
import io.slipway.api.v1alpha1.InconclusivePolicy;
import io.slipway.api.v1alpha1.Reason;
import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.api.v1alpha1.Weight;
import io.slipway.operator.desired.EntryService.Selection;
import io.slipway.operator.document.TrafficPayload.Split;
import io.slipway.operator.judge.Decision.Abort;
import io.slipway.operator.judge.Decision.Inconclusive;
import io.slipway.operator.judge.Decision.Missing;
import io.slipway.operator.judge.Decision.Proceed;
import io.slipway.operator.judge.Decision.Wait;
import io.slipway.operator.judge.InconclusiveReason;
import io.slipway.operator.observe.PodReport;
import io.slipway.operator.plan.Command.Verb;
import io.slipway.operator.plan.Stages.Stage;
import io.slipway.operator.status.PauseCause;
import io.slipway.operator.status.Trail;
import io.slipway.operator.status.Trouble;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A candidate that is tried before it is promoted: copies first, then a growing share of callers,
 * each for as long as the spec asks for and the evidence needs.
 *
 * <p>Callers enter by the stable revision alone; what the candidate gets it gets from there, so
 * that giving it up is a matter of one document.
 *
 * @param stable whom callers are promised
 * @param next who is tried
 * @param stages what it goes through; at least one
 * @param word what a person asks for now, if it is about this trial
 * @param place where it is; empty while its first pods start
 * @param trail what is known of it, what its checks say now included
 */
record Trial(
    Facts facts,
    RevisionFacts stable,
    RevisionFacts next,
    Stages stages,
    Optional<Verb> word,
    Optional<Place> place,
    Trail trail) {

  /**
   * Where a trial is.
   *
   * @param judging what the numbers say there
   */
  record Place(Stage stage, Judging judging) {}

  /** The words by which callers are moved on where the checks say so. */
  private static final String EVIDENCE = "Evidence";

  private static final String TIME = "Time";

  /**
   * @param trail what is known of it so far
   */
  static Trial of(
      Facts facts,
      RevisionFacts stable,
      RevisionFacts next,
      Stages stages,
      Optional<Verb> word,
      Trail trail) {
    Optional<Place> place =
        begun(facts, next, stages)
            .map(stage -> new Place(stage, Judging.of(facts, next, stage, trail.judgedSince())));
    Trail judged = place.map(it -> trail.found(it.judging().findings())).orElse(trail);
    return new Trial(facts, stable, next, stages, word, place, judged);
  }

  /** Whether the serving pods can do what the stages ask for; of pods that are silent, not yet. */
  Optional<Trouble> impossible() {
    Stream<String> needed =
        Stream.concat(
            Stream.of(PodReport.FORWARD, PodReport.SPLIT),
            stages.all().stream()
                .filter(stage -> stage.shadowBp() > 0)
                .map(stage -> PodReport.SHADOW));
    return needed
        .filter(capability -> !stable.can(capability) || !next.canForward())
        .findFirst()
        .map(
            capability ->
                new Trouble(
                    Reason.TRAFFIC_SPLIT_UNAVAILABLE,
                    "the pods of %s cannot do what spec.rollout asks for (%s); remove shadow and steps for this change, or refresh the serving revision first"
                        .formatted(
                            stable.can(capability) ? next.name() : stable.name(), capability)));
  }

  /** Why the candidate is to be given up now; empty while there is hope. */
  Optional<FailedRevision> failure() {
    int size = size(place.map(Place::stage).orElseGet(stages::first));
    InconclusivePolicy policy =
        isPaused() ? InconclusivePolicy.PAUSE : facts.rollout().onInconclusive();
    Failing failing = new Failing(facts, next, size, trail);
    return failing
        .failure()
        .or(() -> failing.isOverdue() ? unreachable() : Optional.empty())
        .or(
            () ->
                place
                    .flatMap(it -> it.judging().failure(policy))
                    .map(it -> Failing.failed(facts, next.name(), it.reason(), it.message())));
  }

  /** What is next. */
  Decision decide() {
    if (isTold(Verb.PROMOTE)) {
      return promote(trail.onTheBasisOf("action promote"));
    }
    return place.map(this::decide).orElseGet(this::prepare);
  }

  private Decision decide(Place at) {
    Stage stage = at.stage();
    if (isPaused()) {
      return paused(stage);
    }
    if (isTold(Verb.PAUSE)) {
      return pause(stage, PauseCause.REQUESTED.written(), trail);
    }
    if (!isAcknowledged(stage)) {
      return hold(stage, stage.state(), waiting(stage), trail);
    }
    Trail judged = trail.judgedFrom(facts.now());
    return switch (at.judging().gate()) {
      case Proceed() ->
          stage.pause().isPresent()
              ? pause(stage, PauseCause.APPROVAL.written(), judged)
              : after(stage, judged);
      case Inconclusive(InconclusiveReason reason, var check) ->
          facts.rollout().onInconclusive() == InconclusivePolicy.PROMOTE && reason.mayBePassedOver()
              ? after(
                  stage, judged.onTheBasisOf("onInconclusive: Promote (" + reason.value() + ")"))
              : pause(stage, PauseCause.INCONCLUSIVE.written(reason.value()), judged);
      case Abort abort ->
          // Given up before it comes to this; were it not, it would go no further.
          hold(stage, stage.state(), "", judged);
      case Wait(Missing missing) -> hold(stage, stage.state(), missing(stage, missing), judged);
    };
  }

  private boolean isTold(Verb verb) {
    return word.filter(verb::equals).isPresent();
  }

  /** The stage that it is at; empty while its first pods start. */
  private static Optional<Stage> begun(Facts facts, RevisionFacts next, Stages stages) {
    Course course = facts.course();
    if (course.isIn(RolloutState.UNKNOWN)) {
      return lost(facts, next, stages);
    }
    return switch (course.state()) {
      case SHADOWING, STEPPING, PAUSED ->
          course.leadsTo(next.name())
              ? Optional.of(stages.at(number(course.step())))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** Where the status was lost the document tells how far it was. */
  private static Optional<Stage> lost(Facts facts, RevisionFacts next, Stages stages) {
    return facts
        .traffic()
        .payload()
        .filter(said -> said.target().equals(next.name()))
        .filter(said -> said.weightBp() > 0 || said.shadowBp() > 0)
        .map(stages::of);
  }

  private boolean isPaused() {
    return facts.course().isIn(RolloutState.PAUSED) && facts.course().leadsTo(next.name());
  }

  private Decision prepare() {
    Stage first = stages.first();
    int size = size(first);
    boolean full = next.reachable() >= size && stable.hasReadyPods();
    if (full && unreached().isNone()) {
      return enter(first, trail);
    }
    return new Decision(
            RolloutState.PREPARING,
            "",
            full ? unreached().waiting() : next.progress(size),
            facts.stable(),
            Optional.of(next.name()),
            Optional.of(facts.nothing(next)),
            Optional.of(new Selection.One(stable.name())),
            sizes(size),
            Set.of())
        .with(trail);
  }

  private Unreached unreached() {
    return new Unreached(stable, next);
  }

  /** What ends the wait of serving pods for a candidate that is ready and does not answer them. */
  private Optional<FailedRevision> unreachable() {
    if (place.isPresent() || unreached().isNone()) {
      return Optional.empty();
    }
    Trouble trouble = unreached().trouble();
    return Optional.of(Failing.failed(facts, next.name(), trouble.reason(), trouble.message()));
  }

  private Decision enter(Stage stage, Trail so) {
    Trail entered = so.entering(Optional.empty(), facts.now());
    return hold(stage, stage.state(), waiting(stage), entered);
  }

  private Decision paused(Stage stage) {
    String cause = trail.cause().orElseGet(PauseCause.REQUESTED::written);
    if (!isTold(Verb.RESUME)) {
      return hold(stage, RolloutState.PAUSED, untilAPersonSays(cause), trail);
    }
    return PauseCause.of(cause) == PauseCause.REQUESTED
        ? enter(stage, trail)
        : after(stage, trail.onTheBasisOf("action resume"));
  }

  private Decision pause(Stage stage, String cause, Trail so) {
    return hold(
        stage,
        RolloutState.PAUSED,
        untilAPersonSays(cause),
        so.entering(Optional.of(cause), facts.now()));
  }

  private static String untilAPersonSays(String cause) {
    return cause + "; waiting for a person: kubectl slipway resume, promote or abort";
  }

  private Decision after(Stage stage, Trail so) {
    Trail passed =
        so.basis().isPresent() ? so : so.onTheBasisOf(stage.minSamples() > 0 ? EVIDENCE : TIME);
    return stages
        .after(stage)
        .map(following -> enter(following, passed))
        .orElseGet(() -> promote(passed));
  }

  private Decision promote(Trail so) {
    return Advance.afterTrial(facts, stable, next)
        .decide()
        .with(so.entering(Optional.empty(), facts.now()));
  }

  /** Stays at the stage: the weight only as far as there are pods for it. */
  private Decision hold(Stage stage, RolloutState state, String message, Trail so) {
    return new Decision(
            state,
            state == RolloutState.PAUSED ? String.valueOf(stage.number()) : stage.step(),
            message,
            facts.stable(),
            Optional.of(next.name()),
            Optional.of(share(stage)),
            Optional.of(new Selection.One(stable.name())),
            sizes(size(stage)),
            Set.of())
        .with(so);
  }

  private Split share(Stage stage) {
    if (!next.hasReadyPods()) {
      return facts.nothing(next);
    }
    if (next.reachable() >= size(stage)) {
      return split(stage);
    }
    // Some of its pods are missing: what it has it may keep, more it does not get.
    return facts
        .traffic()
        .payload()
        .filter(said -> said.target().equals(next.name()))
        .map(
            said ->
                facts.split(
                    next,
                    Math.min(said.weightBp(), stage.weightBp()),
                    Math.min(said.shadowBp(), stage.shadowBp())))
        .orElseGet(() -> facts.nothing(next));
  }

  /** How many pods the candidate needs for a stage, and can have. */
  private int size(Stage stage) {
    return replacement().most(stage.size(facts.replicas()));
  }

  private Map<String, Integer> sizes(int size) {
    return replacement().sizes(size);
  }

  private Replacement replacement() {
    return new Replacement(facts, stable, next);
  }

  /** Whether every pod that answers callers, or may come to, goes by the stage's weights. */
  private boolean isAcknowledged(Stage stage) {
    return share(stage).equals(split(stage)) && behind(stage).isEmpty();
  }

  /** The pods that do not go by the stage's weights, or serve and do not say so now. */
  private List<String> behind(Stage stage) {
    Split split = split(stage);
    return Stream.concat(
            Stream.of(stable, next)
                .flatMap(revision -> revision.pods().stream())
                .filter(pod -> pod.ready() || pod.report().isPresent())
                .filter(pod -> !facts.traffic().isFollowed(split, pod)),
            stable.ready().stream().filter(pod -> pod.fresh().isEmpty()))
        .map(PodFacts::name)
        .distinct()
        .toList();
  }

  private Split split(Stage stage) {
    return facts.split(next, stage.weightBp(), stage.shadowBp());
  }

  private String waiting(Stage stage) {
    int size = size(stage);
    if (next.reachable() < size) {
      return next.progress(size);
    }
    List<String> behind = behind(stage);
    return behind.isEmpty()
        ? "waiting for every pod to go by the new weight"
        : "waiting for " + String.join(", ", behind) + " to go by the new weight";
  }

  private String missing(Stage stage, Missing missing) {
    String what =
        stage.number() == 0 ? "copies of requests" : "a share of " + Weight.text(stage.weightBp());
    return switch (missing) {
      case TIME ->
          "%s has %s; at least for %s"
              .formatted(next.name(), what, DurationText.text(stage.minDuration()));
      case SAMPLES ->
          "%s has %s; waiting for %d samples".formatted(next.name(), what, stage.minSamples());
      case EVIDENCE -> "%s has %s; waiting for its checks".formatted(next.name(), what);
    };
  }

  private static int number(String step) {
    return step.matches("[0-9]{1,4}") ? Integer.parseInt(step) : 0;
  }
}
