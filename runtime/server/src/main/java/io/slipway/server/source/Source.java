package io.slipway.server.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/** Something that holds a model's bytes. Safe for use by many threads. */
interface Source {

  /** For messages; holds no secret. */
  String display();

  /**
   * Opens the bytes for reading.
   *
   * @param resume where to go on, if part of the bytes is already there
   * @return the bytes, from the beginning if the source cannot go on there
   * @throws SourceException if the source says no, or cannot be reached
   */
  Content open(Optional<Resume> resume) throws SourceException;

  /**
   * What names these bytes from now on, where what was asked for may name others; empty where it
   * need not be another name, or while the source was not opened.
   */
  default Optional<ModelUri> settled() {
    return Optional.empty();
  }

  /**
   * What the source says that its bytes hash to; empty where it says nothing, or was not opened.
   */
  default Optional<Digest> promised() {
    return Optional.empty();
  }

  /**
   * The rest of a download.
   *
   * @param from how many bytes are already there, above 0
   * @param validator what identifies the version that they belong to
   */
  record Resume(long from, String validator) {}

  /**
   * Bytes being read.
   *
   * @param body from {@code from} on; an IOException while reading means a broken connection
   * @param from position of its first byte
   * @param total length of the whole, if it is known
   * @param validator what identifies this version of the bytes, for a later {@link Resume}; empty
   *     if the source cannot resume
   */
  record Content(InputStream body, long from, OptionalLong total, Optional<String> validator)
      implements AutoCloseable {
    @Override
    public void close() throws IOException {
      body.close();
    }
  }
}
