package io.slipway.registry.service;

import io.slipway.registry.model.Digest;
import java.util.Optional;

/**
 * Who asks for a write.
 *
 * @param name of the token, as the audit keeps it
 * @param once where the same request may come again because its answer got lost
 */
public record Author(String name, Optional<Once> once) {

  /** The registry itself, when it cleans up. */
  static final Author REGISTRY = new Author("registry", Optional.empty());

  /**
   * What makes a repeated request known as such.
   *
   * @param key chosen by whoever asks
   * @param request of all that was asked for
   */
  public record Once(String key, Digest request) {}

  public Author(String name) {
    this(name, Optional.empty());
  }
}
