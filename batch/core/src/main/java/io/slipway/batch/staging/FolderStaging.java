package io.slipway.batch.staging;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** A staging area in a folder of a volume that all workers mount. */
public final class FolderStaging implements Staging {
  private final Path root;
  private final Path parts;
  private final Documents commits;

  private FolderStaging(Path root, Path parts, Documents commits) {
    this.root = root;
    this.parts = parts;
    this.commits = commits;
  }

  /**
   * @param root the run's own folder; made if it is not there
   */
  public static FolderStaging open(Path root) throws IOException {
    Path parts = Files.createDirectories(root.resolve("parts"));
    return new FolderStaging(root, parts, FolderDocuments.open(root.resolve("commits")));
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
      FolderDocuments.force(aside);
      Files.move(aside, parts.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  @Override
  public Commit commit(Commit commit) throws IOException {
    return Commit.fromJson(commits.keep(name(commit.split()), commit.toJson()));
  }

  @Override
  public Optional<Commit> committed(int split) throws IOException {
    Optional<byte[]> json = commits.read(name(split));
    return json.isEmpty() ? Optional.empty() : Optional.of(Commit.fromJson(json.get()));
  }

  @Override
  public void fetch(Commit commit, Path to) throws IOException {
    Digested found;
    try (InputStream in = Files.newInputStream(parts.resolve(commit.part()));
        OutputStream out = Files.newOutputStream(to)) {
      found = Digested.copy(in, out);
    }
    if (found.bytes() != commit.bytes() || !found.sha256().equals(commit.sha256())) {
      throw new IOException(
          "%s has %d bytes and %s, and was committed with %d and %s: something has changed the staging area; remove the run's folder and run it again"
              .formatted(
                  parts.resolve(commit.part()),
                  found.bytes(),
                  found.sha256(),
                  commit.bytes(),
                  commit.sha256()));
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

  private static String name(int split) {
    return split + ".json";
  }
}
