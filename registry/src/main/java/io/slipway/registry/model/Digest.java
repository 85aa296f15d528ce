package io.slipway.registry.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What bytes are called: the SHA-256 of all of them.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Digest(String hex) {

  private static final String PREFIX = "sha256:";
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  /**
   * @throws IllegalArgumentException when it is not a SHA-256
   */
  public Digest {
    if (!HEX.matcher(hex).matches()) {
      throw new IllegalArgumentException("'" + hex + "' is not 64 lower-case hexadecimal digits");
    }
  }

  /**
   * Reads {@code sha256:} and 64 hexadecimal digits.
   *
   * @throws IllegalArgumentException when the text is anything else
   */
  public static Digest parse(String text) {
    if (!text.startsWith(PREFIX)) {
      throw new IllegalArgumentException("'" + text + "' does not begin with " + PREFIX);
    }
    return new Digest(text.substring(PREFIX.length()));
  }

  /** The name of these bytes. */
  public static Digest of(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new Digest(HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return PREFIX + hex;
  }
}
