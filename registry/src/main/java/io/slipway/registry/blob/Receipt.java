package io.slipway.registry.blob;

import io.slipway.registry.model.Digest;

/** What became of bytes that were sent. */
public sealed interface Receipt {

  /** All of them are there, hash to their name, and outlive a power cut from here on. */
  record Stored(Blob blob) implements Receipt {}

  /**
   * The upload is not at its end.
   *
   * @param received bytes that are kept of it: where the next part begins
   */
  record Partial(long received) implements Receipt {}

  /**
   * All of them came and they are other bytes than their name says. None is kept.
   *
   * @param actual what they hash to
   */
  record Mismatch(Digest actual) implements Receipt {}
}
