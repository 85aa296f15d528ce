package io.slipway.registry.auth;

import io.slipway.registry.model.Digest;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/** Tokens as their owners have them. */
public final class TokenText {
  /** So that people, and scanners of leaked secrets, see what it is. */
  private static final String PREFIX = "slr_";

  private static final int RANDOM_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private TokenText() {}

  /** A new one. */
  public static String make() {
    byte[] chance = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(chance);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(chance);
  }

  /** What is kept of it. */
  public static Digest hash(String token) {
    return Digest.of(token.getBytes(StandardCharsets.UTF_8));
  }
}
