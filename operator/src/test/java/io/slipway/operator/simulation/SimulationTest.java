package io.slipway.operator.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.slipway.api.v1alpha1.Condition;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.CustomRuntime;
import io.slipway.api.v1alpha1.ModelDeploymentSpec;
import io.slipway.api.v1alpha1.ModelSource;
import io.slipway.api.v1alpha1.PodTemplate;
import io.slipway.operator.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Some thousand schedules. To look at one that fails, run its block with its seed: the message of
 * the failure names it.
 */
class SimulationTest {

  /** Of each block; many more with {@code -Plong}. */
  private static final int SCHEDULES = Boolean.getBoolean("slipway.long") ? 1000 : 100;

  private static final int STEPS = 150;

  /** Endpoints and kube-proxies follow within this time, half of what pods drain for. */
  private static final Duration LONGEST_LAG = Duration.ofSeconds(5);

  private static final int STEPS_TO_SETTLE = 400;

  @ParameterizedTest(name = "block {0}")
  @ValueSource(longs = {0, 1, 2})
  void whateverHappensInWhateverOrderTheInvariantsHoldAndItSettles(long block) {
    for (long seed = block * SCHEDULES; seed < (block + 1) * SCHEDULES; seed++) {
      run(seed, new Schedule(seed, Faults.ALL));
    }
  }

  @ParameterizedTest(name = "block {0}")
  @ValueSource(longs = {0, 1, 2})
  void whilePodsKeepWorkingNoCallerIsLostWhateverTheOperatorGoesThrough(long block) {
    for (long seed = block * SCHEDULES; seed < (block + 1) * SCHEDULES; seed++) {
      Schedule schedule = new Schedule(seed, Faults.OPERATOR_ONLY);
      run(seed, schedule);
      assertThat(schedule.cluster.lost).as("requests lost, seed %d", seed).isZero();
    }
  }

  private static void run(long seed, Schedule schedule) {
    try {
      for (int step = 0; step < STEPS; step++) {
        schedule.step();
      }
      schedule.settle();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage() + schedule.state(), e);
    }
  }

  /** What may go wrong beside the operator. */
  private enum Faults {
    OPERATOR_ONLY,
    ALL
  }

  private static final class Schedule {

    private final SplittableRandom random;
    private final Faults faults;
    final ToyCluster cluster;
    private final Invariants invariants;
    private ToyOperator operator;
    private long epoch = 1;
    private boolean served;
    private Duration sinceRouted = Duration.ZERO;
    private Instant lastCall;

    Schedule(long seed, Faults faults) {
      this.random = new SplittableRandom(seed);
      this.faults = faults;
      this.cluster = new ToyCluster(spec(1 + random.nextInt(3)));
      this.lastCall = cluster.now;
      this.invariants = new Invariants(cluster);
      this.operator = new ToyOperator(cluster, epoch, invariants);
    }

    /** Versions 1 to 3 work, 4 is a team's own server, 5 never becomes ready. */
    private ModelDeploymentSpec spec(int version) {
      @Nullable String digest =
          version % 2 == 0 ? "sha256:" + Integer.toString(version).repeat(64) : null;
      return new ModelDeploymentSpec(
          new ModelSource(null, "https://models/" + version, digest, null, null),
          1 + random.nextInt(3),
          null,
          null,
          version == 4 ? new CustomRuntime("team/server:1", List.of()) : null,
          version == 5 ? broken() : null);
    }

    private static PodTemplate broken() {
      return new PodTemplate(
          Map.of("broken", "yes"),
          Map.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          null,
          Map.of(),
          List.of(),
          List.of(),
          null,
          List.of(),
          null);
    }

    void step() {
      cluster.now = cluster.now.plusMillis(100 + random.nextInt(900));
      int dice = random.nextInt(100);
      if (dice < 35) {
        reconcile();
      } else if (dice < 40) {
        operator = new ToyOperator(cluster, ++epoch, invariants);
      } else if (dice < 45) {
        cluster.edit(spec(1 + random.nextInt(5)));
      } else if (dice < 50 && faults == Faults.ALL) {
        breakAPod();
      } else {
        world();
      }
      callers();
      check();
    }

    private void reconcile() {
      refresh(0.7);
      ToyOperator.Mishap mishap =
          random.nextInt(4) > 0
              ? ToyOperator.Mishap.NONE
              : ToyOperator.Mishap.ALL.get(random.nextInt(ToyOperator.Mishap.ALL.size()));
      if (!operator.reconcile(mishap, random.nextInt(6))) {
        operator = new ToyOperator(cluster, ++epoch, invariants);
      }
    }

    private void refresh(double chance) {
      if (random.nextDouble() < chance) {
        operator.syncResource();
      }
      if (random.nextDouble() < chance) {
        operator.syncPods();
      }
      if (random.nextDouble() < chance) {
        operator.syncSlices();
      }
      operator.askPods(random, 1 - chance);
    }

    private void world() {
      switch (random.nextInt(6)) {
        case 0 -> cluster.controlDeployments();
        case 1, 2 -> List.copyOf(cluster.pods).forEach(pod -> maybe(() -> cluster.runPod(pod)));
        case 3 ->
            cluster.list(Service.class).forEach(it -> maybe(() -> cluster.controlEndpoints(it)));
        case 4 -> List.copyOf(cluster.pods).forEach(pod -> maybe(() -> cluster.probeTarget(pod)));
        default -> cluster.runResolvers();
      }
    }

    private void maybe(Runnable action) {
      if (random.nextInt(3) > 0) {
        action.run();
      }
    }

    private void breakAPod() {
      if (!cluster.pods.isEmpty()) {
        ToyPod pod = cluster.pods.get(random.nextInt(cluster.pods.size()));
        if (random.nextBoolean()) {
          pod.ready = false;
        } else {
          cluster.terminate(pod);
        }
      }
    }

    private void callers() {
      sinceRouted = sinceRouted.plus(Duration.between(lastCall, cluster.now));
      lastCall = cluster.now;
      if (sinceRouted.compareTo(LONGEST_LAG) > 0) {
        cluster.list(Service.class).forEach(cluster::controlEndpoints);
        cluster.routeAnew();
        sinceRouted = Duration.ZERO;
      } else if (random.nextInt(4) == 0) {
        cluster.routeAnew();
      }
      for (int i = 0; i < 3; i++) {
        cluster.call(random.nextInt(1000));
      }
    }

    private void check() {
      invariants.always();
      if (faults == Faults.OPERATOR_ONLY) {
        boolean entered = !cluster.slices.getOrDefault(ToyCluster.NAME, Set.of()).isEmpty();
        assertThat(entered || !served).as("(1) the entry Service has an endpoint").isTrue();
        served |= entered;
      }
    }

    /** The faults end and the spec is a good one: where it asks to be it must be, and be quiet. */
    void settle() {
      int version = 1 + random.nextInt(4);
      cluster.edit(spec(version));
      for (int i = 0; i < STEPS_TO_SETTLE; i++) {
        cluster.now = cluster.now.plusMillis(1000);
        cluster.controlDeployments();
        List.copyOf(cluster.pods).forEach(cluster::runPod);
        cluster.list(Service.class).forEach(cluster::controlEndpoints);
        cluster.pods.forEach(cluster::probeTarget);
        cluster.runResolvers();
        callers();
        refresh(1);
        operator.reconcile(ToyOperator.Mishap.NONE, 0);
        check();
        if (isSettled()) {
          refresh(1);
          Plan rest = operator.plan();
          assertThat(rest.steps()).as("writes at rest").isEmpty();
          assertThat(rest.status()).as("status writes at rest").isEmpty();
          return;
        }
      }
      throw new AssertionError("not settled");
    }

    private boolean isSettled() {
      var status = cluster.resource.getStatus();
      return status != null
          && status.observedGeneration() != null
          && status.observedGeneration().equals(cluster.resource.getMetadata().getGeneration())
          && status.condition(ConditionType.READY).filter(Condition::holds).isPresent()
          && cluster.list(Deployment.class).size() == 1
          && cluster.pods.stream().noneMatch(ToyPod::isTerminating);
    }

    String state() {
      StringBuilder text = new StringBuilder("\nstatus: " + cluster.resource.getStatus());
      text.append("\nentry: ").append(cluster.selection()).append(cluster.slices);
      text.append("\ndocument: ").append(cluster.mounted());
      cluster.pods.forEach(
          pod ->
              text.append("\n  ")
                  .append(pod.name)
                  .append(pod.ready ? " ready" : "")
                  .append(pod.isTerminating() ? " terminating" : "")
                  .append(" ")
                  .append(pod.document));
      text.append("\nobjects: ").append(cluster.objects.keySet());
      text.append("\nplan: ").append(operator.plan());
      return text.toString();
    }
  }
}
