package io.slipway.batch.warehouse.duckdb;

import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.catalogue.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The folder of a set: its catalogue, its files, and its locks. */
record SetFolder(Disk disk, Path path, SetName set, Duration patience) {

  /** Makes of a catalogue the next one. */
  @FunctionalInterface
  interface Change {
    Catalogue of(Catalogue catalogue) throws IOException;
  }

  Catalogue read() throws IOException {
    try {
      return Catalogue.parse(Files.readAllBytes(catalogue()));
    } catch (NoSuchFileException _) {
      return Catalogue.EMPTY;
    }
  }

  /** By one at a time. */
  Catalogue change(Change change) throws IOException {
    Files.createDirectories(path);
    try (Turn _ = Turn.take(path.resolve("lock"), patience, set.text())) {
      Catalogue before = read();
      Catalogue after = change.of(before);
      if (!after.equals(before)) {
        disk.replace(catalogue(), after.json());
      }
      return after;
    }
  }

  private Path catalogue() {
    return path.resolve("set.json");
  }

  Path file(String name) {
    return path.resolve(name);
  }

  /** Held for as long as somebody loads a set version. */
  Path loading(long setId) {
    return path.resolve(setId + ".lock");
  }

  List<Path> files() throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(path)) {
      return files.sorted().toList();
    }
  }
}
