package io.slipway.embedded;

import io.slipway.scoring.Batch;
import io.slipway.scoring.RowsTogether;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Signature;
import java.util.Optional;
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

  /** How many rows go into a call of the engine, where that has been found out. */
  public Optional<RowsTogether> rowsTogether() {
    return here().model().rowsTogether();
  }

  /**
   * Scores every row of a batch. Each gets, to the last bit, what it would get alone and in a run
   * or in a request of its own, but of models that look at several rows at once.
   */
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
