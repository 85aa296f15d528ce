package io.slipway.operator.pulse;

import io.slipway.operator.rounds.Rounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which pods have stopped answering: those that answered before and failed twice in a row, the
 * second time at once, so that it takes less than two rounds to know. A pod that never answered
 * this process is not silent: it may never have been reachable from here.
 *
 * <p>Every replica asks, so that a new leader knows what the old one knew. What one has seen {@link
 * #silent} gives to any thread.
 */
public final class Pulse implements AutoCloseable {

  /** Together with two timeouts of the probe this is how long a death may go unnoticed. */
  public static final Duration PERIOD = Duration.ofMillis(700);

  private static final Logger log = LoggerFactory.getLogger(Pulse.class);

  private final Supplier<Collection<Beat>> pods;
  private final Probe probe;
  private final Consumer<Beat> changed;
  private final Set<String> known = new HashSet<>();
  private volatile Set<String> silent = Set.of();
  private final Rounds rounds = new Rounds("pulse", "Asking the pods failed", this::round);

  /**
   * @param pods to ask, as they are at the time of a round
   * @param changed is told of each pod that became silent, or answers again
   */
  public Pulse(Supplier<Collection<Beat>> pods, Probe probe, Consumer<Beat> changed) {
    this.pods = pods;
    this.probe = probe;
    this.changed = changed;
  }

  /** Begins to ask, once a {@link #PERIOD}. */
  public void start() {
    rounds.atRateOf(PERIOD);
  }

  /** The UIDs of the pods that have stopped answering. */
  public Set<String> silent() {
    return silent;
  }

  /** One round. */
  void round() {
    List<Beat> asked = List.copyOf(pods.get());
    Set<Beat> answering = new HashSet<>(probe.answering(asked));
    List<Beat> failed = new ArrayList<>(asked);
    failed.removeAll(answering);
    failed.removeIf(pod -> !known.contains(pod.uid()));
    answering.addAll(probe.answering(failed));
    failed.removeAll(answering);
    Set<String> now = new HashSet<>();
    failed.forEach(pod -> now.add(pod.uid()));
    Set<String> before = silent;
    silent = Set.copyOf(now);
    answering.forEach(pod -> known.add(pod.uid()));
    known.retainAll(asked.stream().map(Beat::uid).toList());
    asked.stream()
        .filter(pod -> before.contains(pod.uid()) != now.contains(pod.uid()))
        .forEach(this::tell);
  }

  private void tell(Beat pod) {
    log.atInfo()
        .addKeyValue("namespace", pod.namespace())
        .addKeyValue("name", pod.deployment())
        .addKeyValue("pod", pod.uid())
        .log(silent.contains(pod.uid()) ? "A pod stopped answering" : "A pod answers again");
    changed.accept(pod);
  }

  @Override
  public void close() {
    rounds.close();
  }
}
