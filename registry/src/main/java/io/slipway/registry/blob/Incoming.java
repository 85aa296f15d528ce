package io.slipway.registry.blob;

import io.slipway.registry.blob.BlobException.Reason;
import io.slipway.registry.model.Digest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The folder of uploads that are not at their end: a file for each, named after the digest that it
 * shall have. One upload of a digest goes on at a time, and one process uses the folder.
 */
final class Incoming implements AutoCloseable {
  private static final String LOCK = "lock";

  private final Path folder;
  private final FileChannel lockFile;
  private final Set<Digest> busy = ConcurrentHashMap.newKeySet();

  private Incoming(Path folder, FileChannel lockFile) {
    this.folder = folder;
    this.lockFile = lockFile;
  }

  /**
   * @param folder is made where it is not there
   * @throws BlobException BUSY if another process uses it
   */
  static Incoming open(Path folder) throws IOException {
    Durable.createFolder(folder);
    FileChannel lockFile =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    // Held until the process ends, however it does.
    if (lock(lockFile) == null) {
      lockFile.close();
      throw new BlobException(
          Reason.BUSY,
          "another registry uses the folder of the blobs: give each a volume of its own, or let them share an S3 store");
    }
    return new Incoming(folder, lockFile);
  }

  private static @Nullable FileLock lock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  long received(Digest digest) throws IOException {
    try {
      return Files.size(file(digest));
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  /**
   * @throws BlobException BUSY if there is one of this digest
   */
  Upload begin(Digest digest) throws IOException {
    if (!busy.add(digest)) {
      throw new BlobException(
          Reason.BUSY,
          "somebody else is uploading %s: ask in a moment whether it is there".formatted(digest));
    }
    return new Upload(digest, file(digest), () -> busy.remove(digest));
  }

  /** Drops uploads that nothing was added to since, and that nobody is at. */
  int discardUnfinished(Instant before) throws IOException {
    int dropped = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Optional<Digest> digest = Digests.named(file);
        if (digest.isPresent() && busy.add(digest.get())) {
          try {
            if (Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                    .toInstant()
                    .isBefore(before)
                && Files.deleteIfExists(file)) {
              dropped++;
            }
          } catch (NoSuchFileException e) {
            // Finished since the folder was read.
          } finally {
            busy.remove(digest.get());
          }
        }
      }
    }
    return dropped;
  }

  private Path file(Digest digest) {
    return folder.resolve(digest.hex());
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
