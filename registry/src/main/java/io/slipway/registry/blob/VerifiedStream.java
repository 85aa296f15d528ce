package io.slipway.registry.blob;

import io.slipway.registry.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Hashes what is read through it, and refuses to give the last bytes of a blob whose bytes do not
 * hash to its name. Those before them are with the reader by then, who must not use a part for the
 * whole.
 */
final class VerifiedStream extends InputStream {
  private final InputStream bytes;
  private final Digest expected;
  private final long size;
  private final MessageDigest sha256 = Sha256.start();
  private long passed;
  private @Nullable Digest actual;

  VerifiedStream(InputStream bytes, Digest expected, long size) {
    this.bytes = bytes;
    this.expected = expected;
    this.size = size;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (passed == size) {
      verify();
      return -1;
    }
    int n = bytes.read(into, from, (int) Math.min(length, size - passed));
    if (n < 0) {
      throw new IOException(
          "%s ended after %d of %d bytes while it was read".formatted(expected, passed, size));
    }
    sha256.update(into, from, n);
    passed += n;
    if (passed == size) {
      verify();
    }
    return n;
  }

  private void verify() throws TamperedBlobException {
    Digest hashed = actual;
    if (hashed == null) {
      hashed = Sha256.end(sha256);
      actual = hashed;
    }
    if (!hashed.equals(expected)) {
      throw new TamperedBlobException(expected, hashed);
    }
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
