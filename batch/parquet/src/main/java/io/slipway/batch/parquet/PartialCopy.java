package io.slipway.batch.parquet;

import io.slipway.batch.input.Input;
import io.slipway.batch.plan.InputFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A file of a run's input on the local disk, of which only those bytes are there that are needed:
 * its footer, and some columns of some groups of rows. The others are holes, which take no room.
 */
final class PartialCopy implements AutoCloseable {
  private static final byte[] MAGIC = {'P', 'A', 'R', '1'};

  /** Most footers are smaller, and come with the first request then. */
  private static final int TAIL = 64 << 10;

  /** What lies between two ranges is read as well where it is less than another request costs. */
  private static final long GAP = 256 << 10;

  private final Input input;
  private final InputFile file;
  private final Path copy;
  private final RandomAccessFile bytes;

  private PartialCopy(Input input, InputFile file, Path copy, RandomAccessFile bytes) {
    this.input = input;
    this.file = file;
    this.copy = copy;
    this.bytes = bytes;
  }

  /** Begins one that has the footer alone. */
  static PartialCopy of(Input input, InputFile file, Path folder) throws IOException {
    Path copy = Files.createTempFile(folder, "input", ".parquet");
    PartialCopy partial =
        new PartialCopy(input, file, copy, new RandomAccessFile(copy.toFile(), "rw"));
    try {
      partial.bytes.setLength(file.bytes());
      partial.fetchFooter();
      return partial;
    } catch (IOException e) {
      partial.close();
      throw e;
    }
  }

  Path path() {
    return copy;
  }

  private void fetchFooter() throws IOException {
    long from = Math.max(0, file.bytes() - TAIL);
    byte[] tail = read(from, Math.toIntExact(file.bytes() - from));
    int ends = tail.length - MAGIC.length - Integer.BYTES;
    if (ends < 0 || !Arrays.equals(tail, ends + Integer.BYTES, tail.length, MAGIC, 0, 4)) {
      throw noParquet();
    }
    int length = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt(ends);
    long footer = file.bytes() - MAGIC.length - Integer.BYTES - length;
    if (length < 0 || footer < MAGIC.length) {
      throw noParquet();
    }
    write(from, tail);
    write(0, MAGIC);
    if (footer < from) {
      write(footer, read(footer, Math.toIntExact(from - footer)));
    }
  }

  private IOException noParquet() {
    return new InvalidParquetException(
        file.name()
            + " is no Parquet file: name a folder that has nothing else, or correct input.type");
  }

  /** Brings ranges here. */
  void fetch(List<RowGroup.Chunk> chunks) throws IOException {
    List<RowGroup.Chunk> sorted =
        chunks.stream().sorted(java.util.Comparator.comparingLong(RowGroup.Chunk::from)).toList();
    for (int i = 0; i < sorted.size(); ) {
      long from = sorted.get(i).from();
      long to = sorted.get(i).to();
      while (++i < sorted.size() && sorted.get(i).from() - to <= GAP) {
        to = Math.max(to, sorted.get(i).to());
      }
      copy(from, to);
    }
  }

  private void copy(long from, long to) throws IOException {
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = input.open(file, from)) {
      bytes.seek(from);
      for (long left = to - from; left > 0; ) {
        int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (count < 0) {
          throw cutShort();
        }
        bytes.write(buffer, 0, count);
        left -= count;
      }
    }
  }

  private byte[] read(long from, int length) throws IOException {
    try (InputStream in = input.open(file, from)) {
      byte[] read = in.readNBytes(length);
      if (read.length < length) {
        throw cutShort();
      }
      return read;
    }
  }

  private EOFException cutShort() {
    return new EOFException(file.name() + " ends before the bytes that it should have; try again");
  }

  private void write(long at, byte[] part) throws IOException {
    bytes.seek(at);
    bytes.write(part);
  }

  @Override
  public void close() throws IOException {
    bytes.close();
    Files.deleteIfExists(copy);
  }
}
