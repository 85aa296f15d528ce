package io.slipway.registry.blob;

import io.slipway.registry.model.Digest;
import java.nio.file.Path;
import java.util.Optional;

/** Names in a store, as digests where they are ones: whatever else lies there is not ours. */
final class Digests {
  private Digests() {}

  static Optional<Digest> named(Path file) {
    Path name = file.getFileName();
    return name == null ? Optional.empty() : of(name.toString());
  }

  static Optional<Digest> of(String hex) {
    try {
      return Optional.of(new Digest(hex));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
