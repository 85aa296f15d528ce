package io.slipway.batch.s3;

import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of an object, asked for again from where they broke off: a split is read for minutes,
 * and a connection does not always last so long.
 */
final class ResumedStream extends InputStream {
  private static final int ATTEMPTS = 4;

  private final Source source;
  private final long end;
  private long at;
  private InputStream in;

  /** Where the bytes come from. */
  interface Source {
    /** The bytes from an offset on; its {@code close} does not wait for those that are left. */
    InputStream open(long from) throws IOException;
  }

  /**
   * @param end how many bytes the object has
   */
  ResumedStream(Source source, long from, long end) throws IOException {
    this.source = source;
    this.end = end;
    this.at = from;
    this.in = from < end ? source.open(from) : InputStream.nullInputStream();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    for (int attempt = 1; at < end; attempt++) {
      try {
        int count = in.read(buffer, offset, length);
        if (count > 0) {
          at += count;
          return count;
        }
        if (attempt == ATTEMPTS) {
          throw new IOException("the store ends after %d of %d bytes".formatted(at, end));
        }
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
      in.close();
      in = source.open(at);
    }
    return -1;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
