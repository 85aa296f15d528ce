package io.slipway.embedded;

import io.slipway.scoring.Batch;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Signature;

/**
 * A model that scores here. Safe for use by many threads, which never wait for each other nor for a
 * version that is on its way. To be closed when it is not needed any more; callers who are in it
 * then still get their answer.
 */
public final class EmbeddedModel implements AutoCloseable {
  private volatile Counted<Loaded> current;
  private volatile Runnable following = () -> {};
  private volatile boolean closed;

  EmbeddedModel(Loaded first) {
    this.current = counted(first);
  }

  private static Counted<Loaded> counted(Loaded loaded) {
    return new Counted<>(loaded, Loaded::close);
  }

  /** Scores every row of a batch with the version that is there when it is called. */
  public Scored score(Batch inputs) throws ScoringException {
    try (Lease lease = lease()) {
      return new Scored(lease.score(inputs), lease.version());
    }
  }

  /** Holds the present version. */
  public Lease lease() {
    while (!closed) {
      Counted<Loaded> now = current;
      if (now.hold()) {
        return new Lease(now);
      }
      // It was replaced between the two lines, and another is there; or all is over.
    }
    throw new IllegalStateException("the model is closed: open it again");
  }

  public ScoringVersion version() {
    return current.value().version();
  }

  /** What the present version takes and gives; of the next one it may be another. */
  public Signature signature() {
    try (Lease lease = lease()) {
      return lease.signature();
    }
  }

  /** What ends with this model. */
  void endsWith(Runnable end) {
    following = end;
  }

  /** Lets another version score from now on. What it replaces is closed by its last caller. */
  synchronized void replace(Loaded next) {
    Counted<Loaded> before = current;
    current = counted(next);
    before.letGo();
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    // First, so that nothing comes in its place afterwards.
    following.run();
    current.letGo();
  }
}
