package io.slipway.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/** Digests as the registry writes them: {@code sha256:} and 64 hexadecimal digits. */
final class Sha256 {
  private static final int CHUNK = 1 << 16;

  private final MessageDigest digest;

  Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static String of(byte[] bytes) {
    Sha256 all = new Sha256();
    all.update(bytes, bytes.length);
    return all.text();
  }

  static String of(Path file, LongConsumer progress) throws IOException {
    Sha256 all = new Sha256();
    all.read(file, progress);
    return all.text();
  }

  /** Takes in all of a file; how many bytes that were. */
  long read(Path file, LongConsumer progress) throws IOException {
    byte[] chunk = new byte[CHUNK];
    long size = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        update(chunk, read);
        size += read;
        progress.accept(size);
      }
    }
    return size;
  }

  void update(byte[] bytes, int length) {
    digest.update(bytes, 0, length);
  }

  /** The digest; nothing may be added after it. */
  String text() {
    return "sha256:" + HexFormat.of().formatHex(digest.digest());
  }
}
