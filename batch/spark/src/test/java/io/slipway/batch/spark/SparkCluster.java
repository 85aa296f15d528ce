package io.slipway.batch.spark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * Spark on this machine with two executors, each a JVM of its own, that know Spark and the jar that
 * users are given, and nothing of this module's classes but that. One for all tests, for it takes
 * seconds to start; it ends with this JVM.
 *
 * <p>SPARK_HOME, which has to be in the environment, names the folder where it looks for jars and
 * keeps what executors write.
 */
final class SparkCluster {
  private static final String JAR = "slipway.spark.jar";

  private static final SparkSession SESSION = start();

  private SparkCluster() {}

  static SparkSession session() {
    return SESSION;
  }

  private static SparkSession start() {
    linkJars();
    return SparkSession.builder()
        .master("local-cluster[2,1,1024]")
        .appName("slipway-spark")
        .config("spark.jars", System.getProperty(JAR))
        .config("spark.ui.enabled", false)
        .config("spark.executor.memory", "512m")
        .config("spark.executorEnv.JAVA_HOME", System.getProperty("java.home"))
        .config("spark.executorEnv.SPARK_LOCAL_IP", "127.0.0.1")
        .config("spark.default.parallelism", 2)
        .config("spark.sql.shuffle.partitions", 2)
        .config("spark.task.maxFailures", 4)
        // An executor that does not answer for so long is given up.
        .config("spark.executor.heartbeatInterval", "1s")
        .config("spark.network.timeout", "15s")
        .config("spark.network.timeoutInterval", "1s")
        .getOrCreate();
  }

  private static Path home() {
    return Path.of(System.getenv("SPARK_HOME"));
  }

  /** As in a distribution of Spark, of the jars that this JVM has. */
  private static void linkJars() {
    try {
      Path jars = Files.createDirectories(home().resolve("jars"));
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
        Path jar = Path.of(entry);
        if (entry.endsWith(".jar") && !ours(jar)) {
          link(jars.resolve(jar.getFileName()), jar);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean ours(Path jar) {
    String name = jar.getFileName().toString();
    return name.startsWith("slipway-") || name.startsWith("onnxruntime") || name.contains("pmml");
  }

  private static void link(Path link, Path jar) throws IOException {
    try {
      Files.createSymbolicLink(link, jar.toAbsolutePath());
    } catch (FileAlreadyExistsException e) {
      return; // of an earlier run
    }
  }

  /** The JVMs that run tasks now. */
  static List<ProcessHandle> executors() {
    return ProcessHandle.current()
        .children()
        .filter(
            child ->
                Stream.of(child.info().arguments().orElse(new String[0]))
                    .anyMatch(argument -> argument.endsWith("CoarseGrainedExecutorBackend")))
        .toList();
  }

  /** What each executor of this session has told so far. */
  static List<String> logs() throws IOException {
    Path work = home().resolve("work").resolve(SESSION.sparkContext().applicationId());
    try (Stream<Path> executors = Files.list(work)) {
      return executors.map(executor -> read(executor.resolve("stderr"))).toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
