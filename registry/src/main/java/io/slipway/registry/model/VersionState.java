package io.slipway.registry.model;

import java.util.Locale;

/** How far a version has come. It goes forward only, but for a validation that was cut off. */
public enum VersionState {
  /** Registered; bytes may be missing. */
  PENDING,
  /** All bytes are there; it is being looked at. */
  VALIDATING,
  /** It may be served, and nothing of it changes any more. */
  READY,
  /** It is not a model that can be served; its reasons say why. */
  REJECTED;

  /** Reads what people write. */
  public static VersionState parse(String text) {
    try {
      return valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new InvalidException(
          "the state %s: write pending, validating, ready or rejected".formatted(Quoted.of(text)),
          e);
    }
  }
}
