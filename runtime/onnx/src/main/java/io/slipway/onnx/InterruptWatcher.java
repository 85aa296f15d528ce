package io.slipway.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.RunOptions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Ends runs whose thread is interrupted. A thread in native code does not feel an interrupt, so
 * another looks at it: every {@link #PERIOD} while there are runs, and not at all after a second
 * without any. A run costs its caller two writes, not a wake-up.
 */
final class InterruptWatcher implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofMillis(20);
  private static final int IDLE_PERIODS = 50;

  private final Set<Run> runs = ConcurrentHashMap.newKeySet();
  private final Thread thread = new Thread(this::watch, "onnx-interrupts");
  private volatile boolean asleep;
  private volatile boolean closed;

  InterruptWatcher() {
    thread.setDaemon(true);
    thread.start();
  }

  /** Something whose runs are watched from now on, until it is closed. */
  Run watched() throws OrtException {
    Run run = new Run();
    runs.add(run);
    return run;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  private void watch() {
    int idle = 0;
    while (!closed) {
      if (isIdle()) {
        idle++;
      } else {
        idle = 0;
        runs.forEach(Run::endIfInterrupted);
      }
      if (idle < IDLE_PERIODS) {
        LockSupport.parkNanos(this, PERIOD.toNanos());
        continue;
      }
      // First the flag, then the look: a run that begins in between sees the one or is seen.
      asleep = true;
      if (isIdle() && !closed) {
        LockSupport.park(this);
      }
      asleep = false;
      idle = 0;
    }
  }

  private boolean isIdle() {
    for (Run run : runs) {
      if (run.caller != null) {
        return false;
      }
    }
    return true;
  }

  /** Calls into the library, one after another. */
  final class Run implements AutoCloseable {
    private final RunOptions options;
    private volatile @Nullable Thread caller;
    private boolean ended;

    private Run() throws OrtException {
      options = new RunOptions();
      options.setLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    }

    RunOptions options() {
      return options;
    }

    /** The calling thread goes into the library. */
    void begin() {
      caller = Thread.currentThread();
      if (asleep) {
        LockSupport.unpark(thread);
      }
    }

    /** It is back. */
    synchronized void end() {
      caller = null;
    }

    /** True if a run was told to end: the options say so to every later one too. */
    synchronized boolean wasEnded() {
      return ended;
    }

    /** Synchronized with {@link #end}: what has come back by itself must not be told to end. */
    private synchronized void endIfInterrupted() {
      Thread running = caller;
      if (running == null || !running.isInterrupted()) {
        return;
      }
      try {
        ended = true;
        options.setTerminate(true);
      } catch (OrtException e) {
        throw new IllegalStateException("a run could not be told to end", e);
      }
    }

    @Override
    public synchronized void close() {
      runs.remove(this);
      caller = null;
      options.close();
    }
  }
}
