package io.slipway.batch.spark.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.batch.staging.Commit;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The mounts of the pods of a run, as folders below one, and its pods: of a Job as calls of their
 * program, drivers as processes, whose executors are processes of theirs.
 */
record Bed(Path root) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SET = "daily";

  /** With a model and lines of JSON as the input. */
  static Bed of(Path root, Path model) throws IOException {
    Bed bed = new Bed(root);
    for (String folder : List.of("config/run", "config/source", "input", "scratch", "home/jars")) {
      Files.createDirectories(root.resolve(folder));
    }
    Files.copy(model, root.resolve("config/source/model"));
    ObjectNode run = JSON.createObjectNode();
    run.put("contract", 1).put("namespace", "shop").put("name", "daily");
    run.putObject("model").put("name", "m").put("version", "1").put("uri", "pvc://models/model");
    run.putObject("input")
        .put("type", "JsonLines")
        .put("uri", root.resolve("input").toUri().toString())
        .put("keyColumn", "key");
    run.putObject("staging").put("uri", root.resolve("staging").toUri().toString());
    run.putObject("output")
        .put("type", "DuckDb")
        .put("uri", root.resolve("output").toUri().toString())
        .put("set", SET);
    run.putObject("splits").put("bytes", 100_000).put("most", 100);
    Files.write(root.resolve("config/run/run.json"), JSON.writeValueAsBytes(run));
    return bed;
  }

  void input(String file, String content) throws IOException {
    Files.writeString(root.resolve("input").resolve(file), content);
  }

  private Map<String, String> environment(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>();
    environment.put("SLIPWAY_CONFIG_DIR", root.resolve("config").toString());
    environment.put("SLIPWAY_CACHE_DIR", root.resolve("cache").toString());
    environment.put("SLIPWAY_SCRATCH_DIR", root.resolve("scratch").toString());
    environment.put("SLIPWAY_TERMINATION_LOG", root.resolve("termination-log").toString());
    environment.put("SLIPWAY_OPERATOR_PORT", "0");
    environment.putAll(more);
    return environment;
  }

  /** What a pod of a Job says at its end. */
  JsonNode pod(String role, Map<String, String> more) throws IOException {
    int exitCode = io.slipway.batch.job.Main.run(new String[] {role}, environment(more));
    JsonNode word = word("termination-log");
    if (exitCode != 0) {
      throw new AssertionError(role + " ended with " + exitCode + ": " + word);
    }
    return word;
  }

  private JsonNode word(String file) throws IOException {
    return JSON.readTree(Files.readAllBytes(root.resolve(file)));
  }

  /** All splits, by the pods of a Job. */
  void scoreByJob(String runId, int splits) throws IOException {
    for (int split = 0; split < splits; split++) {
      pod(
          "score",
          Map.of("SLIPWAY_RUN_ID", runId, "JOB_COMPLETION_INDEX", Integer.toString(split)));
    }
  }

  /** What counts, by split, without the parts' names, which are an attempt's own. */
  Map<Integer, String> commits() throws IOException {
    Map<Integer, String> commits = new TreeMap<>();
    Path staging = root.resolve("staging").resolve(SET);
    if (!Files.isDirectory(staging)) {
      return commits;
    }
    try (Stream<Path> files = Files.walk(staging)) {
      for (Path file : files.filter(Bed::isCommit).toList()) {
        Commit commit = Commit.fromJson(Files.readAllBytes(file));
        commits.put(
            commit.split(),
            "%s, %d rows, %d errors".formatted(commit.sha256(), commit.rows(), commit.errors()));
      }
    }
    return commits;
  }

  private static boolean isCommit(Path file) {
    return file.toString().matches(".*/commits/[^/]+\\.json");
  }

  /** A driver with two executors of one core. */
  DriverProcess driver(String runId, String name) throws IOException {
    Map<String, String> variables = variables(runId, name);
    variables.put("SLIPWAY_SPARK_CONF", JSON.writeValueAsString(conf(variables)));
    return start(name, variables, List.of("score"));
  }

  /** The same, as a driver's pod is started that was submitted to a cluster. */
  DriverProcess submitted(String runId, String name) throws IOException {
    Map<String, String> variables = variables(runId, name);
    variables.put("SPARK_DRIVER_BIND_ADDRESS", "127.0.0.1");
    Properties conf = new Properties();
    conf.putAll(conf(variables));
    Path file = root.resolve("spark-" + name + ".properties");
    try (Writer writer = Files.newBufferedWriter(file)) {
      conf.store(writer, null);
    }
    return start(
        name,
        variables,
        List.of(
            "driver",
            "--properties-file",
            file.toString(),
            "--class",
            Main.class.getName(),
            "spark-internal",
            "score"));
  }

  private Map<String, String> variables(String runId, String name) {
    return environment(
        Map.of(
            "SLIPWAY_RUN_ID",
            runId,
            "SLIPWAY_TERMINATION_LOG",
            root.resolve("word-" + name).toString(),
            "SPARK_HOME",
            root.resolve("home").toString(),
            "SPARK_SCALA_VERSION",
            "2.13",
            "SPARK_LOCAL_IP",
            "127.0.0.1"));
  }

  private static Map<String, String> conf(Map<String, String> variables) {
    Map<String, String> conf = new TreeMap<>();
    conf.put("spark.master", "local-cluster[2,1,1024]");
    conf.put("spark.executor.memory", "512m");
    conf.put("spark.executor.extraJavaOptions", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1");
    conf.put("spark.executor.extraClassPath", absoluteClassPath());
    conf.put("spark.executorEnv.JAVA_HOME", System.getProperty("java.home"));
    variables.forEach((key, value) -> conf.put("spark.executorEnv." + key, value));
    return conf;
  }

  private DriverProcess start(String name, Map<String, String> variables, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // What Spark needs of a JVM, this one was given.
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--add-opens") || option.startsWith("--sun-misc"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-Xmx600m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            absoluteClassPath(),
            Main.class.getName()));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(root.resolve("log-" + name).toFile());
    builder.environment().putAll(variables);
    return new DriverProcess(
        builder.start(), root.resolve("word-" + name), root.resolve("log-" + name));
  }

  private static String absoluteClassPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .reduce((a, b) -> a + File.pathSeparator + b)
        .orElseThrow();
  }
}
