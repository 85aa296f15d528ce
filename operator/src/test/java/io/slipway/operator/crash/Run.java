package io.slipway.operator.crash;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.Config;
import io.slipway.api.v1alpha1.FailedRevision;
import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.operator.Snapshot;
import io.slipway.operator.desired.TrafficConfigMap;
import io.slipway.operator.document.Json;
import io.slipway.operator.document.TrafficPayload;
import io.slipway.operator.mockcluster.MockCluster;
import io.slipway.operator.mockcluster.MockNamespace.Change;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One play of a scenario.
 *
 * @param took how long it took
 * @param died whether the first operator died
 * @param writes of the first operator
 * @param told which revisions were stable, and the states, one after the other
 * @param recall how long callers were sent to who was given up
 * @param end the objects that are left
 * @param troubles what was wrong with it in itself
 */
record Run(
    Plot plot,
    Duration took,
    boolean died,
    List<Request> writes,
    Story told,
    Optional<Duration> recall,
    Map<String, String> end,
    List<String> troubles) {

  /** Longer than the operator lets pass between two looks while something is under way. */
  private static final Duration QUIET = Duration.ofMillis(2500);

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LAST_WRITES = Duration.ofSeconds(30);

  /**
   * What the statuses told, without immediate repetitions.
   *
   * @param stable revisions
   * @param states with their steps
   * @param failed reasons of the last status
   */
  record Story(List<String> stable, List<String> states, List<String> failed) {

    static Story of(List<Change> history) {
      List<String> stable = new ArrayList<>();
      List<String> states = new ArrayList<>();
      List<String> failed = List.of();
      World world = World.EMPTY;
      for (Change entry : history) {
        world = world.after(entry);
        append(stable, world.stable());
        append(states, world.status().map(Story::state).orElse(""));
        failed =
            world
                .status()
                .map(it -> it.failedRevisions().stream().map(FailedRevision::reason).toList())
                .orElse(failed);
      }
      return new Story(stable, states, failed);
    }

    private static void append(List<String> list, String next) {
      if (!next.isEmpty() && (list.isEmpty() || !list.getLast().equals(next))) {
        list.add(next);
      }
    }

    private static String state(ModelDeploymentStatus status) {
      return Optional.ofNullable(status.rollout())
          .map(it -> (it.state().value() + " " + (it.step() == null ? "" : it.step())).strip())
          .orElse("");
    }
  }

  /** One by itself; where nothing goes wrong, what it leaves is what every other has to leave. */
  static Run of(Plot plot, Config config, MockCluster cluster) throws IOException {
    return of(plot, config, cluster, Optional.empty());
  }

  /** One beside another, that ends when it has come where that one came. */
  static Run of(Plot plot, Config config, MockCluster cluster, Run undisturbed) throws IOException {
    return of(plot, config, cluster, Optional.of(undisturbed.end));
  }

  private static Run of(
      Plot plot, Config config, MockCluster cluster, Optional<Map<String, String>> wanted)
      throws IOException {
    long began = System.nanoTime();
    cluster.letCallersCome();
    List<String> troubles = new ArrayList<>();
    var history = new History(cluster.watched());
    try (var supervisor = new Supervisor(config, cluster, plot)) {
      var user = new User(cluster, history, plot.line().patience(PATIENCE));
      try {
        plot.scenario().begin(user, supervisor, plot.death());
        plot.scenario().play(user, supervisor);
      } catch (AssertionError | RuntimeException e) {
        troubles.add(String.valueOf(e.getMessage()));
      }
      Map<String, String> end = end(plot, cluster, history, wanted);
      var told = Story.of(history.changes());
      if (told.stable().size() != plot.scenario().commits()) {
        troubles.add("these were stable: " + told.stable());
      }
      if (!plot.scenario().isItsWay(told.states())) {
        troubles.add("this is not its way");
      }
      var waits = new Waits(supervisor.written(), supervisor.starts(), cluster.pods());
      troubles.addAll(Invariants.violations(history.changes()));
      troubles.addAll(neverStored(history.changes(), cluster.pods().payloadsTaken()));
      troubles.addAll(waits.shorterThan(plot.scenario().drain()));
      troubles.addAll(waits.brokenPromises(user.causes(), plot.line().promise()));
      return new Run(
          plot,
          Duration.ofNanos(System.nanoTime() - began),
          supervisor.hasHadADeath(),
          supervisor.writes(),
          told,
          waits.longest(user.causes()),
          end,
          troubles);
    }
  }

  /** The last objects of the old revision go after the new one was told of. */
  private static Map<String, String> end(
      Plot plot, MockCluster cluster, History history, Optional<Map<String, String>> wanted) {
    String uid = history.resource().map(it -> it.getMetadata().getUid()).orElse("");
    if (wanted.isEmpty()) {
      history.awaitQuiet(QUIET);
      return Snapshot.of(cluster, uid);
    }
    Map<String, String> end = Snapshot.of(cluster, uid);
    for (long until = System.nanoTime() + plot.line().patience(LAST_WRITES).toNanos();
        !end.equals(wanted.get()) && System.nanoTime() < until; ) {
      history.awaitQuiet(QUIET);
      end = Snapshot.of(cluster, uid);
    }
    return end;
  }

  /** What pods went by has to last: first it is stored, then it is told to them. */
  private static List<String> neverStored(List<Change> history, Set<String> taken) {
    Set<TrafficPayload> stored =
        history.stream()
            .map(Change::object)
            .filter(ConfigMap.class::isInstance)
            .flatMap(map -> TrafficConfigMap.document((ConfigMap) map).stream())
            .flatMap(document -> TrafficPayload.of(document).stream())
            .collect(Collectors.toSet());
    return taken.stream()
        .map(payload -> Json.read(payload, TrafficPayload.class).orElseThrow())
        .filter(payload -> !stored.contains(payload))
        .map(payload -> "pods went by a document that was never stored: " + payload)
        .toList();
  }

  private static Map<String, String> beside(Map<String, String> one, Map<String, String> other) {
    var different = new TreeMap<>(one);
    different.entrySet().removeAll(other.entrySet());
    return different;
  }

  /** What to print of that; nothing where nobody was given up. */
  static String words(Optional<Duration> recall) {
    return recall
        .map(it -> "; who was given up had callers for at most %d ms".formatted(it.toMillis()))
        .orElse("");
  }

  /** What is wrong with it, beside one in which nobody died. */
  List<String> failures(Run undisturbed) {
    List<String> failures = new ArrayList<>(troubles);
    if (!told.stable().equals(undisturbed.told.stable())) {
      failures.add("stable were %s, not %s".formatted(told.stable(), undisturbed.told.stable()));
    }
    if (!told.failed().equals(undisturbed.told.failed())) {
      failures.add("failed is %s, not %s".formatted(told.failed(), undisturbed.told.failed()));
    }
    if (!end.equals(undisturbed.end)) {
      failures.add("left is " + beside(end, undisturbed.end));
      failures.add("and not " + beside(undisturbed.end, end));
    }
    return failures.isEmpty()
        ? failures
        : List.of(
            "%s (%s): %s\n  told %s"
                .formatted(
                    plot,
                    writes.isEmpty() ? "no write" : writes.getLast(),
                    String.join("\n  ", failures),
                    told.states()));
  }
}
