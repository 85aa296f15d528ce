package io.slipway.server.pod;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.scoring.Engines;
import io.slipway.server.traffic.TestOperator;
import io.slipway.testkit.BadFile;
import io.slipway.testkit.TestModels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The process that {@link BadModelsIT} starts: a pod for each bad model, one after the other, and
 * what became of it, a line a file. A process that one of them kills writes no more lines.
 *
 * <p>Arguments: a folder to work in, and the file for the lines.
 */
final class BadModelPods {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Path lines;
  private final TestOperator operator = new TestOperator();

  private BadModelPods(Path folder, Path lines) {
    this.folder = folder;
    this.lines = lines;
  }

  /**
   * What became of a file.
   *
   * @param state of the pod in the end
   * @param reason of its failure, as the termination message has it
   * @param message of the same
   * @param scored the status of the answer to the file's row; 0 if there was none to send
   * @param answer to it
   * @param millis until it was ready or had failed
   * @param alive whether the pod answered its liveness probe afterwards
   */
  record Report(
      String file,
      String state,
      String reason,
      String message,
      int scored,
      String answer,
      long millis,
      boolean alive) {}

  static List<BadFile> files() {
    return TestModels.badFiles().stream().filter(file -> !file.kind().equals("request")).toList();
  }

  public static void main(String[] args) throws Exception {
    BadModelPods pods = new BadModelPods(Path.of(args[0]), Path.of(args[1]));
    for (BadFile file : files()) {
      Files.writeString(
          pods.lines,
          JSON.writeValueAsString(pods.report(file)) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
    System.exit(0);
  }

  private Report report(BadFile file) throws Exception {
    Path own = Files.createDirectories(folder.resolve(file.name().replace('/', '-')));
    PodFolder mounts =
        new PodFolder(own)
            .revision("blue", file.content())
            .traffic(operator, operator.document(1, 1, "", 0))
            .variable("SLIPWAY_LOAD_TIMEOUT", "20s")
            .variable("SLIPWAY_REQUEST_TIMEOUT", "2s");
    if (!file.kind().equals("archive")) {
      // As whoever deploys it would say: a PMML document among ONNX models is a mistake.
      mounts.format(file.kind().equals("onnx") ? "ONNX" : "PMML");
    }
    long start = System.nanoTime();
    try (RunningPod pod =
        RunningPod.start(mounts, new RunningPod.Network(), Engines.installed()).awaitPrepared()) {
      long millis = (System.nanoTime() - start) / 1_000_000;
      PodState.Now now = pod.pod.state().now();
      int scored = 0;
      String answer = "";
      if (now.stage() == PodState.Stage.READY && file.row().isPresent()) {
        var response = score(pod, file);
        scored = response.statusCode();
        answer = response.body();
      }
      boolean alive = pod.get("/live").statusCode() == 200;
      return new Report(
          file.name(),
          now.stage().written(),
          now.reason(),
          now.message(),
          scored,
          answer,
          millis,
          alive);
    }
  }

  private static java.net.http.HttpResponse<String> score(RunningPod pod, BadFile file)
      throws Exception {
    Map<String, Object> row = file.row().orElseThrow();
    if (!file.kind().equals("onnx")) {
      return pod.post(
          "/v1/models/churn:predict", JSON.writeValueAsString(Map.of("instances", List.of(row))));
    }
    Map<String, Object> tensor = new LinkedHashMap<>();
    tensor.put("name", row.keySet().iterator().next());
    tensor.put("datatype", "FP32");
    tensor.put("shape", List.of(1));
    tensor.put("data", row.values().iterator().next());
    return pod.post(
        "/v2/models/churn/infer", JSON.writeValueAsString(Map.of("inputs", List.of(tensor))));
  }

  /** The lines, by file. */
  static Map<String, Report> read(Path lines) throws Exception {
    Map<String, Report> reports = new LinkedHashMap<>();
    for (String line : Files.readAllLines(lines, StandardCharsets.UTF_8)) {
      Report report = JSON.readValue(line, Report.class);
      reports.put(report.file(), report);
    }
    return reports;
  }
}
