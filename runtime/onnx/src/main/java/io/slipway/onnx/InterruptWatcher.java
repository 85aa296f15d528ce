package io.slipway.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.RunOptions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends runs whose thread is interrupted. A thread in native code does not feel an interrupt, so
 * another looks at it: every {@link #PERIOD} while there are runs, and not at all after a second
 * without any. A run costs its caller an entry in a set, not a wake-up.
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

  /** A run of the calling thread; to be closed by it when the run is over. */
  Run begin() throws OrtException {
    Run run = new Run();
    runs.add(run);
    if (asleep) {
      LockSupport.unpark(thread);
    }
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
      if (runs.isEmpty()) {
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
      if (runs.isEmpty() && !closed) {
        LockSupport.park(this);
      }
      asleep = false;
      idle = 0;
    }
  }

  /** One call into the library. */
  final class Run implements AutoCloseable {
    private final Thread caller = Thread.currentThread();
    private final RunOptions options;
    private boolean over;

    private Run() throws OrtException {
      options = new RunOptions();
      options.setLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    }

    RunOptions options() {
      return options;
    }

    /** Synchronized with {@link #close}: the native options must not be touched once freed. */
    private synchronized void endIfInterrupted() {
      if (over || !caller.isInterrupted()) {
        return;
      }
      try {
        options.setTerminate(true);
      } catch (OrtException e) {
        throw new IllegalStateException("a run could not be told to end", e);
      }
    }

    @Override
    public void close() {
      runs.remove(this);
      synchronized (this) {
        over = true;
        options.close();
      }
    }
  }
}
