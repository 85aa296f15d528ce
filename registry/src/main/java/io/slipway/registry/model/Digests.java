package io.slipway.registry.model;

/** Digests that somebody wrote. */
public final class Digests {
  private Digests() {}

  /**
   * @param where what is to be a digest, as a sentence begins
   */
  public static Digest parse(String where, String text) {
    try {
      return Digest.parse(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidException(
          "%s %s: write sha256: and 64 lower-case hexadecimal digits"
              .formatted(where, Quoted.of(text)),
          e);
    }
  }
}
