package io.slipway.registry.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A part of a file. Leaves the file open, and its position where it is. */
final class RangeStream extends InputStream {
  private final FileChannel file;
  private final long end;
  private long position;

  RangeStream(FileChannel file, long from, long length) {
    this.file = file;
    this.position = from;
    this.end = from + length;
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
    if (position >= end) {
      return -1;
    }
    int n =
        file.read(ByteBuffer.wrap(into, from, (int) Math.min(length, end - position)), position);
    if (n > 0) {
      position += n;
    }
    return n;
  }
}
