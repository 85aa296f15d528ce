package io.slipway.registry.blob;

import io.slipway.registry.model.Digest;
import java.io.IOException;

/** Stored bytes that are not the ones that were stored: a disk at fault, or somebody's hand. */
public final class TamperedBlobException extends IOException {
  private static final long serialVersionUID = 1;

  private final transient Digest expected;
  private final transient Digest actual;

  TamperedBlobException(Digest expected, Digest actual) {
    super(
        "the stored bytes of %s hash to %s: they were changed since they were stored. Delete the blob and push the file again"
            .formatted(expected, actual));
    this.expected = expected;
    this.actual = actual;
  }

  public Digest expected() {
    return expected;
  }

  public Digest actual() {
    return actual;
  }
}
