package io.slipway.registry.blob;

import io.slipway.registry.blob.BlobException.Reason;
import io.slipway.registry.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/**
 * An upload that somebody is at. What is kept of it between two requests is on disk before they are
 * told so. For one thread.
 */
final class Upload implements AutoCloseable {
  private static final int CHUNK = 256 * 1024;

  private final Digest digest;
  private final Path file;
  private final Runnable end;

  /** What bytes led to. */
  sealed interface Outcome {

    /** More are to come. */
    record Partial(long received) implements Outcome {}

    /** All are in the file, on disk, and hash to the digest. */
    record Complete(Path file, long size) implements Outcome {}

    /** All came, were others, and are gone. */
    record Mismatch(Digest actual) implements Outcome {}
  }

  /**
   * @param file of what was kept, which need not be there
   * @param end called when nobody is at it any more
   */
  Upload(Digest digest, Path file, Runnable end) {
    this.digest = digest;
    this.file = file;
    this.end = end;
  }

  Outcome append(long offset, long total, InputStream bytes) throws IOException {
    if (offset < 0 || total < 0) {
      throw new IllegalArgumentException("bytes %d to %d".formatted(offset, total));
    }
    long kept = Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? Files.size(file) : 0;
    if (offset != 0 && offset != kept) {
      throw new BlobException(
          Reason.WRONG_OFFSET,
          "%d bytes are kept of the upload of %s: it goes on from there, or begins anew at 0, and not at %d"
              .formatted(kept, digest, offset));
    }
    try {
      refuseWithoutRoom(total - offset, offset == 0 ? kept : 0);
      return write(offset, total, bytes);
    } catch (BlobException e) {
      // Nothing half-there is left to fill a disk that is full already.
      discard();
      throw e;
    }
  }

  private Outcome write(long offset, long total, InputStream bytes) throws IOException {
    MessageDigest passing = Sha256.start();
    try (FileChannel channel = open(offset)) {
      long received = copy(channel, offset, total, bytes, passing);
      if (received < total) {
        return new Outcome.Partial(received);
      }
      if (received > total || bytes.read() >= 0) {
        throw new BlobException(
            Reason.TOO_LONG,
            "more than the %d bytes announced came for %s: nothing of them is kept"
                .formatted(total, digest));
      }
      // What came in one go was hashed as it came; what was kept is hashed as it is on disk.
      Digest actual = offset == 0 ? Sha256.end(passing) : Sha256.of(channel);
      if (!actual.equals(digest)) {
        discard();
        return new Outcome.Mismatch(actual);
      }
      return new Outcome.Complete(file, total);
    }
  }

  private FileChannel open(long offset) throws IOException {
    try {
      FileChannel channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              LinkOption.NOFOLLOW_LINKS);
      return channel.truncate(offset).position(offset);
    } catch (IOException e) {
      throw unwritable(offset, e);
    }
  }

  /** To the end of either; what came is forced to disk, also when the sender breaks off. */
  private long copy(
      FileChannel channel, long offset, long total, InputStream bytes, MessageDigest passing)
      throws IOException {
    byte[] chunk = new byte[CHUNK];
    long position = offset;
    try {
      while (position < total) {
        int n = bytes.read(chunk, 0, (int) Math.min(chunk.length, total - position));
        if (n < 0) {
          break;
        }
        write(channel, ByteBuffer.wrap(chunk, 0, n), position);
        passing.update(chunk, 0, n);
        position += n;
      }
    } catch (BlobException | ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      force(channel, position);
      throw e;
    }
    force(channel, position);
    return position;
  }

  private void write(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (ClosedByInterruptException e) {
      // This process is leaving: what was written is kept.
      throw e;
    } catch (IOException e) {
      throw unwritable(position, e);
    }
  }

  private void force(FileChannel channel, long position) throws IOException {
    try {
      channel.force(true);
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      throw unwritable(position, e);
    }
  }

  private void refuseWithoutRoom(long needed, long freed) throws IOException {
    long free = free();
    if (needed > free + freed) {
      throw new BlobException(
          Reason.NO_ROOM,
          "%s needs %d more bytes and the volume of the registry has %d free: enlarge it, or delete versions that nobody needs; nothing of the upload is kept"
              .formatted(digest, needed, free));
    }
  }

  private BlobException unwritable(long position, IOException cause) {
    long free;
    try {
      free = free();
    } catch (IOException e) {
      free = 0;
    }
    // The words of the system differ with its language; the room does not.
    Reason reason = free < CHUNK ? Reason.NO_ROOM : Reason.UNWRITABLE;
    return new BlobException(
        reason,
        "the volume of the registry took %d bytes of %s and no more (%s; %d bytes are free): %s; nothing of the upload is kept"
            .formatted(
                position,
                digest,
                Words.of(cause),
                free,
                reason == Reason.NO_ROOM
                    ? "enlarge it, or delete versions that nobody needs"
                    : "see what is wrong with it"),
        cause);
  }

  private long free() throws IOException {
    return Files.getFileStore(file.resolveSibling("")).getUsableSpace();
  }

  /** Keeps nothing. */
  void discard() throws IOException {
    Files.deleteIfExists(file);
  }

  @Override
  public void close() {
    end.run();
  }
}
