package io.slipway.server.pod;

import io.slipway.scoring.Batch;
import io.slipway.server.http.ScoringServer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Finds out when a pod cannot score any more: calls of the model that do not come back hold its
 * places or its device, or a device has failed for good. A request that is not answered is no proof
 * of it, since it may be the request. So once none has been answered for a while, a row is tried
 * that the model answered when it was loaded; only if that is not answered either is the pod lost,
 * until the row is.
 */
final class ScoringWatch implements AutoCloseable {
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final int LOOKS = 4;

  private final ScoringServer server;
  private final PodState state;
  private final Batch row;
  private final Duration patience;
  private final Thread thread = Thread.ofVirtual().name("scoring-watch").unstarted(this::watch);

  /**
   * @param row that the model answered
   * @param patience for how long no call may be answered, if some are made
   */
  ScoringWatch(ScoringServer server, PodState state, Batch row, Duration patience) {
    this.server = server;
    this.state = state;
    this.row = row;
    this.patience = patience;
  }

  void start() {
    thread.start();
  }

  private void watch() {
    Duration share = patience.dividedBy(LOOKS);
    Duration pause = share.compareTo(LONGEST_PAUSE) < 0 ? share : LONGEST_PAUSE;
    try {
      while (true) {
        Thread.sleep(pause);
        look();
      }
    } catch (InterruptedException e) {
      // The pod ends, and this with it.
      Thread.currentThread().interrupt();
    }
  }

  private void look() throws InterruptedException {
    boolean lost = state.lost().isPresent();
    boolean silent =
        server.silence().filter(silence -> silence.compareTo(patience) >= 0).isPresent();
    if (lost || silent) {
      Optional<String> trouble = tried();
      if (trouble.isPresent()) {
        if (!lost) {
          state.lost(trouble.get());
        }
      } else if (lost) {
        state.enter(PodState.Stage.READY);
      }
    }
  }

  /** Why a row that was answered is not any more; empty if it is. */
  private Optional<String> tried() throws InterruptedException {
    long begun = System.nanoTime();
    try {
      server.tryOut(row);
      return Optional.empty();
    } catch (TimeoutException e) {
      return Optional.of(
          ("no request was answered for %d s, and a row that the model answered when it was loaded"
                  + " is not within %d s: calls of the model do not come back, and a restart of the"
                  + " container is asked for. If it happens again, look at the node's device, or for a"
                  + " request that the model never ends with")
              .formatted(
                  patience.toSeconds(), Duration.ofNanos(System.nanoTime() - begun).toSeconds()));
    } catch (ExecutionException e) {
      return Optional.of(
          ("no request was answered for %d s, and the model fails with a row that it answered when"
                  + " it was loaded: %s; a restart of the container is asked for. If it happens again,"
                  + " look at the node's device")
              .formatted(
                  patience.toSeconds(), e.getCause() == null ? e : e.getCause().getMessage()));
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
