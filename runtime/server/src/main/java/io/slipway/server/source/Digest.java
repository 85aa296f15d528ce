package io.slipway.server.source;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The sha256 of a model's bytes: its identity.
 *
 * @param hex 64 hex digits in lower case
 */
public record Digest(String hex) {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
  private static final String PREFIX = "sha256:";

  public Digest {
    if (!HEX.matcher(hex).matches()) {
      throw new IllegalArgumentException("a sha256 has 64 hex digits, not: " + hex);
    }
  }

  /** Reads {@code sha256:} and 64 hex digits of either case; empty if the text is anything else. */
  public static Optional<Digest> parse(String text) {
    if (!text.startsWith(PREFIX)) {
      return Optional.empty();
    }
    String hex = text.substring(PREFIX.length()).toLowerCase(Locale.ROOT);
    return HEX.matcher(hex).matches() ? Optional.of(new Digest(hex)) : Optional.empty();
  }

  /** Enough of it for a sentence. */
  public String abbreviated() {
    return PREFIX + hex.substring(0, 12) + "…";
  }

  @Override
  public String toString() {
    return PREFIX + hex;
  }
}
