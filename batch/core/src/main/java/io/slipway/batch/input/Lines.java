package io.slipway.batch.input;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** Rows as text, one after another, always the same ones in the same order. For one thread. */
public interface Lines extends Closeable {

  /** The next one; empty when there is none left. */
  Optional<Line> next() throws IOException;
}
