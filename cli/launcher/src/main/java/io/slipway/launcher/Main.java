package io.slipway.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Makes {@code kubectl-slipway} from a folder of jars. Arguments: the version, the time that its
 * files get, the folder of jars, the folder of the training's kubectl, and the folder to write to.
 */
public final class Main {

  private Main() {}

  /** Ends with an exception that says what failed. */
  public static void main(String[] args) throws IOException, InterruptedException {
    String version = args[0];
    Instant time = Instant.parse(args[1]);
    Path jars = Path.of(args[2]);
    Path training = Path.of(args[3]);
    Path output = Path.of(args[4]);

    Path tree = output.resolve("tree");
    delete(tree);
    Files.createDirectories(tree.resolve(Program.LIB));
    JavaRuntime.link(tree.resolve("java"));
    for (Path jar : list(jars)) {
      Files.copy(jar, tree.resolve(Program.LIB).resolve(jar.getFileName()));
    }
    Program program = Program.of(tree);
    // Before the training: the cache remembers when its jars were changed.
    setTimes(tree, time);
    AheadOfTimeCache.make(tree, program, training);
    setTimes(tree, time);

    Path archive = output.resolve("tree.tar.gz");
    Archive.write(tree, time, archive);
    Path file = output.resolve("kubectl-slipway");
    SelfExtracting.write(version, program, archive, file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    System.out.printf(
        Locale.ROOT,
        "%s: %.1f MB, unpacked %.1f MB%n",
        file,
        megabytes(Files.size(file)),
        megabytes(size(tree)));
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static void setTimes(Path tree, Instant time) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(time));
      }
    }
  }

  private static long size(Path tree) throws IOException {
    long size = 0;
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        size += Files.size(file);
      }
    }
    return size;
  }

  private static double megabytes(long bytes) {
    return bytes / 1e6;
  }

  private static void delete(Path tree) throws IOException {
    if (Files.exists(tree)) {
      try (Stream<Path> files = Files.walk(tree)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
