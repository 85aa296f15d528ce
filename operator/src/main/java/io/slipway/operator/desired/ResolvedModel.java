package io.slipway.operator.desired;

/**
 * What a model's source was found to be.
 *
 * @param digest {@code sha256:} and 64 hex digits; empty where only a team's own server knows
 * @param format of the file; empty while nobody has looked
 */
public record ResolvedModel(String digest, String format) {

  private static final String ALGORITHM = "sha256:";
  private static final int VERSION_LENGTH = 12;

  /** The version that people see: the digest's first twelve hex digits; empty without a digest. */
  public String version() {
    return digest.startsWith(ALGORITHM) && digest.length() >= ALGORITHM.length() + VERSION_LENGTH
        ? digest.substring(ALGORITHM.length(), ALGORITHM.length() + VERSION_LENGTH)
        : "";
  }
}
