package io.slipway.server.source;

import io.slipway.server.source.Source.Content;
import io.slipway.server.source.Source.Resume;
import io.slipway.server.source.SourceException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One model on its way to a file, hashed as it comes. It outlives a broken connection: the next
 * attempt goes on where the last one ended if the source can. For one thread.
 */
final class Download implements AutoCloseable {
  private static final int CHUNK = 128 * 1024;

  private final Source source;
  private final long maxBytes;
  private final Duration stall;
  private final FileChannel file;
  private MessageDigest sha256 = newSha256();
  private long written;
  private Optional<String> validator = Optional.empty();

  /**
   * @param temporary is made, or overwritten
   * @param maxBytes beyond it the download ends
   * @param stall how long the source may send nothing
   */
  Download(Source source, Path temporary, long maxBytes, Duration stall) throws IOException {
    this.source = source;
    this.maxBytes = maxBytes;
    this.stall = stall;
    this.file =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
  }

  /**
   * Reads to the end, and forces the file to disk.
   *
   * @param left how much time there is
   * @return the digest of all bytes
   * @throws SourceException if it is transient, another attempt may go on from here
   */
  Digest attempt(Duration left) throws SourceException {
    Optional<Resume> resume =
        written > 0 ? validator.map(value -> new Resume(written, value)) : Optional.empty();
    try (Content content = source.open(resume);
        StallGuard guard = new StallGuard(content.body(), stall, left)) {
      validator = content.validator();
      if (content.from() != written) {
        restart();
      }
      refuseIfAbove(content.total().orElse(0));
      copy(content.body(), guard);
      refuseIfCutOff(content.total());
    } catch (IOException e) {
      throw new SourceException(
          Reason.UNREACHABLE,
          "%s broke off after %d bytes".formatted(source.display(), written),
          e);
    }
    force();
    return new Digest(HexFormat.of().formatHex(sha256.digest()));
  }

  long written() {
    return written;
  }

  private void copy(InputStream body, StallGuard guard) throws IOException, SourceException {
    byte[] chunk = new byte[CHUNK];
    for (int n = body.read(chunk); n >= 0; n = body.read(chunk)) {
      guard.progress();
      refuseIfAbove(written + n);
      write(ByteBuffer.wrap(chunk, 0, n));
      sha256.update(chunk, 0, n);
      written += n;
    }
  }

  private void refuseIfAbove(long bytes) throws SourceException {
    if (bytes > maxBytes) {
      throw new SourceException(
          Reason.TOO_LARGE,
          "%s is larger than %d bytes: raise SLIPWAY_MAX_MODEL_BYTES in podTemplate.env, and the pod's memory with it"
              .formatted(source.display(), maxBytes));
    }
  }

  private void refuseIfCutOff(OptionalLong total) throws IOException {
    if (total.isPresent() && written < total.getAsLong()) {
      throw new IOException("%d of %d bytes came".formatted(written, total.getAsLong()));
    }
  }

  private void restart() throws SourceException {
    sha256 = newSha256();
    written = 0;
    try {
      file.truncate(0);
    } catch (IOException e) {
      throw cacheFails(e);
    }
  }

  private void write(ByteBuffer bytes) throws SourceException {
    try {
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    } catch (IOException e) {
      throw cacheFails(e);
    }
  }

  private void force() throws SourceException {
    try {
      file.force(true);
    } catch (IOException e) {
      throw cacheFails(e);
    }
  }

  private SourceException cacheFails(IOException cause) {
    return new SourceException(
        Reason.TOO_LARGE,
        "%s cannot be kept: the cache volume took %d bytes and no more; raise its size or the pod's ephemeral-storage limit"
            .formatted(source.display(), written),
        cause);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
