package io.slipway.batch.staging;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a part was found to be while it was read.
 *
 * @param bytes how many it has
 * @param sha256 {@code sha256:} and 64 hexadecimal digits
 */
public record Digested(long bytes, String sha256) {

  /** Copies all that is left of a stream; neither is closed. */
  public static Digested copy(InputStream from, OutputStream to) throws IOException {
    MessageDigest sha256;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    long bytes = new DigestInputStream(from, sha256).transferTo(to);
    return new Digested(bytes, "sha256:" + HexFormat.of().formatHex(sha256.digest()));
  }
}
