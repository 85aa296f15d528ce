package io.slipway.registry.blob;

import io.slipway.registry.blob.BlobException.Reason;
import io.slipway.registry.model.Digest;

/** Where a read may begin: anywhere in a blob, or at its end, where there is nothing to read. */
final class Offsets {
  private Offsets() {}

  static void check(Digest digest, long offset, long size) throws BlobException {
    if (offset < 0 || offset > size) {
      throw new BlobException(
          Reason.WRONG_OFFSET, "%s has %d bytes, so none at %d".formatted(digest, size, offset));
    }
  }
}
