package io.slipway.operator.plan;

import io.slipway.api.v1alpha1.FailedRevision;
import io.slipway.api.v1alpha1.HandledAction;
import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.api.v1alpha1.Reason;
import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.operator.desired.ResolvedModel;
import io.slipway.operator.desired.Revisions;
import io.slipway.operator.desired.StoredRevision;
import io.slipway.operator.document.Signer;
import io.slipway.operator.observe.Observation;
import io.slipway.operator.observe.PodReport;
import io.slipway.operator.observe.Refusal;
import io.slipway.operator.plan.Decision.Steps;
import io.slipway.operator.status.Situation;
import io.slipway.operator.status.Statuses;
import io.slipway.operator.status.Trouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * From an observation to a plan: the model is resolved, the revision named, the version change
 * taken one step further, the objects put right, and all of it told in the status.
 *
 * <p>Stateless but for the key that documents are signed with, and thread-safe.
 */
public final class Planner {

  /** How soon to look again while a pod's report or a short wait decides. */
  private static final Duration SOON = Duration.ofSeconds(1);

  /** While pods start: the cluster tells of most of it, but not of what a pod says of itself. */
  private static final Duration WHILE_STARTING = Duration.ofSeconds(2);

  /** When all is well: in case something was missed. */
  private static final Duration AT_REST = Duration.ofMinutes(1);

  /** What a revision suffers from that is being left is no longer of interest. */
  private static final Set<RolloutState> LEAVING =
      Set.of(
          RolloutState.SUPERSEDING,
          RolloutState.RESOLVING,
          RolloutState.ROLLING_BACK,
          RolloutState.REVERTING);

  private final Signer signer;

  public Planner(Signer signer) {
    this.signer = signer;
  }

  /** What decides, for who only has to know that. */
  public static Function<Observation, Plan> planning(Signer signer) {
    return new Planner(signer)::plan;
  }

  /** What to do now. */
  public Plan plan(Observation observation) {
    Resolving.Resolution resolution = Resolving.of(observation);
    Optional<Trouble> refused = resolution.model().flatMap(model -> unservable(observation, model));
    Optional<FactsReader.Wanted> wanted =
        refused.isPresent()
            ? Optional.empty()
            : resolution.model().map(model -> wanted(observation, model));
    Facts facts = new FactsReader(observation).read(signer, wanted);
    if (isFenced(facts)) {
      return new Plan(List.of(), Optional.empty(), List.of(), Optional.of(SOON));
    }
    Decision decided = StateMachine.decide(facts);
    Decision decision =
        decided.with(decided.trail().calm(facts.course().trail(), observation.now()));
    List<Step> steps = steps(facts, resolution, decision);
    Optional<Trouble> trouble =
        refusal(observation)
            .or(() -> refused)
            .or(resolution::trouble)
            .or(decision::trouble)
            .or(() -> trouble(facts, decision));
    return plan(facts, decision, resolution, List.copyOf(steps), trouble);
  }

  private static Plan plan(
      Facts facts,
      Decision decision,
      Resolving.Resolution resolution,
      List<Step> steps,
      Optional<Trouble> trouble) {
    Observation observation = facts.observation();
    Situation situation =
        new Situations(facts, decision)
            .situation(
                steps.stream().allMatch(new Upkeep(facts)::includes),
                trouble,
                handled(facts, resolution),
                resolution.concern());
    ModelDeploymentStatus status =
        Statuses.of(observation.resource(), observation.now(), situation);
    Optional<ModelDeploymentStatus> before =
        Optional.ofNullable(observation.resource().getStatus());
    boolean changed = before.filter(status::equals).isEmpty();
    return new Plan(
        steps,
        changed ? Optional.of(status) : Optional.empty(),
        changed ? Events.between(before, status) : List.of(),
        Optional.of(again(decision, resolution, situation, changed)));
  }

  private static Optional<HandledAction> handled(Facts facts, Resolving.Resolution resolution) {
    return StateMachine.handled(facts)
        .or(
            () ->
                resolution
                    .outcome()
                    .flatMap(
                        outcome ->
                            Command.pending(facts.resource())
                                .map(command -> Orders.handled(facts, command, outcome))));
  }

  private static Duration again(
      Decision decision, Resolving.Resolution resolution, Situation situation, boolean changed) {
    if (changed) {
      return SOON;
    }
    if (resolution.again().isPresent()) {
      return resolution.again().get();
    }
    return switch (decision.state()) {
      case STABLE -> situation.settled() == Situation.Settled.YES ? AT_REST : WHILE_STARTING;
      case PREPARING -> WHILE_STARTING;
      case ROLLED_BACK -> AT_REST;
      default -> SOON;
    };
  }

  /**
   * Before whatever depends on it: the account before every pod (admission refuses a pod without
   * it), the autoscaler before the traffic that it goes by, documents before pods, pods before
   * their entry.
   */
  private List<Step> steps(Facts facts, Resolving.Resolution resolution, Decision decision) {
    ObjectSteps objects = new ObjectSteps(facts);
    // What costs callers most by every second that it waits comes first.
    List<Step> steps = new ArrayList<>(new EntryGuard(facts).steps());
    steps.addAll(objects.serviceAccount());
    steps.addAll(resolution.steps());
    facts.wanted().map(facts::revision).map(objects::revision).ifPresent(steps::addAll);
    steps.addAll(new AutoscalerSteps(facts, decision).steps());
    decision
        .split()
        .ifPresent(split -> steps.addAll(new TrafficSteps(facts, signer).towards(split)));
    new TreeMap<>(decision.deployed())
        .forEach(
            (revision, replicas) ->
                steps.addAll(objects.deployed(facts.revision(revision), replicas)));
    decision
        .selection()
        .filter(selection -> !restartsDrain(facts, decision))
        .ifPresent(selection -> steps.addAll(objects.entry(selection)));
    steps.addAll(objects.removed(decision.removed()));
    steps.addAll(objects.history(kept(facts, decision)));
    return steps;
  }

  /**
   * Whether a drain has to begin anew, because somebody led callers back. It is counted from the
   * status, which therefore tells of it before the Service is put right: an operator may be killed
   * between the two, and the next one would go on counting.
   */
  private static boolean restartsDrain(Facts facts, Decision decision) {
    return facts.course().isIn(decision.state())
        && facts.course().step().equals(Steps.DRAINING)
        && !decision.step().equals(Steps.DRAINING);
  }

  private static Set<String> kept(Facts facts, Decision decision) {
    Set<String> kept = new TreeSet<>(decision.deployed().keySet());
    facts.wanted().ifPresent(kept::add);
    facts.stable().ifPresent(kept::add);
    return kept;
  }

  private static FactsReader.Wanted wanted(Observation observation, ResolvedModel model) {
    Optional<String> refresh = new Refreshing(observation, model).token();
    return new FactsReader.Wanted(
        Revisions.name(observation.resource(), model, refresh), model, refresh);
  }

  /** A newer leader has written: whatever this one would do is no longer its to do. */
  private static boolean isFenced(Facts facts) {
    long epoch = facts.observation().epoch();
    return (facts.traffic().signed()
            && facts.traffic().payload().filter(said -> said.epoch() > epoch).isPresent())
        || facts.observation().reports().values().stream()
            .flatMap(report -> report.traffic().stream())
            .anyMatch(known -> known.epoch() > epoch);
  }

  private static Optional<Trouble> refusal(Observation observation) {
    return observation.refusals().stream().findFirst().map(Planner::trouble);
  }

  private static Trouble trouble(Refusal refusal) {
    return switch (refusal.kind()) {
      case NAME_TAKEN ->
          new Trouble(
              Reason.NAME_CONFLICT,
              refusal.object() + " exists and is not this resource's: " + refusal.message());
      case INVALID ->
          new Trouble(Reason.INVALID_SPEC, refusal.object() + " is invalid: " + refusal.message());
      case FORBIDDEN ->
          new Trouble(Reason.POD_REFUSED, refusal.object() + " is refused: " + refusal.message());
    };
  }

  /** What no pod need be made for. */
  private static Optional<Trouble> unservable(Observation observation, ResolvedModel model) {
    boolean pmml = model.format().equals("PMML");
    return observation.resource().getSpec().gpu() != null && pmml
        ? Optional.of(
            new Trouble(
                Reason.GPU_NOT_SUPPORTED,
                "the model is PMML, which no GPU can score; remove spec.gpu or give an ONNX model"))
        : Optional.empty();
  }

  /** What keeps the revision that is asked for from serving, or the one that serves. */
  private static Optional<Trouble> trouble(Facts facts, Decision decision) {
    Diagnosis diagnosis = Diagnosis.by(facts.observation());
    RolloutState state = decision.state();
    if (state == RolloutState.ROLLED_BACK) {
      return decision.trail().failed().map(Planner::rolledBack);
    }
    return LEAVING.contains(state)
        ? Optional.empty()
        : facts
            .wanted()
            .or(facts::stable)
            .map(facts::revision)
            .filter(revision -> !onItsWayToCpu(revision))
            .flatMap(
                revision ->
                    diagnosis
                        .of(revision, needed(facts, decision, revision.name()))
                        .or(() -> onCpuAgainstTheSpec(revision)));
  }

  /** How many pods must be ready: of what serves, as many as the spec promises. */
  private static int needed(Facts facts, Decision decision, String revision) {
    return facts.stable().filter(revision::equals).isPresent()
        ? facts.scaling().promised()
        : decision.deployed().getOrDefault(revision, facts.replicas());
  }

  private static Trouble rolledBack(FailedRevision failed) {
    return new Trouble(
        Reason.ROLLED_BACK,
        "%s was rolled back, %s: %s. Change the spec, or try it again with kubectl slipway retry"
            .formatted(failed.revision(), failed.reason(), failed.message()));
  }

  /** Without the GPU that it prefers a revision is not stuck: it goes to CPUs by itself. */
  private static boolean onItsWayToCpu(RevisionFacts revision) {
    return revision.stored().filter(it -> it.gpu() == StoredRevision.GpuUse.PREFERRED).isPresent()
        && revision.pods().stream()
            .anyMatch(pod -> Diagnosis.unschedulableSince(pod.pod()).isPresent());
  }

  private static Optional<Trouble> onCpuAgainstTheSpec(RevisionFacts revision) {
    return revision.stored().filter(it -> it.gpu() == StoredRevision.GpuUse.REQUIRED).isEmpty()
        ? Optional.empty()
        : revision.pods().stream()
            .filter(pod -> provider(pod).filter("CPU"::equals).isPresent())
            .findFirst()
            .map(
                pod ->
                    new Trouble(
                        Reason.EXECUTION_PROVIDER_UNAVAILABLE,
                        "pod " + pod.name() + " scores on the CPU, and spec.gpu requires a GPU"));
  }

  private static Optional<String> provider(PodFacts pod) {
    return pod.report().flatMap(PodReport::executionProvider);
  }
}
