package io.slipway.embedded;

import io.slipway.scoring.Batch;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Signature;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One version for as long as it is held, however often the alias moves meanwhile: for callers who
 * look at the signature before they score, or score several batches that belong together. May be
 * used by several threads, and must be closed.
 */
public final class Lease implements AutoCloseable {
  private final Counted<Loaded> loaded;
  private final AtomicBoolean over = new AtomicBoolean();

  Lease(Counted<Loaded> held) {
    this.loaded = held;
  }

  public ScoringVersion version() {
    return loaded.value().version();
  }

  public Signature signature() {
    return here().model().signature();
  }

  /** Scores every row of a batch. */
  public Batch score(Batch inputs) throws ScoringException {
    return here().model().score(inputs);
  }

  private Loaded here() {
    if (over.get()) {
      throw new IllegalStateException("the lease of " + version() + " is over: take another");
    }
    return loaded.value();
  }

  @Override
  public void close() {
    if (over.compareAndSet(false, true)) {
      loaded.letGo();
    }
  }
}
