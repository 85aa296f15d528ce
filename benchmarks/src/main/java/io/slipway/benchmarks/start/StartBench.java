package io.slipway.benchmarks.start;

import io.slipway.benchmarks.BareServer;
import io.slipway.benchmarks.start.Started.Memory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The runtime's process, from the image's root file system, from its start to its first prediction
 * over HTTP: with a model in PMML in the first pod of a revision, in one that comes after it and in
 * one whose container starts again, with a model in ONNX, and a bare Javalin handler with a cache
 * of its own classes beside them; in rounds that take turns. One figure a line, as dev/bench prints
 * them.
 */
public final class StartBench {
  private static final int ROUNDS = 11;
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final int PORT = 18580;
  private static final Path DIABETES = Path.of("examples/diabetes-regression/v1.pmml");
  private static final Path DIGITS = Path.of("examples/digits-network-onnx/v1.onnx");
  private static final String BUILD = "-Dslipway.build=";
  private static final String TENSOR =
      "{\"name\": \"%s\", \"shape\": [%s], \"datatype\": \"%s\", \"data\": [%s]}";

  /** What the pod finds. */
  private enum Pod {
    /** Nothing: it is the first of its revision. */
    FIRST,
    /** What the operator heard from one before it. */
    LATER,
    /** What an earlier start of its own container left. */
    STARTED_BEFORE
  }

  private final Path root;
  private final Path work;

  private record Series(Started started, List<Started.Figures> figures) {
    static Series of(Started started) {
      return new Series(started, new ArrayList<>());
    }
  }

  private StartBench(Path root, Path work) {
    this.root = root;
    this.work = work;
  }

  /**
   * @param args the image's root, a folder to work in, and the bare server's class path
   */
  public static void main(String[] args) throws Exception {
    StartBench bench = new StartBench(Path.of(args[0]), Path.of(args[1]));
    List<Series> contenders =
        List.of(
            Series.of(bench.runtime("pmml", DIABETES, diabetes(), Pod.FIRST)),
            Series.of(bench.runtime("pmml-later", DIABETES, diabetes(), Pod.LATER)),
            Series.of(bench.runtime("pmml-again", DIABETES, diabetes(), Pod.STARTED_BEFORE)),
            Series.of(bench.runtime("onnx", DIGITS, digits(), Pod.FIRST)),
            Series.of(bench.bare(args[2])));
    for (Series contender : contenders) {
      // Not counted: what lies on the disk is read for the first time, and a form is written.
      contender.started().start(Duration.ZERO);
    }
    for (int round = 0; round < ROUNDS; round++) {
      // The last is left alone for a while, and looked at again.
      Duration idle = round == ROUNDS - 1 ? IDLE : Duration.ZERO;
      for (Series contender : contenders) {
        contender.figures().add(contender.started().start(idle));
      }
    }
    contenders.forEach(StartBench::print);
  }

  private static void print(Series contender) {
    String name = contender.started().name();
    List<Started.Figures> figures = contender.figures();
    line(name + "-to-first-answer", "ms", figures, Started.Figures::wallMillis);
    line(name + "-cpu", "ms", figures, Started.Figures::cpuMillis);
    line(name + "-resident", "MB", figures, all -> all.first().residentMegabytes());
    line(name + "-proportional", "MB", figures, all -> all.first().proportionalMegabytes());
    Memory idle = figures.getLast().later();
    System.out.printf(
        Locale.ROOT,
        "start-%s-idle %.0f MB (resident %d s after; %.0f proportional)%n",
        name,
        idle.residentMegabytes(),
        IDLE.toSeconds(),
        idle.proportionalMegabytes());
  }

  private static void line(
      String name,
      String unit,
      List<Started.Figures> figures,
      ToDoubleFunction<Started.Figures> figure) {
    double[] sorted = figures.stream().mapToDouble(figure).sorted().toArray();
    System.out.printf(
        Locale.ROOT,
        "start-%s %.0f %s (median of %d: %.0f to %.0f)%n",
        name,
        sorted[sorted.length / 2],
        unit,
        sorted.length,
        sorted[0],
        sorted[sorted.length - 1]);
  }

  private Started runtime(String name, Path model, String body, Pod pod) throws Exception {
    Path folder = Files.createDirectories(work.resolve(name));
    Path source = Files.createDirectories(folder.resolve("config/source"));
    Path cache = Files.createDirectories(folder.resolve("cache"));
    Files.copy(model, source.resolve(model.getFileName()));
    List<String> options = Files.readAllLines(root.resolve("app/java.args"));
    if (pod == Pod.LATER) {
      Path mounted = Files.createDirectories(folder.resolve("config/traffic"));
      Files.writeString(mounted.resolve("compared.json"), compared(model, build(options)));
    }
    List<String> command = new ArrayList<>();
    command.add(root.resolve("opt/java/bin/java").toString());
    for (String option : options) {
      command.add(option.replace("/app/", root + "/app/"));
    }
    command.add("io.slipway.server.pod.Main");
    Map<String, String> environment =
        Map.of(
            "SLIPWAY_MODEL_NAME", "started",
            "SLIPWAY_MODEL_URI", "configmap://models/" + model.getFileName(),
            "SLIPWAY_CONFIG_DIR", folder.resolve("config").toString(),
            "SLIPWAY_CACHE_DIR", cache.toString(),
            "SLIPWAY_TERMINATION_LOG", folder.resolve("termination").toString(),
            "SLIPWAY_HTTP_PORT", Integer.toString(PORT),
            "SLIPWAY_OPERATOR_PORT", Integer.toString(PORT + 1),
            // Nobody calls while it leaves; the ten seconds of a pod would be most of the bench.
            "SLIPWAY_DRAIN_SECONDS", "2",
            "SLIPWAY_GRPC_PORT", "0");
    return new Started(
        name,
        command,
        environment,
        PORT,
        "/v2/models/started/infer",
        body,
        folder.resolve("log"),
        pod == Pod.STARTED_BEFORE ? List.of() : List.of(cache));
  }

  private static String build(List<String> options) {
    return options.stream()
        .filter(option -> option.startsWith(BUILD))
        .findFirst()
        .orElseThrow()
        .substring(BUILD.length());
  }

  /** As the operator writes it once a pod has said so. */
  private static String compared(Path model, String build) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(model));
    return """
        {"models": {"sha256:%s": [{"build": "%s", "engine": "jpmml", "version": "-", "rows": 480}]}}
        """
        .formatted(HexFormat.of().formatHex(digest), build);
  }

  private Started bare(String classPath) throws Exception {
    Path cache = work.resolve("bare.aot");
    List<String> common =
        List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xms16m", "-cp", classPath);
    Started recorded = bare("-XX:AOTCacheOutput=" + cache, common);
    recorded.start(Duration.ZERO);
    return bare("-XX:AOTCache=" + cache, common);
  }

  private Started bare(String cache, List<String> common) {
    List<String> command = new ArrayList<>();
    command.add(root.resolve("opt/java/bin/java").toString());
    command.add(cache);
    command.addAll(common);
    command.add(BareServer.class.getName());
    command.add(Integer.toString(PORT));
    return new Started(
        "javalin", command, Map.of(), PORT, "/predict", "{}", work.resolve("bare.log"), List.of());
  }

  private static String diabetes() {
    return inputs(
        List.of("age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6").stream()
            .map(name -> TENSOR.formatted(name, "1", "FP64", name.equals("sex") ? "2" : "50"))
            .toList());
  }

  private static String digits() {
    return inputs(List.of(TENSOR.formatted("image", "1, 64", "FP32", "8, ".repeat(63) + "8")));
  }

  private static String inputs(List<String> tensors) {
    return tensors.stream().collect(Collectors.joining(", ", "{\"inputs\": [", "]}"));
  }
}
