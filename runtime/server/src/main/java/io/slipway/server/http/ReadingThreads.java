package io.slipway.server.http;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.eclipse.jetty.util.thread.TryExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a thread that selects connections do their work itself, and finds another for the selecting
 * only where that work takes long. Jetty has a thread stand by for every task that may block;
 * waking it costs more than a cheap request. Here a watch looks, tick by tick, at all that runs:
 * whoever is away from selecting for longer than that has another select in its place, and what is
 * not done at its deadline is given up. Safe for use by many threads.
 */
final class ReadingThreads implements TryExecutor, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReadingThreads.class);

  /**
   * A look takes a processor from whoever answers just then: more of them are more late answers.
   */
  private static final Duration TICK = Duration.ofMillis(10);

  /** A second: whoever wakes the watch is a request that is late by what that takes. */
  private static final int LOOKS_BEFORE_SLEEP = 100;

  /** A caller that sends on without a pause must not keep the other connections from theirs. */
  private static final int MOST_AT_A_STRETCH = 32;

  private final Executor standIns;
  private final Executor tellers;
  private final Map<Thread, Seat> seats = new ConcurrentHashMap<>();
  private final Thread watch;

  /** Whether any work takes longer than it was thought to; the watch's to say. */
  private volatile boolean held;

  private volatile boolean asleep;
  private volatile boolean closed;

  /** Looks in a row that found nobody away, then or since the look before. The watch's own. */
  private int quietLooks;

  /** Whether the last look could not do all; it is tried again. The watch's own. */
  private boolean failing;

  /**
   * What one thread is doing: of the few that select, each keeps its own, so that no request puts
   * anything into a map and takes it out again.
   */
  private static final class Seat {
    /** Empty while it selects. The thread's own to say, as the other. */
    private volatile Optional<Stretch> away = Optional.empty();

    private volatile Optional<Work<?>> working = Optional.empty();

    /** Whether it has been away since the last look. */
    private volatile boolean used;

    /** The stretch that it comes back from to its own selecting. */
    Optional<Stretch> away() {
      return away.filter(stretch -> !stretch.replaced);
    }

    boolean isQuiet() {
      return away().isEmpty() && working.isEmpty();
    }
  }

  /** From leaving the selecting for a task to coming back to it, or to being replaced. */
  private static final class Stretch {
    private final Runnable selecting;
    private final long begun = System.nanoTime();
    private int works;

    /** Whether somebody else selects in its place; the watch's to say. */
    private volatile boolean replaced;

    Stretch(Runnable selecting) {
      this.selecting = selecting;
    }
  }

  /** A scoring, or the like. */
  private static final class Work<T> {
    private final Thread thread = Thread.currentThread();
    private final long begun = System.nanoTime();
    private final Deadline deadline;
    private final Consumer<Ending<T>> done;
    private final AtomicBoolean told = new AtomicBoolean();
    private boolean ended;
    private boolean givenUp;

    /** Whether somebody was asked to tell; the watch's own. */
    private boolean passedOn;

    Work(Deadline deadline, Consumer<Ending<T>> done) {
      this.deadline = deadline;
      this.done = done;
    }

    /** Under the lock: what the thread does next is not to feel the interrupt. */
    synchronized void giveUp() {
      if (!ended && !givenUp) {
        givenUp = true;
        thread.interrupt();
      }
    }

    synchronized boolean isGivenUp() {
      return givenUp;
    }

    /**
     * @return whether it was given up before; from now on it is not
     */
    synchronized boolean end() {
      ended = true;
      return givenUp;
    }

    /** That it was given up: by whoever comes first, who was asked to or whose work it was. */
    void tell() {
      if (told.compareAndSet(false, true)) {
        done.accept(
            () -> {
              throw new TimeoutException();
            });
      }
    }
  }

  /**
   * @param standIns has the threads that select, and those that select in their place
   * @param tellers tells what was given up
   */
  ReadingThreads(Executor standIns, Executor tellers) {
    this.standIns = standIns;
    this.tellers = tellers;
    this.watch = Thread.ofPlatform().daemon().name("http-watch").start(this::watch);
  }

  /**
   * Promises to run {@code selecting} if the caller does not come {@link #back} to it soon. If it
   * does, and it runs nevertheless, it finds that somebody is selecting and ends. For selectors
   * alone: all others mean now, not soon.
   */
  @Override
  public boolean tryExecute(Runnable selecting) {
    if (closed) {
      return false;
    }
    Seat seat = seat();
    seat.away = Optional.of(new Stretch(selecting));
    if (!seat.used) {
      seat.used = true;
    }
    wake();
    return true;
  }

  private Seat seat() {
    Thread thread = Thread.currentThread();
    Seat seat = seats.get(thread);
    // To compute may take a lock even where there is one.
    return seat != null ? seat : seats.computeIfAbsent(thread, made -> new Seat());
  }

  /** This thread selects again. */
  void back() {
    Seat seat = seats.get(Thread.currentThread());
    if (seat != null) {
      seat.away = Optional.empty();
    }
  }

  @Override
  public void execute(Runnable task) {
    standIns.execute(task);
  }

  /**
   * Whether this thread may {@link #work}: while it would be replaced if that took long, while no
   * other is held by what it thought to be short, and not over and over.
   */
  boolean mayWork() {
    Seat seat = seats.get(Thread.currentThread());
    return seat != null
        && seat.away().filter(stretch -> stretch.works < MOST_AT_A_STRETCH).isPresent()
        && !held;
  }

  /**
   * Does {@code work}, which {@link #mayWork}. At its deadline it is interrupted and given up.
   *
   * @param done is told once: by this thread, or by another from the deadline on
   */
  <T> void work(Callable<T> work, Deadline deadline, Consumer<Ending<T>> done) {
    Seat seat = seat();
    seat.away().ifPresent(stretch -> stretch.works++);
    Work<T> own = new Work<>(deadline, done);
    seat.working = Optional.of(own);
    wake();
    Ending<T> ending;
    try {
      T value = work.call();
      ending = () -> value;
    } catch (Exception | Error e) {
      ending =
          () -> {
            throw new ExecutionException(e);
          };
    }
    boolean givenUp = own.end();
    seat.working = Optional.empty();
    if (givenUp) {
      // The interrupt was for the work.
      boolean _ = Thread.interrupted();
      // There may have been no memory to ask another with, and the watch sees it no more.
      own.tell();
    } else {
      done.accept(ending);
    }
  }

  /** Threads that still work for a request whose time is over. */
  int lost() {
    return (int)
        seats.values().stream()
            .filter(seat -> seat.working.filter(Work::isGivenUp).isPresent())
            .count();
  }

  private void wake() {
    if (asleep) {
      LockSupport.unpark(watch);
    }
  }

  private boolean isQuiet() {
    if (held) {
      return false;
    }
    for (Seat seat : seats.values()) {
      if (!seat.isQuiet()) {
        return false;
      }
    }
    return true;
  }

  private void watch() {
    while (!closed) {
      // Whatever goes wrong in it, such as memory for a moment, the watch goes on.
      try {
        sleepWhileQuiet();
        LockSupport.parkNanos(this, TICK.toNanos());
        failing = !lookAtAll();
      } catch (RuntimeException | Error e) {
        complain(e);
        failing = true;
      }
    }
  }

  private void sleepWhileQuiet() {
    if (quietLooks >= LOOKS_BEFORE_SLEEP && isQuiet()) {
      asleep = true;
      try {
        if (isQuiet() && !closed) {
          LockSupport.park(this);
        }
      } finally {
        asleep = false;
      }
    }
  }

  /**
   * @return whether all that was to be done was done
   */
  private boolean lookAtAll() {
    long now = System.nanoTime();
    boolean late = false;
    quietLooks++;
    for (Seat seat : seats.values()) {
      if (seat.used || !seat.isQuiet()) {
        seat.used = false;
        quietLooks = 0;
      }
      late |= seat.working.filter(work -> isLate(work.begun, now)).isPresent();
    }
    // Before anybody stands in, who could begin with work at once.
    held = late;
    boolean done = true;
    for (Seat seat : seats.values()) {
      done &= attempted(() -> seat.working.ifPresent(this::look));
    }
    for (Seat seat : seats.values()) {
      done &= attempted(() -> look(seat, now));
    }
    return done;
  }

  private static boolean isLate(long begun, long now) {
    return now - begun > TICK.toNanos();
  }

  private void look(Work<?> work) {
    if (!work.passedOn && work.deadline.hasPassed()) {
      work.giveUp();
      if (work.isGivenUp()) {
        tellers.execute(work::tell);
        work.passedOn = true;
      }
    }
  }

  private void look(Seat seat, long now) {
    Optional<Stretch> away = seat.away();
    if (away.isPresent() && isLate(away.get().begun, now)) {
      standIns.execute(away.get().selecting);
      away.get().replaced = true;
    }
  }

  /** Whatever goes wrong, such as memory that a thread needs, is tried again at the next tick. */
  private boolean attempted(Runnable step) {
    try {
      step.run();
      return true;
    } catch (RejectedExecutionException e) {
      return true; // the server has ended
    } catch (RuntimeException | Error e) {
      complain(e);
      return false;
    }
  }

  /** Once, as long as nothing changes; and whatever becomes of that, the watch goes on. */
  private void complain(Throwable e) {
    if (!failing) {
      try {
        LOG.error("a thread that takes long could not be replaced yet; trying again", e);
      } catch (RuntimeException | Error unwritten) {
        return; // nothing is left to say it with
      }
    }
  }

  /** Only once the server has ended: nobody stands in any more. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(watch);
  }
}
