package io.slipway.batch.staging;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A staging area in a folder of a volume that all workers mount. A commit is a hard link to a file
 * that is already complete and on the disk: a link is made or is not, and never replaces another,
 * on local file systems as on NFS.
 */
public final class FolderStaging implements Staging {
  private final Path parts;
  private final Path commits;
  private final Path root;

  private FolderStaging(Path root) {
    this.root = root;
    this.parts = root.resolve("parts");
    this.commits = root.resolve("commits");
  }

  /**
   * @param root the run's own folder; made if it is not there
   */
  public static FolderStaging open(Path root) throws IOException {
    FolderStaging staging = new FolderStaging(root);
    Files.createDirectories(staging.parts);
    Files.createDirectories(staging.commits);
    return staging;
  }

  @Override
  public void store(String name, Path file) throws IOException {
    Path aside = parts.resolve("." + name + "." + UUID.randomUUID());
    try {
      try {
        Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.copy(file, aside); // it lies on another volume
      }
      force(aside);
      Files.move(aside, parts.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  @Override
  public Commit commit(Commit commit) throws IOException {
    Path aside = commits.resolve("." + commit.split() + "." + UUID.randomUUID());
    try {
      Files.write(aside, commit.toJson(), StandardOpenOption.CREATE_NEW);
      force(aside);
      Files.createLink(file(commit.split()), aside);
      return commit;
    } catch (FileAlreadyExistsException e) {
      return committed(commit.split()).orElseThrow(() -> e);
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  @Override
  public Optional<Commit> committed(int split) throws IOException {
    try {
      return Optional.of(Commit.fromJson(Files.readAllBytes(file(split))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public void fetch(Commit commit, Path to) throws IOException {
    MessageDigest sha256 = sha256();
    long bytes;
    try (InputStream in =
            new DigestInputStream(Files.newInputStream(parts.resolve(commit.part())), sha256);
        OutputStream out = Files.newOutputStream(to)) {
      bytes = in.transferTo(out);
    }
    String found = "sha256:" + HexFormat.of().formatHex(sha256.digest());
    if (bytes != commit.bytes() || !found.equals(commit.sha256())) {
      throw new IOException(
          "%s has %d bytes and %s, and was committed with %d and %s: something has changed the staging area; remove the run's folder and run it again"
              .formatted(
                  parts.resolve(commit.part()), bytes, found, commit.bytes(), commit.sha256()));
    }
  }

  @Override
  public void remove() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      all.sorted(Comparator.reverseOrder())
          .forEach(
              path -> {
                try {
                  Files.deleteIfExists(path);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    } catch (NoSuchFileException e) {
      return; // removed before
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private Path file(int split) {
    return commits.resolve(split + ".json");
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
