package io.slipway.operator.rounds;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does one thing again and again, on one daemon thread, until it is closed. */
public final class Rounds implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Rounds.class);

  private final String failure;
  private final Work work;
  private final ScheduledExecutorService thread;

  /** What is done. */
  @FunctionalInterface
  public interface Work {
    void round() throws InterruptedException;
  }

  /**
   * @param name of the thread
   * @param failure what to log of a round that throws: the next one is done all the same
   */
  public Rounds(String name, String failure, Work work) {
    this.failure = failure;
    this.work = work;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            run -> Thread.ofPlatform().daemon().name(name).unstarted(run));
  }

  /** Begins after one period, and does a round a period however long one takes. */
  public void atRateOf(Duration period) {
    var _ =
        thread.scheduleAtFixedRate(
            this::safely, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Begins after {@code first}, and rests between rounds. */
  public void withRests(Duration first, Duration rest) {
    var _ =
        thread.scheduleWithFixedDelay(
            this::safely, first.toMillis(), rest.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void safely() {
    try {
      work.round();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // A scheduled task that throws is never run again.
      log.atWarn().setCause(e).log(failure);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
