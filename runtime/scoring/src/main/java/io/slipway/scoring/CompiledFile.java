package io.slipway.scoring;

import io.slipway.scoring.EngineInfo.HeldTo;
import io.slipway.scoring.UnfitFormException.Unfit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import java.util.Optional;

/**
 * The file of a compiled form: a header of fixed length, what the model was held to, and the form.
 *
 * <pre>
 *   0  8 bytes   SLIPFORM
 *   8  4 bytes   version of this layout, little-endian as all numbers
 *  12  4 bytes   length of what the model was held to
 *  16  8 bytes   length of the form
 *  24 32 bytes   SHA-256 of the name of the build that wrote it
 *  56 32 bytes   SHA-256 of the source's digest
 *  88 32 bytes   SHA-256 of all other bytes of the file
 * </pre>
 */
final class CompiledFile {
  private static final byte[] MAGIC = "SLIPFORM".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 3;
  private static final int HASH_BYTES = 32;
  private static final int HEADER_BYTES = 120;
  private static final int HASH_AT = HEADER_BYTES - HASH_BYTES;
  private static final int PIECE_BYTES = 1 << 20;
  private static final int MOST_EVIDENCE = 4096;
  private static final int LINES = 4;

  /** What a file holds: mapped, so nothing of the form is read before it is asked for. */
  record Content(Optional<HeldTo> heldTo, ByteBuffer form) {}

  private CompiledFile() {}

  /**
   * @throws UnfitFormException if there is no form of this source by this build, to the last bit
   */
  static Content read(CompiledPlace place) throws UnfitFormException {
    ByteBuffer bytes = map(place.file());
    if (bytes.remaining() < HEADER_BYTES) {
      throw unfit(Unfit.NO_FORM, "it is shorter than its header");
    }
    byte[] magic = new byte[MAGIC.length];
    bytes.get(magic);
    if (!MessageDigest.isEqual(magic, MAGIC) || bytes.getInt() != VERSION) {
      throw unfit(Unfit.NO_FORM, "it does not begin as one");
    }
    int evidence = bytes.getInt();
    long form = bytes.getLong();
    if (evidence < 0
        || evidence > MOST_EVIDENCE
        || form < 0
        || form != (long) bytes.capacity() - HEADER_BYTES - evidence) {
      throw unfit(Unfit.NO_FORM, "it has another length than it says");
    }
    require(hash(place.build()), hash(bytes), Unfit.OTHER_BUILD, "another build wrote it");
    require(hash(place.source()), hash(bytes), Unfit.OTHER_SOURCE, "it is another model's");
    require(checksum(bytes), hash(bytes), Unfit.CHANGED, "its checksum is another");
    byte[] held = new byte[evidence];
    bytes.get(held);
    return new Content(heldTo(held), bytes.slice());
  }

  private static ByteBuffer map(Path file) throws UnfitFormException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw unfit(Unfit.ABSENT, "there is none");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw unfit(Unfit.NO_FORM, "it is longer than any");
      }
      return channel
          .map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
          .order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw new UnfitFormException(Unfit.UNREADABLE, "it cannot be read: " + e, e);
    }
  }

  private static void require(byte[] expected, byte[] found, Unfit unfit, String message)
      throws UnfitFormException {
    if (!MessageDigest.isEqual(expected, found)) {
      throw unfit(unfit, message);
    }
  }

  private static byte[] hash(ByteBuffer bytes) {
    byte[] hash = new byte[HASH_BYTES];
    bytes.get(hash);
    return hash;
  }

  private static UnfitFormException unfit(Unfit unfit, String message) {
    return new UnfitFormException(unfit, message);
  }

  /**
   * Puts a form in its place, or leaves what is there.
   *
   * @throws IOException if it cannot be written
   */
  static void write(CompiledPlace place, Optional<HeldTo> heldTo, byte[] form) throws IOException {
    byte[] evidence = evidence(heldTo);
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.put(MAGIC).putInt(VERSION).putInt(evidence.length).putLong(form.length);
    header.put(hash(place.build())).put(hash(place.source()));
    MessageDigest sha256 = sha256();
    sha256.update(header.slice(0, HASH_AT));
    sha256.update(evidence);
    sha256.update(form);
    header.put(sha256.digest()).rewind();
    Files.createDirectories(Objects.requireNonNull(place.file().toAbsolutePath().getParent()));
    Path temporary = place.file().resolveSibling(place.file().getFileName() + ".incoming");
    try {
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        write(channel, header);
        write(channel, ByteBuffer.wrap(evidence));
        write(channel, ByteBuffer.wrap(form));
        channel.force(true);
      }
      Files.move(
          temporary,
          place.file(),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Piece by piece: the channel copies what it is given at once to memory outside the heap. */
  private static void write(FileChannel channel, ByteBuffer part) throws IOException {
    while (part.hasRemaining()) {
      ByteBuffer piece = part.slice(part.position(), Math.min(PIECE_BYTES, part.remaining()));
      part.position(part.position() + channel.write(piece));
    }
  }

  /** Of all but itself. */
  private static byte[] checksum(ByteBuffer file) {
    MessageDigest sha256 = sha256();
    sha256.update(file.slice(0, HASH_AT));
    sha256.update(file.slice(HEADER_BYTES, file.capacity() - HEADER_BYTES));
    return sha256.digest();
  }

  private static byte[] hash(String text) {
    return sha256().digest(text.getBytes(StandardCharsets.UTF_8));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static byte[] evidence(Optional<HeldTo> heldTo) {
    return heldTo
        .map(
            held ->
                held.rows() + "\n" + held.extent() + "\n" + held.engine() + "\n" + held.version())
        .orElse("")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static Optional<HeldTo> heldTo(byte[] evidence) throws UnfitFormException {
    if (evidence.length == 0) {
      return Optional.empty();
    }
    String[] lines = new String(evidence, StandardCharsets.UTF_8).split("\n", LINES);
    try {
      return Optional.of(
          new HeldTo(
              lines[2], lines[3], Integer.parseInt(lines[0]), HeldTo.Extent.valueOf(lines[1])));
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new UnfitFormException(Unfit.MALFORMED, "what it was held to cannot be read", e);
    }
  }
}
