package io.slipway.server.pod;

import io.slipway.scoring.batching.BatchPlan;
import io.slipway.server.model.ServedModel;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far a pod is. Safe for use by many threads. */
final class PodState {
  private static final Logger log = LoggerFactory.getLogger(PodState.class);

  /** The stages of a pod's life. */
  enum Stage {
    FETCHING("Fetching"),
    LOADING("Loading"),
    READY("Ready"),
    LEAVING("Leaving"),
    FAILED("Failed");

    private final String written;

    Stage(String written) {
      this.written = written;
    }

    /** As {@code /status} has it. */
    String written() {
      return written;
    }
  }

  /**
   * A stage, and what is wrong in it.
   *
   * @param reason of the contract's table; empty if nothing is wrong
   * @param message for people; empty if there is nothing to say
   */
  record Now(Stage stage, String reason, String message) {
    /** A record's own equals is made when it is first called, some 40 ms of a cold start. */
    boolean isSameAs(Now other) {
      return stage == other.stage && reason.equals(other.reason) && message.equals(other.message);
    }
  }

  /**
   * A model that is loaded.
   *
   * @param bytes of its file
   * @param batching whether rows of different callers are scored together; empty for a format whose
   *     models are not tried
   */
  record Loaded(ServedModel served, long bytes, Optional<BatchPlan> batching) {}

  private volatile Now now = new Now(Stage.FETCHING, "", "");
  private volatile Optional<Loaded> loaded = Optional.empty();

  Now now() {
    return now;
  }

  Optional<Loaded> loaded() {
    return loaded;
  }

  void loaded(Loaded model) {
    loaded = Optional.of(model);
  }

  /** Enters a stage; leaving and failing are final. */
  void enter(Stage stage) {
    enter(new Now(stage, "", ""));
  }

  /** Says what is wrong without going on or ending. */
  void troubled(String reason, String message) {
    enter(new Now(now.stage(), reason, message));
  }

  void failed(PodException failure) {
    enter(new Now(Stage.FAILED, failure.reason(), failure.words()));
  }

  private synchronized void enter(Now next) {
    if (next.stage().compareTo(now.stage()) < 0 || next.isSameAs(now)) {
      return;
    }
    now = next;
    var line =
        next.reason().isEmpty() ? log.atInfo() : log.atWarn().addKeyValue("reason", next.reason());
    line.addKeyValue("state", next.stage().written())
        .log(next.message().isEmpty() ? "pod is " + next.stage().written() : next.message());
  }

  /** Cannot score any more, though it was ready, and does not mend by itself. */
  void lost(String message) {
    troubled(PodException.SCORING_LOST, message);
  }

  /** Why it cannot score any more, though it was ready; empty if it can, or has not begun to. */
  Optional<String> lost() {
    Now current = now;
    return current.stage() == Stage.READY && current.reason().equals(PodException.SCORING_LOST)
        ? Optional.of(current.message())
        : Optional.empty();
  }

  /** Why callers are not to be sent here; empty if they are. */
  Optional<String> obstacle() {
    Now current = now;
    return current.stage() == Stage.READY && current.reason().isEmpty()
        ? Optional.empty()
        : Optional.of(
            "the pod is %s%s"
                .formatted(
                    current.stage().written(),
                    current.message().isEmpty() ? "" : ": " + current.message()));
  }
}
