package io.slipway.operator.plan;

import io.slipway.api.v1alpha1.FailedRevision;
import io.slipway.api.v1alpha1.InconclusivePolicy;
import io.slipway.api.v1alpha1.Reason;
import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.api.v1alpha1.Weight;
import io.slipway.operator.desired.EntryService.Selection;
import io.slipway.operator.document.TrafficPayload.Split;
import io.slipway.operator.judge.Decision.Missing;
import io.slipway.operator.judge.Decision.Wait;
import io.slipway.operator.observe.PodReport;
import io.slipway.operator.plan.Command.Verb;
import io.slipway.operator.plan.Stages.Stage;
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
 * @param trail what is known of it so far
 */
record Trial(
    Facts facts,
    RevisionFacts stable,
    RevisionFacts next,
    Stages stages,
    Optional<Verb> word,
    Trail trail) {

  /** Why it pauses where a step says so. */
  static final String APPROVAL = "Approval";

  /** Why it pauses where a person says so. */
  static final String REQUESTED = "Requested";

  /** Why it pauses for want of evidence; the reason follows. */
  static final String INCONCLUSIVE = "Inconclusive";

  /** The words by which callers are moved on where the checks say so. */
  private static final String EVIDENCE = "Evidence";

  private static final String TIME = "Time";

  /** Whether the serving pods can do what the stages ask for; of pods that are silent, not yet. */
  Optional<Trouble> impossible() {
    Stream<String> needed =
        Stream.concat(
            Stream.of(PodReport.FORWARD, PodReport.SPLIT),
            stages.all().stream()
                .filter(stage -> stage.shadowBp() > 0)
                .map(stage -> PodReport.SHADOW));
    return needed
        .filter(capability -> !stable.can(capability) || !canTakePart())
        .findFirst()
        .map(
            capability ->
                new Trouble(
                    Reason.TRAFFIC_SPLIT_UNAVAILABLE,
                    "the pods of %s cannot do what spec.rollout asks for (%s); remove shadow and steps for this change, or refresh the serving revision first"
                        .formatted(
                            stable.can(capability) ? next.name() : stable.name(), capability)));
  }

  private boolean canTakePart() {
    return next.canForward();
  }

  /** Why the candidate is to be given up now; empty while there is hope. */
  Optional<FailedRevision> failure() {
    Optional<Stage> at = begun();
    int size = at.orElseGet(stages::first).size(facts.replicas());
    Optional<FailedRevision> pods = new Failing(facts, next, size, trail).failure();
    if (pods.isPresent() || at.isEmpty()) {
      return pods;
    }
    InconclusivePolicy policy =
        isPaused() ? InconclusivePolicy.PAUSE : facts.rollout().onInconclusive();
    return judging(at.get())
        .failure(policy)
        .map(it -> Failing.failed(facts, next.name(), it.reason(), it.message()));
  }

  /** What is known of it, with what its checks say now. */
  Trail judged() {
    return begun().map(stage -> found(stage, trail)).orElse(trail);
  }

  /** What is next. */
  Decision decide() {
    if (word.filter(Verb.PROMOTE::equals).isPresent()) {
      return promote(trail.onTheBasisOf("action promote"));
    }
    Optional<Stage> at = begun();
    if (at.isEmpty()) {
      return prepare();
    }
    Stage stage = at.get();
    if (isPaused()) {
      return paused(stage);
    }
    if (word.filter(Verb.PAUSE::equals).isPresent()) {
      return pause(stage, REQUESTED);
    }
    if (!isAcknowledged(stage)) {
      return hold(stage, stage.state(), waiting(stage), found(stage, trail));
    }
    Trail judged = trail.judgedSince().isPresent() ? trail : trail.judgedSince(facts.now());
    Judging judging = Judging.of(facts, next, stage, judged.judgedSince());
    Trail found = judged.found(judging.statuses(), judging.observed(), facts.now());
    return switch (judging.gate()) {
      case io.slipway.operator.judge.Decision.Proceed() ->
          stage.pause().isPresent()
              ? hold(
                  stage,
                  RolloutState.PAUSED,
                  "passed; waiting for a person: kubectl slipway resume, promote or abort",
                  found.entering(Optional.of(APPROVAL), facts.now()))
              : after(stage, found);
      case io.slipway.operator.judge.Decision.Inconclusive inconclusive ->
          facts.rollout().onInconclusive() == InconclusivePolicy.PROMOTE
                  && inconclusive.reason().mayBePassedOver()
              ? after(
                  stage,
                  found.onTheBasisOf(
                      "onInconclusive: Promote (" + inconclusive.reason().value() + ")"))
              : hold(
                  stage,
                  RolloutState.PAUSED,
                  inconclusive.reason().value() + "; waiting for a person",
                  found.entering(
                      Optional.of(INCONCLUSIVE + ": " + inconclusive.reason().value()),
                      facts.now()));
      case io.slipway.operator.judge.Decision.Abort abort ->
          // Given up before it comes to this; were it not, it would go no further.
          hold(stage, stage.state(), "", found);
      case Wait(Missing missing) -> hold(stage, stage.state(), missing(stage, missing), found);
    };
  }

  /** The stage that it is at; empty while its first pods start. */
  private Optional<Stage> begun() {
    if (!facts.course().leadsTo(next.name())) {
      return lost();
    }
    return switch (facts.course().state()) {
      case SHADOWING, STEPPING, PAUSED -> Optional.of(stages.at(number(facts.course().step())));
      case UNKNOWN -> lost();
      default -> Optional.empty();
    };
  }

  /** Where the status was lost the document tells how far it was. */
  private Optional<Stage> lost() {
    boolean unknown = facts.course().isIn(RolloutState.UNKNOWN);
    return facts
        .traffic()
        .payload()
        .filter(said -> unknown && said.target().equals(next.name()))
        .filter(said -> said.weightBp() > 0 || said.shadowBp() > 0)
        .map(stages::of);
  }

  private boolean isPaused() {
    return facts.course().isIn(RolloutState.PAUSED) && facts.course().leadsTo(next.name());
  }

  private Decision prepare() {
    Stage first = stages.first();
    int size = first.size(facts.replicas());
    boolean full = next.reachable() >= size && stable.hasReadyPods();
    List<String> blind = unreached();
    if (full && blind.isEmpty()) {
      return enter(first, trail);
    }
    return new Decision(
            RolloutState.PREPARING,
            "",
            full
                ? "waiting for " + String.join(", ", blind) + " to reach " + next.name()
                : next.progress(size),
            facts.stable(),
            Optional.of(next.name()),
            Optional.of(facts.nothing(next)),
            Optional.of(new Selection.One(stable.name())),
            sizes(size),
            Set.of())
        .with(trail);
  }

  /**
   * The serving pods that have not been answered by the candidate yet. Its name may take seconds to
   * be found everywhere, and what fails for want of it would be held against the candidate.
   */
  private List<String> unreached() {
    return stable.ready().stream()
        .filter(pod -> pod.fresh().filter(PodReport::forwardReachable).isEmpty())
        .map(PodFacts::name)
        .toList();
  }

  private Decision enter(Stage stage, Trail so) {
    Trail entered = so.entering(Optional.empty(), facts.now());
    return hold(stage, stage.state(), waiting(stage), entered);
  }

  private Decision paused(Stage stage) {
    Trail found = found(stage, trail);
    if (word.filter(Verb.RESUME::equals).isEmpty()) {
      String why = trail.cause().orElse(REQUESTED);
      return hold(
          stage,
          RolloutState.PAUSED,
          why + "; waiting for a person: kubectl slipway resume, promote or abort",
          found);
    }
    return found.cause().filter(REQUESTED::equals).isPresent()
        ? enter(stage, found)
        : after(stage, found.onTheBasisOf("action resume"));
  }

  private Decision pause(Stage stage, String cause) {
    return hold(
        stage,
        RolloutState.PAUSED,
        cause + "; waiting for a person: kubectl slipway resume, promote or abort",
        found(stage, trail).entering(Optional.of(cause), facts.now()));
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
    return new Advance(facts, stable, next, RolloutState.PROMOTING, Advance.Mode.PROVEN)
        .decide()
        .with(so.entering(Optional.empty(), facts.now()));
  }

  /** Stays at the stage: the weight only as far as there are pods for it. */
  private Decision hold(Stage stage, RolloutState state, String message, Trail so) {
    int size = stage.size(facts.replicas());
    return new Decision(
            state,
            state == RolloutState.PAUSED ? String.valueOf(stage.number()) : stage.step(),
            message,
            facts.stable(),
            Optional.of(next.name()),
            Optional.of(share(stage)),
            Optional.of(new Selection.One(stable.name())),
            sizes(size),
            Set.of())
        .with(so);
  }

  private Split share(Stage stage) {
    if (!next.hasReadyPods()) {
      return facts.nothing(next);
    }
    Split wanted = facts.split(next, stage.weightBp(), stage.shadowBp());
    if (next.reachable() >= stage.size(facts.replicas())) {
      return wanted;
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

  private Map<String, Integer> sizes(int size) {
    return Map.of(stable.name(), facts.replicas(), next.name(), size);
  }

  /** Whether every pod that answers callers, or may come to, goes by the stage's weights. */
  private boolean isAcknowledged(Stage stage) {
    Split split = facts.split(next, stage.weightBp(), stage.shadowBp());
    return share(stage).equals(split)
        && Stream.of(stable, next)
            .flatMap(revision -> revision.pods().stream())
            .filter(pod -> pod.ready() || pod.report().isPresent())
            .allMatch(pod -> facts.traffic().isFollowed(split, pod))
        && stable.ready().stream().allMatch(pod -> pod.fresh().isPresent());
  }

  private String waiting(Stage stage) {
    int size = stage.size(facts.replicas());
    if (next.reachable() < size) {
      return next.progress(size);
    }
    Split split = facts.split(next, stage.weightBp(), stage.shadowBp());
    List<String> behind =
        Stream.of(stable, next)
            .flatMap(revision -> revision.pods().stream())
            .filter(pod -> pod.ready() || pod.report().isPresent())
            .filter(pod -> pod.fresh().isEmpty() || !facts.traffic().isFollowed(split, pod))
            .map(PodFacts::name)
            .toList();
    return behind.isEmpty()
        ? "waiting for every pod to go by the new weight"
        : "waiting for " + String.join(", ", behind) + " to go by the new weight";
  }

  private String missing(Stage stage, Missing missing) {
    String what =
        stage.number() == 0 ? "copies of requests" : "a share of " + Weight.text(stage.weightBp());
    return switch (missing) {
      case TIME -> "%s has %s; at least for %s".formatted(next.name(), what, stage.minDuration());
      case SAMPLES ->
          "%s has %s; waiting for %d samples".formatted(next.name(), what, stage.minSamples());
      case EVIDENCE -> "%s has %s; waiting for its checks".formatted(next.name(), what);
    };
  }

  private Trail found(Stage stage, Trail so) {
    Judging judging = judging(stage);
    return so.found(judging.statuses(), judging.observed(), facts.now());
  }

  private Judging judging(Stage stage) {
    return Judging.of(facts, next, stage, trail.judgedSince());
  }

  private static int number(String step) {
    return step.matches("[0-9]{1,4}") ? Integer.parseInt(step) : 0;
  }
}
