package io.slipway.registry.blob;

import io.slipway.registry.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps bytes under their digest. Safe for use by many threads. What fails for a reason that
 * somebody can do something about is a {@link BlobException}.
 */
public interface BlobStore {

  /** What is held under a digest. Says nothing of its bytes: reading them does. */
  Optional<Blob> find(Digest digest) throws IOException;

  /**
   * Opens a blob.
   *
   * @param offset where to begin. From 0 the bytes are verified as they pass: instead of the last
   *     of them comes a {@link TamperedBlobException} if they do not hash to their name, so that
   *     nobody gets to the end of bytes that are not the ones asked for. From elsewhere they cannot
   *     be, and whoever asked has to hash all
   */
  InputStream read(Digest digest, long offset) throws IOException;

  /** How many bytes of an unfinished upload are kept; 0 for none. */
  long received(Digest digest) throws IOException;

  /**
   * Takes the next bytes of an upload, and with the last of them makes it a blob. Where the blob is
   * there already nothing is read. An upload whose stream breaks keeps what came.
   *
   * @param offset where {@code bytes} begin: {@link #received}, or 0 to begin anew
   * @param total how many bytes the blob has in all
   */
  Receipt append(Digest digest, long offset, long total, InputStream bytes) throws IOException;

  /** Forgets a blob; false if there was none. */
  boolean delete(Digest digest) throws IOException;

  /**
   * All blobs, in no order. To be closed. What goes wrong on the way comes as an {@link
   * java.io.UncheckedIOException}.
   */
  Stream<Blob> list() throws IOException;

  /**
   * Drops what is kept of uploads to which nothing was added since; a store that keeps nothing of
   * unfinished uploads has nothing to drop.
   *
   * @return how many were dropped
   */
  default int discardUnfinished(Instant before) throws IOException {
    return 0;
  }
}
