package io.slipway.registry.blob;

import io.slipway.registry.blob.BlobException.Reason;
import io.slipway.registry.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Blobs as files: {@code sha256/ab/cd/abcd…}. A blob comes to be by a rename of a file that is
 * whole and on disk, so that there is no moment at which a part of one has its name.
 */
public final class FileBlobStore implements BlobStore, AutoCloseable {
  private static final int LEVELS = 2;

  private final Path blobs;
  private final Incoming incoming;

  private FileBlobStore(Path blobs, Incoming incoming) {
    this.blobs = blobs;
    this.incoming = incoming;
  }

  /**
   * @param folder on one file system; made where it is not there
   * @throws BlobException BUSY if another process uses it
   */
  public static FileBlobStore open(Path folder) throws IOException {
    Path blobs = folder.resolve("sha256");
    Durable.createFolder(blobs);
    return new FileBlobStore(blobs, Incoming.open(folder.resolve("incoming")));
  }

  @Override
  public Optional<Blob> find(Digest digest) throws IOException {
    return blob(digest, path(digest));
  }

  private static Optional<Blob> blob(Digest digest, Path file) throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return attributes.isRegularFile()
          ? Optional.of(
              new Blob(digest, attributes.size(), attributes.lastModifiedTime().toInstant()))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public InputStream read(Digest digest, long offset) throws IOException {
    FileChannel channel = open(digest);
    try {
      long size = channel.size();
      Offsets.check(digest, offset, size);
      InputStream bytes = Channels.newInputStream(channel.position(offset));
      return offset == 0 ? new VerifiedStream(bytes, digest, size) : bytes;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private FileChannel open(Digest digest) throws IOException {
    try {
      return FileChannel.open(path(digest), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      throw new BlobException(Reason.ABSENT, "there is no blob " + digest, e);
    }
  }

  @Override
  public long received(Digest digest) throws IOException {
    return incoming.received(digest);
  }

  @Override
  public Receipt append(Digest digest, long offset, long total, InputStream bytes)
      throws IOException {
    try (Upload upload = incoming.begin(digest)) {
      Optional<Blob> there = find(digest);
      if (there.isPresent()) {
        return new Receipt.Stored(there.get());
      }
      return switch (upload.append(offset, total, bytes)) {
        case Upload.Outcome.Partial(long received) -> new Receipt.Partial(received);
        case Upload.Outcome.Mismatch(Digest actual) -> new Receipt.Mismatch(actual);
        case Upload.Outcome.Complete(Path file, long size) ->
            new Receipt.Stored(admit(digest, file, size));
      };
    }
  }

  private Blob admit(Digest digest, Path file, long size) throws IOException {
    try {
      Path place = path(digest);
      Durable.createFolder(place.resolveSibling(""));
      Durable.rename(file, place);
      return find(digest).orElseThrow(() -> new NoSuchFileException(digest.toString()));
    } catch (IOException e) {
      // Its bytes are kept, and an append of nothing at their end tries again.
      throw new BlobException(
          Reason.UNWRITABLE,
          "%s (%d bytes) came whole and could not be given its name (%s): see whether the volume of the registry is full, and send its end again"
              .formatted(digest, size, Words.of(e)),
          e);
    }
  }

  @Override
  public boolean delete(Digest digest) throws IOException {
    Path file = path(digest);
    if (!Files.deleteIfExists(file)) {
      return false;
    }
    Durable.force(file.resolveSibling(""));
    return true;
  }

  @Override
  @SuppressWarnings("StreamResourceLeak") // for the caller to close
  public Stream<Blob> list() throws IOException {
    return Files.find(blobs, LEVELS + 1, (path, attributes) -> attributes.isRegularFile())
        .flatMap(file -> Digests.named(file).filter(d -> path(d).equals(file)).stream())
        .flatMap(digest -> listed(digest).stream());
  }

  /** Empty if it was deleted since its folder was read. */
  private Optional<Blob> listed(Digest digest) {
    try {
      return find(digest);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int discardUnfinished(Instant before) throws IOException {
    return incoming.discardUnfinished(before);
  }

  /** Two levels of folders, since many file systems are slow with a million files in one. */
  private Path path(Digest digest) {
    String hex = digest.hex();
    return blobs.resolve(hex.substring(0, 2)).resolve(hex.substring(2, 4)).resolve(hex);
  }

  @Override
  public void close() throws IOException {
    incoming.close();
  }
}
