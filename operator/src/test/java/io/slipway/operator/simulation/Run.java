package io.slipway.operator.simulation;

import io.fabric8.kubernetes.api.model.Service;
import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.observe.Observation;
import io.slipway.operator.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;

/** Carries a schedule out, in a world of its own. Nothing in it is left to chance. */
final class Run {

  /** Endpoints and kube-proxies follow within this time, half of what pods drain for. */
  private static final Duration LONGEST_LAG = Duration.ofSeconds(5);

  private static final int REQUESTS_A_SECOND = 40;
  private static final long SECOND = 1000;
  private static final int MOMENT = 200;

  /** So long after the last mishap who is given up gets nothing any more. */
  private static final int CALM_ENOUGH = 6;

  final ToyCluster cluster;
  private final Schedule schedule;
  private final Function<Observation, Plan> planner;
  private final Invariants invariants;
  private final ToyAutoscaler autoscaler;
  private ToyOperator operator;
  private Instant cutOffUntil;
  private Duration sinceRouted = Duration.ZERO;
  private long owedCalls;
  private int calm;
  private int said;
  private boolean served;
  private String lastWord = "";

  private Run(Schedule schedule, Function<Observation, Plan> planner) {
    this.schedule = schedule;
    this.planner = planner;
    this.cluster = new ToyCluster(schedule.first().spec());
    this.invariants = new Invariants(cluster);
    this.autoscaler = new ToyAutoscaler(cluster);
    this.operator = new ToyOperator(cluster, planner, invariants);
    this.cutOffUntil = cluster.now;
  }

  /** What does not hold; empty when all does, up to the end. */
  static Optional<Violation> of(Schedule schedule, Function<Observation, Plan> planner) {
    Run run = new Run(schedule, planner);
    try {
      for (Action action : schedule.actions()) {
        run.carryOut(action);
      }
      run.settle();
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(Violation.of(e));
    }
  }

  private void carryOut(Action action) {
    if (!(action instanceof Action.Calm)) {
      calm = 0;
      pass(MOMENT);
    }
    switch (action) {
      case Action.Calm it -> {
        for (int i = 0; i < it.seconds(); i++) {
          second(SECOND);
        }
      }
      case Action.Pass it -> pass(it.millis());
      case Action.Look it -> look(it);
      case Action.Controllers it -> cluster.controlDeployments();
      case Action.Kubelets it -> pods(it.pods(), cluster::runPod);
      case Action.Endpoints it -> {
        List<Service> services = cluster.list(Service.class);
        some(it.services(), services.size(), i -> cluster.controlEndpoints(services.get(i)));
      }
      case Action.Probes it -> pods(it.pods(), cluster::probeTarget);
      case Action.Resolvers it -> cluster.runResolvers();
      case Action.Routing it -> cluster.callers.routeAnew();
      case Action.Restart it -> restart();
      case Action.Edit it -> cluster.edit(it.wish().spec());
      case Action.Jump it -> {
        invariants.clockJumped();
        operator.ahead = operator.ahead.plusSeconds(it.seconds());
      }
      case Action.Harmed it -> harm(it);
      case Action.Meddled it -> Meddler.meddle(cluster, it);
      case Action.Demand it -> autoscaler.demand = it.pods();
      case Action.StatusLost it -> cluster.setStatus(null);
      case Action.CutOff it -> cutOffUntil = cluster.now.plusSeconds(it.seconds());
      case Action.Said it -> say(it);
    }
    check();
  }

  /** The usual course of the world, and then the operator. */
  private void second(long millis) {
    pass(millis);
    autoscaler.tick();
    cluster.move();
    operator.sync();
    operator.ask(this::isReached);
    if (operator.isCalled()) {
      operator.reconcile(Mishap.NONE, 0, this::isReached);
    }
    check();
    calm = isCutOff() ? 0 : calm + 1;
    if (calm > CALM_ENOUGH) {
      invariants.calm();
    }
  }

  private void look(Action.Look look) {
    for (Watch watch : Watch.values()) {
      if (!look.lags().contains(watch)) {
        operator.sync(watch);
      }
    }
    operator.ask(pod -> isReached(pod) && hears(look, pod));
    ToyOperator.Outcome outcome =
        operator.reconcile(look.mishap(), look.write(), pod -> isReached(pod) && hears(look, pod));
    if (!(outcome instanceof ToyOperator.Outcome.Lives)) {
      restart();
    }
    if (outcome instanceof ToyOperator.Outcome.GoneWith late) {
      late.arrive(cluster, invariants);
    }
  }

  private boolean hears(Action.Look look, ToyPod pod) {
    return !Action.has(look.deaf(), cluster.pods.indexOf(pod));
  }

  private boolean isReached(ToyPod pod) {
    return !isCutOff();
  }

  private boolean isCutOff() {
    return cluster.now.isBefore(cutOffUntil);
  }

  private void restart() {
    Duration ahead = operator.ahead;
    operator = new ToyOperator(cluster, planner, invariants);
    operator.ahead = ahead;
  }

  private void pods(int set, Consumer<ToyPod> step) {
    List<ToyPod> pods = List.copyOf(cluster.pods);
    some(set, pods.size(), i -> step.accept(pods.get(i)));
  }

  private static void some(int set, int size, IntConsumer step) {
    for (int i = 0; i < size; i++) {
      if (Action.has(set, i)) {
        step.accept(i);
      }
    }
  }

  private void harm(Action.Harmed it) {
    if (cluster.pods.isEmpty()) {
      return;
    }
    ToyPod pod = cluster.pods.get(it.pod() % cluster.pods.size());
    switch (it.harm()) {
      case UNREADY -> pod.ready = false;
      case RESTART -> pod.stop();
      case DELETED -> cluster.terminate(pod);
      case NODE_LOST -> pod.lostSince = cluster.now;
    }
  }

  private void say(Action.Said it) {
    ModelDeploymentStatus status = cluster.resource.getStatus();
    if (status == null) {
      return;
    }
    String revision =
        status.candidate() != null
            ? status.candidate().revision()
            : status.failedRevisions().isEmpty()
                ? status.stable() == null ? "none" : status.stable().revision()
                : String.valueOf(status.failedRevisions().getFirst().revision());
    String step =
        status.rollout() == null || status.rollout().step() == null ? "" : status.rollout().step();
    String word = revision + "#" + step;
    String about = it.late() == Action.Timeliness.LATE && !lastWord.isEmpty() ? lastWord : word;
    lastWord = word;
    cluster.annotate(Labels.ACTION, it.verb() + "@" + about + ";" + ++said);
  }

  // ---- time, and callers

  private void pass(long millis) {
    for (long left = millis; left > 0; left -= SECOND) {
      tick(Math.min(left, SECOND));
    }
  }

  private void tick(long millis) {
    cluster.now = cluster.now.plusMillis(millis);
    sinceRouted = sinceRouted.plusMillis(millis);
    if (sinceRouted.compareTo(LONGEST_LAG) > 0) {
      cluster.list(Service.class).forEach(cluster::controlEndpoints);
      cluster.callers.routeAnew();
      sinceRouted = Duration.ZERO;
    }
    owedCalls += millis * REQUESTS_A_SECOND;
    cluster.callers.call((int) (owedCalls / SECOND));
    owedCalls %= SECOND;
  }

  private void check() {
    invariants.always();
    if (schedule.faults() == Schedule.Faults.OPERATOR_ONLY) {
      boolean entered = !cluster.slices.getOrDefault(ToyCluster.NAME, Set.of()).isEmpty();
      Violation.unless(
          entered || !served, Rule.ENTRY, () -> "the entry Service has no endpoint any more");
      served |= entered;
      Violation.unless(
          cluster.lost == 0, Rule.LOST, () -> cluster.lost + " requests are answered by nobody");
    }
  }

  // ---- the end

  /** Nothing goes wrong any more: it must come to an end, and be quiet there. */
  private void settle() {
    cluster.edit(schedule.last().spec());
    cutOffUntil = cluster.now;
    operator.ahead = Duration.ZERO;
    long millis = SECOND;
    for (int i = 0; i < Ending.LONGEST; i++) {
      long before = cluster.writes;
      second(millis);
      // While nothing is written nothing is waited for but time.
      millis = cluster.writes == before ? Math.min(millis * 2, Ending.LONGEST_STEP) : SECOND;
      if (cluster.writes == before && Ending.isReached(cluster)) {
        atRest();
        return;
      }
    }
    throw Ending.isReached(cluster)
        ? Violation.of(Rule.REST, "but " + operator.plan())
        : Violation.of(Rule.ENDING, "but " + cluster.resource.getStatus());
  }

  private void atRest() {
    operator.sync();
    operator.ask(pod -> true);
    Observation seen = operator.observe();
    Plan rest = planner.apply(seen);
    Violation.unless(rest.steps().isEmpty(), Rule.REST, () -> "but " + rest.steps());
    Plan again = planner.apply(seen);
    Violation.unless(rest.equals(again), Rule.IDEMPOTENT, () -> "%s and %s".formatted(rest, again));
  }
}
