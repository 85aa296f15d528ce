package io.slipway.batch.folder;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A folder of a volume. A file gets its name by a rename once it is on the disk; who replaces one
 * holds a lock from the look at it to the rename, which ends with its process.
 */
public final class VolumeFolder implements SharedFolder {
  /** A lock of a file is one of the whole process. */
  private static final Object TURN = new Object();

  private static final String LOCK = ".lock";

  /** Others hold it for the time of a small file. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration LOOK = Duration.ofMillis(20);

  private final Path root;

  /**
   * @param root made when something is put into it
   */
  public VolumeFolder(Path root) {
    this.root = root.toAbsolutePath();
  }

  @Override
  public Optional<Document> read(String name) throws IOException {
    try {
      byte[] content = Files.readAllBytes(root.resolve(name));
      return Optional.of(new Document(content, tag(content)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static String tag(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public boolean replace(String name, byte[] content, Optional<String> seen) throws IOException {
    Path file = root.resolve(name);
    Path lock = lockOf(name);
    Files.createDirectories(folderOf(file));
    synchronized (TURN) {
      try (FileChannel channel =
          FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        lock(channel, lock);
        if (!read(name).map(Document::tag).equals(seen)) {
          return false;
        }
        Path aside = aside(file);
        try {
          Files.write(aside, content, StandardOpenOption.CREATE_NEW);
          publish(aside, file);
          return true;
        } finally {
          Files.deleteIfExists(aside);
        }
      } finally {
        removeIfEmpty(folderOf(file));
      }
    }
  }

  /**
   * One for each folder of the root, and for all that is in it: it is never removed, so nobody can
   * hold one that others do not see any more.
   */
  private Path lockOf(String name) {
    int end = name.indexOf('/');
    return (end < 0 ? root : root.resolve(name.substring(0, end))).resolve(LOCK);
  }

  /** Until the channel is closed. Of a machine that is gone a volume may keep the lock for ever. */
  private static void lock(FileChannel channel, Path lock) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (channel.tryLock() == null) {
      if (System.nanoTime() - end > 0) {
        throw new IOException(
            "%s has been locked by another for %d s: try again; if its machine is gone, remove the file"
                .formatted(lock, PATIENCE.toSeconds()));
      }
      try {
        Thread.sleep(LOOK.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("the wait for " + lock + " was ended");
      }
    }
  }

  private static Path folderOf(Path file) {
    Path folder = file.getParent();
    return folder == null ? file : folder;
  }

  private static Path aside(Path file) {
    return file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
  }

  private static void publish(Path aside, Path file) throws IOException {
    force(aside, StandardOpenOption.WRITE);
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    force(folderOf(file), StandardOpenOption.READ);
  }

  private static void force(Path path, StandardOpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }

  @Override
  public void store(String name, Path file) throws IOException {
    Path to = root.resolve(name);
    Files.createDirectories(folderOf(to));
    Path aside = aside(to);
    try {
      try {
        Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.copy(file, aside); // it lies on another volume
      }
      publish(aside, to);
    } finally {
      Files.deleteIfExists(aside);
      removeIfEmpty(folderOf(to));
    }
  }

  @Override
  public Path local(String name, Path beside) throws IOException {
    Path file = root.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString());
    }
    return file;
  }

  @Override
  public List<String> list(String folder) throws IOException {
    try (Stream<Path> all = Files.walk(root.resolve(folder))) {
      return all.filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString().replace('\\', '/'))
          .filter(name -> !name.endsWith(LOCK))
          .sorted()
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof NoSuchFileException) {
        return list(folder); // one went away while the others were listed
      }
      throw e.getCause();
    }
  }

  @Override
  public void delete(String name) throws IOException {
    Path file = root.resolve(name);
    Files.deleteIfExists(file);
    removeIfEmpty(folderOf(file));
  }

  private void removeIfEmpty(Path folder) {
    // A link to a folder elsewhere would go though that folder is full.
    if (!folder.equals(root) && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      try {
        Files.deleteIfExists(folder);
      } catch (IOException e) {
        return; // something is in it, or it is not ours: it does no harm
      }
    }
  }
}
