package io.slipway.server.traffic;

import io.slipway.server.contract.TrafficDocument;
import io.slipway.server.http.Answer;
import io.slipway.server.http.AnswerComparer;
import io.slipway.server.http.CallerRequest;
import io.slipway.server.measure.Comparison;
import io.slipway.server.traffic.CurrentDocument.Held;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends answered requests to the target once more and compares its answers with the pod's own. It
 * is work that nobody waits for, and whatever the target does it costs callers nothing: few
 * threads, a short queue that drops what does not fit, no second try. Safe for use by many threads.
 */
public final class Shadow implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Shadow.class);

  static final int MOST_COPIES = 256;
  private static final long MOST_BYTES = Math.min(32L << 20, Runtime.getRuntime().maxMemory() / 16);
  private static final int THREADS = 4;

  /** What a copy holds beside its bodies, about: headers, and objects around them. */
  private static final int OVERHEAD = 2048;

  /** What a target says that has enough to do for callers. */
  private static final int BUSY = 429;

  /**
   * A request to send.
   *
   * @param window to count in
   * @param held the document it was chosen under
   * @param answer the pod's own
   */
  record Copy(Window window, Held held, CallerRequest request, Answer answer) {
    long bytes() {
      return (long) request.body().length + answer.body().length + OVERHEAD;
    }
  }

  private final CurrentDocument current;
  private final Forwarder forwarder;
  private final AnswerComparer comparer;
  private final BooleanSupplier busy;
  private final AtomicLong bytes = new AtomicLong();
  private final LongAdder copies = new LongAdder();
  private final LongAdder faults = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final ThreadPoolExecutor threads;

  /**
   * @param busy whether the pod has enough to do for callers
   */
  public Shadow(
      CurrentDocument current, Forwarder forwarder, AnswerComparer comparer, BooleanSupplier busy) {
    this.current = current;
    this.forwarder = forwarder;
    this.comparer = comparer;
    this.busy = busy;
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_COPIES),
            Thread.ofPlatform().daemon().name("shadow-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /** Copies sent to the target that have ended, since the pod started. */
  public LongAdder copies() {
    return copies;
  }

  /** Of these, those without an answer that could stand in for the pod's own. */
  public LongAdder faults() {
    return faults;
  }

  /** Requests chosen and not sent. */
  public LongAdder dropped() {
    return dropped;
  }

  /** Takes a request whose answer has been written; returns at once. */
  void offer(Copy copy) {
    if (busy.getAsBoolean()) {
      drop(copy);
      return;
    }
    if (bytes.addAndGet(copy.bytes()) > MOST_BYTES) {
      bytes.addAndGet(-copy.bytes());
      drop(copy);
      return;
    }
    try {
      threads.execute(() -> process(copy));
    } catch (RejectedExecutionException e) {
      bytes.addAndGet(-copy.bytes());
      drop(copy);
    }
  }

  private void drop(Copy copy) {
    dropped.increment();
    copy.window().copyDropped();
  }

  private void process(Copy copy) {
    try {
      send(copy);
    } catch (RuntimeException e) {
      log.error("a copy could not be compared", e);
      drop(copy);
    } finally {
      bytes.addAndGet(-copy.bytes());
    }
  }

  private void send(Copy copy) {
    TrafficDocument document = copy.held().document();
    Optional<Window.Split> split = current.document().map(Window.Split::of);
    if (busy.getAsBoolean() || !split.equals(Optional.of(Window.Split.of(document)))) {
      drop(copy);
      return;
    }
    long start = System.nanoTime();
    switch (forwarder.copy(copy.request(), document.target().orElseThrow(), copy.held())) {
      case Forwarder.Outcome.Answered answered when answered.answer().status() == BUSY ->
          drop(copy);
      case Forwarder.Outcome.Answered answered ->
          comparer
              .compare(copy.answer(), answered.answer())
              .ifPresentOrElse(
                  comparison -> count(copy, comparison, answered.took()), () -> drop(copy));
      case Forwarder.Outcome.Superseded superseded -> drop(copy);
      case Forwarder.Outcome.Unsent unsent -> drop(copy);
      case Forwarder.Outcome.Failed failed ->
          count(copy, Comparison.faulty(failed.why()), Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private void count(Copy copy, Comparison comparison, Duration took) {
    copies.increment();
    if (comparison.fault().isPresent()) {
      faults.increment();
      log.atDebug().log("the target's answer to a copy is of no use: {}", comparison.fault().get());
    }
    copy.window().copyEnded(comparison, took);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
