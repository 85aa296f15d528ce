package io.slipway.batch.staging;

import java.io.IOException;
import java.util.Optional;

/**
 * Small documents of a run, each written once and never replaced, whoever else writes it at the
 * same time. Safe for use by many processes at once.
 */
public interface Documents {

  /**
   * Keeps a document, unless there is one of the name.
   *
   * @return what counts from now on: {@code content}, or what was there before
   */
  byte[] keep(String name, byte[] content) throws IOException;

  /** What counts, if anything does yet. */
  Optional<byte[]> read(String name) throws IOException;
}
