package io.slipway.images;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Classes loaded and linked, and methods profiled, before the image ever starts. A JVM takes the
 * cache only with the Java runtime, the jars (their names below a common folder, order, sizes and
 * times) and the collector that made it; so it is made with the root file system's own.
 */
final class AheadOfTimeCache {

  /** Where it lies in the image, below the root. */
  static final String PATH = "app/app.aot";

  private static final long EXIT_SECONDS = 120;

  private AheadOfTimeCache() {}

  static void make(Path root, Application application, String training, Settings settings)
      throws IOException, InterruptedException {
    Path cache = root.resolve(PATH);
    Path folder = settings.output().resolve("training");
    FileTree.delete(folder);
    Files.createDirectories(folder);
    File log = settings.output().resolve("training.log").toFile();

    try (Training run = Training.named(training, settings, folder)) {
      List<String> command = new ArrayList<>();
      command.add(root.resolve("opt/java/bin/java").toString());
      command.add("-XX:AOTCacheOutput=" + cache);
      command.addAll(application.arguments(root, settings));
      command.add(settings.mainClass());
      command.addAll(run.arguments());
      var start = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log);
      start.environment().clear();
      start.environment().put("LC_ALL", SystemFiles.LOCALE);
      start.environment().put("LOCPATH", root.resolve("usr/lib/locale").toString());
      start.environment().putAll(run.environment());
      exercise(run, start);
    } catch (ImageException e) {
      throw new ImageException("the training run failed: " + e.getMessage() + "; see " + log, e);
    }
    if (Files.notExists(cache)) {
      throw new ImageException("the JVM wrote no ahead-of-time cache; see " + log);
    }
  }

  private static void exercise(Training run, ProcessBuilder start)
      throws IOException, InterruptedException {
    Process process = start.start();
    try {
      run.exercise(process);
      // The JVM writes the cache as it ends.
      process.destroy();
      if (!process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
        throw new ImageException("the application did not end after SIGTERM");
      }
    } finally {
      process.destroyForcibly();
    }
  }
}
