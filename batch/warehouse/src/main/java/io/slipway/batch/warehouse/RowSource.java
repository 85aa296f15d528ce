package io.slipway.batch.warehouse;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Rows that come one batch after another. It is asked by one thread, until it has no more. */
@FunctionalInterface
public interface RowSource {

  /** The next ones; empty after the last. */
  Optional<Rows> next() throws IOException, InterruptedException;

  /** Those of a list. */
  static RowSource of(List<Rows> batches) {
    Iterator<Rows> iterator = batches.iterator();
    return () -> iterator.hasNext() ? Optional.of(iterator.next()) : Optional.empty();
  }
}
