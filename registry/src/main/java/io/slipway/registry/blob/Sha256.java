package io.slipway.registry.blob;

import io.slipway.registry.model.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashing, and what it costs in memory: one buffer. */
final class Sha256 {
  private static final int CHUNK = 256 * 1024;

  private Sha256() {}

  static MessageDigest start() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  static Digest end(MessageDigest sha256) {
    return new Digest(HexFormat.of().formatHex(sha256.digest()));
  }

  /** Of all bytes of a file, read from where it is and not from what was meant to be written. */
  static Digest of(FileChannel file) throws IOException {
    MessageDigest sha256 = start();
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
    long position = 0;
    while (true) {
      chunk.clear();
      int n = file.read(chunk, position);
      if (n < 0) {
        return end(sha256);
      }
      position += n;
      sha256.update(chunk.flip());
    }
  }
}
