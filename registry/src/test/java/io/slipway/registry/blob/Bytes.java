package io.slipway.registry.blob;

import io.slipway.registry.model.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;

/** Bytes to store, and the ways in which they come. */
final class Bytes {
  private final byte[] all;

  private Bytes(byte[] all) {
    this.all = all;
  }

  byte[] all() {
    return all;
  }

  static Bytes random(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return new Bytes(bytes);
  }

  Digest digest() {
    var sha256 = Sha256.start();
    sha256.update(all);
    return Sha256.end(sha256);
  }

  InputStream from(int offset) {
    return new ByteArrayInputStream(all, offset, all.length - offset);
  }

  InputStream part(int offset, int length) {
    return new ByteArrayInputStream(all, offset, length);
  }

  /** A sender that is lost after some bytes. */
  InputStream breakingAfter(int count) {
    return new InputStream() {
      private final InputStream before = part(0, count);

      @Override
      public int read() throws IOException {
        throw new IOException("bytes are read one by one");
      }

      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        int n = before.read(into, from, length);
        if (n < 0) {
          throw new IOException("the sender is gone");
        }
        return n;
      }
    };
  }

  /** As they are, but for one bit. */
  Bytes withBitFlippedAt(int index) {
    byte[] others = all.clone();
    others[index] ^= 1;
    return new Bytes(others);
  }

  @Override
  public String toString() {
    return all.length + " bytes, " + digest();
  }
}
