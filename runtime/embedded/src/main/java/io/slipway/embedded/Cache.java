package io.slipway.embedded;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.client.Progress;
import io.slipway.client.RegistryClient;
import io.slipway.client.RegistryException;
import io.slipway.client.Version;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Versions that were pulled, each in a folder of its digest; and which version a name last meant,
 * for when no registry answers. Several processes may share one folder: a version is there as a
 * whole or not at all. What is taken out of it is hashed anew each time.
 */
final class Cache {

  /** The present one, the one before, and one that is on its way in a process beside. */
  private static final int KEPT = 3;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  Cache(Path folder) {
    this.folder = folder;
  }

  /** The file to load of a version, from here or from the registry. */
  Path file(RegistryClient registry, Version version)
      throws RegistryException, IOException, InterruptedException {
    Path home = home(version);
    if (Files.isDirectory(home)) {
      try {
        return verified(version);
      } catch (RegistryException e) {
        // A disk that errs, or somebody who wrote into it: fetched again.
        delete(home);
      }
    }
    Files.createDirectories(home.getParent());
    Path fresh = home.resolveSibling(".new-" + UUID.randomUUID());
    try {
      registry.pull(version, fresh, Progress.UNSEEN);
      move(fresh, home);
    } finally {
      delete(fresh);
    }
    return verified(version);
  }

  /** The file to load of a version that is here as a whole. */
  Path verified(Version version) throws RegistryException, IOException {
    Path home = home(version);
    List<Path> files = RegistryClient.verify(version, home);
    touch(home);
    for (int i = 0; i < files.size(); i++) {
      if (version.files().get(i).equals(version.modelFile())) {
        return files.get(i);
      }
    }
    throw new IllegalStateException(version.modelFile() + " is none of the version's files");
  }

  /** Keeps in mind what a name means now. */
  void remember(String model, String reference, Version version) throws IOException {
    Path note = note(model, reference);
    Files.createDirectories(note.getParent());
    Path fresh = note.resolveSibling(".new-" + UUID.randomUUID());
    Files.writeString(fresh, version.document().toString());
    Files.move(fresh, note, StandardCopyOption.REPLACE_EXISTING);
  }

  /** What a name meant when it was last asked for. */
  Optional<Version> remembered(String model, String reference) throws IOException {
    Path note = note(model, reference);
    if (Files.notExists(note)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Version.read(JSON.readTree(Files.readAllBytes(note))));
    } catch (RegistryException | IOException e) {
      // Not ours any more: as if it were not there.
      return Optional.empty();
    }
  }

  /**
   * Takes away versions of a model that have not been used for longest, and what processes left
   * that were killed. What cannot be deleted now is left for the next time.
   */
  void prune(String model) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.list(folder.resolve(model))) {
      all = files.sorted(Comparator.comparing(Cache::used).reversed()).toList();
    }
    int kept = 0;
    for (Path each : all) {
      String name = String.valueOf(each.getFileName());
      boolean version = name.startsWith("sha256-");
      boolean left = name.startsWith(".new-") && used(each).toInstant().isBefore(yesterday());
      if (left || (version && ++kept > KEPT)) {
        try {
          delete(each);
        } catch (IOException e) {
          // Some systems delete no file that somebody has open.
        }
      }
    }
  }

  private static Instant yesterday() {
    return Instant.now().minus(Duration.ofDays(1));
  }

  private Path home(Version version) {
    return folder.resolve(version.model()).resolve(version.digest().replace(':', '-'));
  }

  private Path note(String model, String reference) {
    return folder.resolve(model).resolve("names").resolve(reference.replace(':', '-') + ".json");
  }

  /** Whoever was first has the same bytes. */
  private static void move(Path fresh, Path home) throws IOException {
    try {
      Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | java.nio.file.DirectoryNotEmptyException e) {
      return;
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(fresh, home);
    }
  }

  private static void touch(Path home) throws IOException {
    Files.setLastModifiedTime(home, FileTime.from(Instant.now()));
  }

  private static FileTime used(Path home) {
    try {
      return Files.getLastModifiedTime(home);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }

  private static void delete(Path tree) throws IOException {
    if (Files.notExists(tree)) {
      return;
    }
    List<Path> files;
    try (Stream<Path> all = Files.walk(tree)) {
      files = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }
}
