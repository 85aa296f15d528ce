package io.slipway.launcher;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * A folder as a compressed tar, the same bytes for the same files: sorted, of one time, of nobody.
 */
final class Archive {

  private static final int BLOCK = 512;
  private static final int LONGEST_NAME = 100;

  private Archive() {}

  static void write(Path tree, Instant time, Path archive) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(tree)) {
      files = walk.filter(file -> !file.equals(tree)).sorted().toList();
    }
    try (OutputStream out =
        new BestGzip(new BufferedOutputStream(Files.newOutputStream(archive)))) {
      for (Path file : files) {
        write(out, tree.relativize(file).toString(), file, time);
      }
      out.write(new byte[2 * BLOCK]);
    }
  }

  private static void write(OutputStream out, String name, Path file, Instant time)
      throws IOException {
    boolean folder = Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
    if (Files.isSymbolicLink(file)) {
      throw new IOException(file + " is a link, which is not provided for");
    }
    long size = folder ? 0 : Files.size(file);
    out.write(header(folder ? name + "/" : name, mode(file), size, time, folder ? '5' : '0'));
    if (!folder) {
      Files.copy(file, out);
      out.write(new byte[(int) (-size & (BLOCK - 1))]);
    }
  }

  private static int mode(Path file) {
    return Files.isExecutable(file) ? 0755 : 0644;
  }

  private static byte[] header(String name, int mode, long size, Instant time, char type) {
    if (name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException("too long for a tar: " + name);
    }
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
    put(header, 100, octal(7, mode));
    put(header, 108, octal(7, 0));
    put(header, 116, octal(7, 0));
    put(header, 124, octal(11, size));
    put(header, 136, octal(11, time.getEpochSecond()));
    put(header, 148, "        ");
    put(header, 156, String.valueOf(type));
    put(header, 257, "ustar\00000");
    int sum = 0;
    for (byte value : header) {
      sum += value & 0xff;
    }
    put(header, 148, octal(6, sum) + "\0 ");
    return header;
  }

  private static void put(byte[] header, int offset, String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    System.arraycopy(bytes, 0, header, offset, bytes.length);
  }

  private static String octal(int digits, long value) {
    return String.format(Locale.ROOT, "%0" + digits + "o", value);
  }

  /** Compresses as well as it can: it is done once, and fetched often. */
  private static final class BestGzip extends GZIPOutputStream {

    BestGzip(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}
