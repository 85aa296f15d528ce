package io.slipway.client;

import io.slipway.client.RegistryException.Kind;
import io.slipway.client.Version.RemoteFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * Fetches a file by its digest into a name beside its own, hashes it, and only then gives it its
 * name. What came before a break, or before an earlier process died, is gone on from.
 */
final class Download {
  private static final int CHUNK = 1 << 16;

  private final Http http;
  private final Patience patience;
  private final Progress progress;

  Download(Http http, Patience patience, Progress progress) {
    this.http = http;
    this.patience = patience;
    this.progress = progress;
  }

  /**
   * Fetches it unless it is there.
   *
   * @param version the path of the version in the API, by its digest
   */
  void fetch(String version, RemoteFile file, Path target)
      throws RegistryException, IOException, InterruptedException {
    if (Files.exists(target)) {
      requireSame(file, target);
      return;
    }
    Files.createDirectories(target.toAbsolutePath().getParent());
    Path part = target.resolveSibling(target.getFileName() + ".part-" + shortened(file));
    progress.begun(Progress.Work.FETCHING, file.path(), file.size());
    complete(version, file, part);
    requireBytes(file, part);
    keep(part);
    moveInto(part, target);
    progress.ended();
  }

  private static void requireSame(RemoteFile file, Path target)
      throws RegistryException, IOException {
    if (!isSame(file, target)) {
      throw new RegistryException(
          Kind.CONFLICT,
          target.toString(),
          "there is another file already",
          "name another folder, or take that file away");
    }
  }

  /** Of a file that was fetched before. */
  static void require(RemoteFile file, Path target) throws RegistryException, IOException {
    if (!isSame(file, target)) {
      throw new RegistryException(
          Kind.CORRUPT,
          target.toString(),
          "it is not the file that was pulled, whose digest is " + file.digest(),
          "pull it again");
    }
  }

  private static boolean isSame(RemoteFile file, Path target) throws IOException {
    return Files.isRegularFile(target)
        && Files.size(target) == file.size()
        && Sha256.of(target, at -> {}).equals(file.digest());
  }

  private void complete(String version, RemoteFile file, Path part)
      throws RegistryException, IOException, InterruptedException {
    int failures = 0;
    for (long size = size(part); size != file.size() || !Files.exists(part); ) {
      if (size > file.size()) {
        Files.delete(part);
        size = 0;
      }
      try {
        append(version, file, part, size);
        failures++;
      } catch (RegistryException e) {
        failures++;
        if (size(part) > size) {
          failures = 1;
        }
        patience.rest(e, failures);
      }
      size = size(part);
    }
  }

  private void append(String version, RemoteFile file, Path part, long size)
      throws RegistryException {
    Map<String, String> range = size == 0 ? Map.of() : Map.of("Range", "bytes=" + size + "-");
    http.fetch(
        version + "/files/" + Paths.encoded(file.path()),
        range,
        (status, body) -> {
          // Who does not know ranges sends all.
          boolean whole = status != 206;
          try (OutputStream out = open(part, whole)) {
            return copy(file, body, out, whole ? 0 : size);
          }
        });
  }

  private static OutputStream open(Path part, boolean anew) throws IOException {
    return anew
        ? Files.newOutputStream(part)
        : Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private long copy(RemoteFile file, InputStream in, OutputStream out, long from)
      throws IOException, RegistryException {
    byte[] chunk = new byte[CHUNK];
    long at = from;
    for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
      at += read;
      if (at > file.size()) {
        throw corrupt(file, "more bytes came than the version has");
      }
      out.write(chunk, 0, read);
      progress.at(at);
    }
    if (at < file.size()) {
      throw new RegistryException(
          Kind.UNREACHABLE,
          "the file " + file.path(),
          "it ended after %d of %d bytes".formatted(at, file.size()),
          "pull again, which goes on from there");
    }
    return at;
  }

  private static void requireBytes(RemoteFile file, Path part)
      throws RegistryException, IOException {
    String actual = Sha256.of(part, at -> {});
    if (!actual.equals(file.digest())) {
      Files.delete(part);
      throw corrupt(file, "the bytes that came hash to " + actual + ", not to " + file.digest());
    }
  }

  private static RegistryException corrupt(RemoteFile file, String why) {
    return new RegistryException(
        Kind.CORRUPT,
        "the file " + file.path(),
        why,
        "they were thrown away; pull again, and look at what is between here and the registry");
  }

  /** Else the name could be there after a crash, and the bytes not. */
  private static void keep(Path part) throws IOException {
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static void moveInto(Path part, Path target) throws IOException {
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, target);
    }
  }

  private static long size(Path part) throws IOException {
    return Files.exists(part) ? Files.size(part) : 0;
  }

  private static String shortened(RemoteFile file) {
    return file.digest().substring("sha256:".length(), "sha256:".length() + 12);
  }
}
