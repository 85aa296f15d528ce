package io.slipway.registry.service;

import io.slipway.registry.blob.BlobStore;
import io.slipway.registry.model.Digest;
import io.slipway.registry.model.Manifest;
import io.slipway.registry.model.ManifestFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** A folder with the bytes of a version, verified on their way into it, for a while. */
final class Workbench implements AutoCloseable {
  private final Path folder;
  private final Map<Digest, Path> files = new LinkedHashMap<>();

  private Workbench(Path folder) {
    this.folder = folder;
  }

  static Workbench of(Manifest manifest, BlobStore blobs, Path parent) throws IOException {
    Files.createDirectories(parent);
    Workbench bench = new Workbench(Files.createTempDirectory(parent, "validate-"));
    try {
      for (ManifestFile file : manifest.files()) {
        if (!bench.files.containsKey(file.digest())) {
          bench.fetch(file.digest(), blobs);
        }
      }
      return bench;
    } catch (IOException | RuntimeException e) {
      bench.close();
      throw e;
    }
  }

  private void fetch(Digest digest, BlobStore blobs) throws IOException {
    Path file = folder.resolve(digest.hex());
    try (InputStream in = blobs.read(digest, 0)) {
      Files.copy(in, file);
    }
    files.put(digest, file);
  }

  Path file(Digest digest) {
    Path file = files.get(digest);
    if (file == null) {
      throw new IllegalArgumentException(digest + " is none of the version's files");
    }
    return file;
  }

  /** What a process that was killed left behind. */
  static void clear(Path parent) {
    if (Files.isDirectory(parent)) {
      remove(parent);
    }
  }

  @Override
  public void close() {
    remove(folder);
  }

  private static void remove(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
