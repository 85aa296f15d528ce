package io.slipway.operator.crash;

import io.slipway.operator.document.Json;
import io.slipway.operator.document.TrafficPayload;
import io.slipway.operator.mockcluster.FakePod;
import io.slipway.operator.mockcluster.FakePods;
import io.slipway.operator.mockcluster.FakePods.Taken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How long things took, by the times at which operators sent a write and pods took a document: what
 * watches tell may come late.
 *
 * @param written all that operators wrote
 * @param starts when operators had begun
 * @param pods who went by what
 */
record Waits(List<Written> written, List<Instant> starts, FakePods pods) {

  /** A status has whole seconds. */
  private static final Duration A_SECOND = Duration.ofSeconds(1);

  /**
   * That a revision is not to have callers any more.
   *
   * @param at when that was so, at the latest
   */
  record Cause(String revision, Instant at) {}

  /** The pods that went sooner than so long after the last caller was led to them. */
  List<String> shorterThan(Duration drain) {
    List<String> violations = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      Instant gone = written.get(i).at();
      Optional<String> revision = written.get(i).deletedDeployment();
      if (revision.isPresent()) {
        left(revision.get(), written.subList(0, i))
            .map(left -> Duration.between(left, gone))
            .filter(waited -> waited.compareTo(drain.minus(A_SECOND)) < 0)
            .map(waited -> "pods of %s go %s after callers".formatted(revision.get(), waited))
            .ifPresent(violations::add);
      }
    }
    return violations;
  }

  /** Since when nothing leads to a revision that callers came to; empty while something does. */
  private Optional<Instant> left(String revision, List<Written> before) {
    boolean entered = false;
    boolean sentTo = false;
    Optional<Instant> left = Optional.empty();
    for (Written write : before) {
      boolean led = entered || sentTo;
      entered = write.selection().map(it -> it.includes(revision)).orElse(entered);
      sentTo = write.traffic().map(it -> sendsTo(it, revision)).orElse(sentTo);
      if (entered || sentTo) {
        left = Optional.empty();
      } else if (led) {
        left = Optional.of(write.at());
      }
    }
    return left.filter(at -> pods.firstUse(revision).filter(at::isAfter).isPresent());
  }

  /** Who was given up and had callers for longer than was promised, or has them still. */
  List<String> brokenPromises(List<Cause> causes, Optional<Duration> promise) {
    List<String> violations = new ArrayList<>();
    for (Cause cause : causes) {
      until(cause)
          .filter(took -> promise.filter(it -> took.compareTo(it) > 0).isPresent())
          .map(took -> "%s had callers for %s after all".formatted(cause.revision(), took))
          .ifPresent(violations::add);
      Set<String> sending = stillSendingTo(cause.revision());
      if (!sending.isEmpty()) {
        violations.add("%s still send callers to %s".formatted(sending, cause.revision()));
      }
    }
    return violations;
  }

  /** Of those who were given up, how long it took at most. */
  Optional<Duration> longest(List<Cause> causes) {
    return causes.stream().flatMap(cause -> until(cause).stream()).max(Comparator.naturalOrder());
  }

  /**
   * How long others' pods went on sending callers to the revision: since then, or since the
   * operator that saw to it had begun, if that was later.
   */
  private Optional<Duration> until(Cause cause) {
    return others(cause.revision()).values().stream()
        .flatMap(ofOnePod -> left(ofOnePod, cause.revision()).stream())
        .max(Comparator.naturalOrder())
        .map(left -> Duration.between(since(cause, left), left));
  }

  private Instant since(Cause cause, Instant until) {
    return starts.stream()
        .filter(start -> start.isAfter(cause.at()) && start.isBefore(until))
        .max(Comparator.naturalOrder())
        .orElse(cause.at());
  }

  /** The pods that still do. */
  private Set<String> stillSendingTo(String revision) {
    Set<String> running = pods.running().map(FakePod::uid).collect(Collectors.toSet());
    return others(revision).values().stream()
        .map(List::getLast)
        .filter(last -> running.contains(last.pod()) && sendsTo(payload(last), revision))
        .map(Taken::pod)
        .collect(Collectors.toSet());
  }

  /** What each pod of another revision took, one after the other. */
  private Map<String, List<Taken>> others(String revision) {
    return pods.taken().stream()
        .filter(taken -> !taken.revision().equals(revision))
        .collect(Collectors.groupingBy(Taken::pod));
  }

  private static Optional<Instant> left(List<Taken> ofOnePod, String revision) {
    boolean sends = false;
    Optional<Instant> left = Optional.empty();
    for (Taken taken : ofOnePod) {
      boolean sent = sends;
      sends = sendsTo(payload(taken), revision);
      if (sends) {
        left = Optional.empty();
      } else if (sent) {
        left = Optional.of(taken.at());
      }
    }
    return left;
  }

  private static TrafficPayload payload(Taken taken) {
    return Json.read(taken.payload(), TrafficPayload.class).orElseThrow();
  }

  private static boolean sendsTo(TrafficPayload said, String revision) {
    return said.target().equals(revision) && said.weightBp() > 0;
  }
}
