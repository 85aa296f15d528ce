package io.slipway.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Loads models of every engine, then serves an example on the loopback and asks for predictions in
 * every protocol.
 */
final class RuntimeTraining implements Training {

  private static final int ROUNDS = 300;
  private static final String OPENSCORING = "/openscoring/model/training";
  private static final String INFERENCE = "/inference.GRPCInferenceService/";

  /**
   * Below the folder of examples; of each engine some kinds of models. None in JSON: reading it
   * takes Jackson's mapper, 450 classes that every pod would keep.
   */
  private static final List<String> REHEARSED =
      List.of(
          "penguins-classifier/v1.pmml",
          "diabetes-regression/v1.pmml",
          "digits-network-onnx/v1.onnx",
          "cancer-forest-onnx/v1.onnx");

  /** Read where it is mounted, and of no model that is loaded here: all of these are compared. */
  private static final String COMPARED =
      """
      {"models": {"sha256:%s": [{"build": "-", "engine": "-", "version": "-", "rows": 1}]}}
      """
          .formatted("0".repeat(64));

  private final LoopbackCaller caller = LoopbackCaller.ofFreePort();
  private final LoopbackCaller operator = LoopbackCaller.ofFreePort();
  private final Example example;
  private final Path folder;

  private RuntimeTraining(Example example, Path folder) throws IOException {
    this.example = example;
    this.folder = folder;
  }

  static RuntimeTraining prepare(Settings settings, Path folder) throws IOException {
    Example example = example(settings);
    Path source = Files.createDirectories(folder.resolve("config/source"));
    Files.copy(example.model(), source.resolve(example.model().getFileName()));
    Files.createDirectories(folder.resolve("cache"));
    Files.writeString(
        Files.createDirectories(folder.resolve("config/traffic")).resolve("compared.json"),
        COMPARED);
    Path rehearsal = Files.createDirectories(folder.resolve("config/rehearsal"));
    for (String file : REHEARSED) {
      Files.copy(settings.examples().resolve(file), rehearsal.resolve(file.replace('/', '-')));
    }
    return new RuntimeTraining(example, folder);
  }

  /** PMML where the image has that engine: it is by far the one with the most classes to load. */
  private static Example example(Settings settings) throws IOException {
    boolean pmml =
        settings.classPath().stream().anyMatch(jar -> jar.toString().contains("pmml-evaluator"));
    return pmml
        ? Example.read(settings.examples().resolve("penguins-classifier"), "v1.pmml")
        : Example.read(settings.examples().resolve("digits-network-onnx"), "v1.onnx");
  }

  @Override
  public List<String> arguments() {
    return List.of("--rehearse");
  }

  @Override
  public Map<String, String> environment() {
    return Map.of(
        "SLIPWAY_MODEL_NAME", "training",
        "SLIPWAY_MODEL_URI", "configmap://training/" + example.model().getFileName(),
        "SLIPWAY_CONFIG_DIR", folder.resolve("config").toString(),
        "SLIPWAY_CACHE_DIR", folder.resolve("cache").toString(),
        "SLIPWAY_TERMINATION_LOG", folder.resolve("termination-log").toString(),
        "SLIPWAY_DRAIN_SECONDS", "2",
        "SLIPWAY_HTTP_PORT", Integer.toString(caller.port()),
        "SLIPWAY_OPERATOR_PORT", Integer.toString(operator.port()),
        "SLIPWAY_GRPC_PORT", "0");
  }

  @Override
  public void exercise(Process application) throws IOException, InterruptedException {
    operator.awaitOk("/ready", application);
    String tensors = example.tensors(caller.get("/v2/models/training"));
    BinaryInfer binary = BinaryInfer.of(tensors);
    String csv = example.csv();
    for (int i = 0; i < ROUNDS; i++) {
      caller.post("/v1/models/training:predict", "application/json", example.records());
      caller.post("/v2/models/training/infer", "application/json", tensors);
      caller.post("/v2/models/training/infer", binary);
      if (!csv.isEmpty()) {
        caller.post("/v1/models/training:predict", "text/csv", csv);
        caller.post(OPENSCORING, "application/json", example.evaluation());
        caller.post(OPENSCORING + "/csv", "text/plain", csv);
      }
      caller.call("/v2", INFERENCE + "ModelInfer", GrpcMessage.infer("training", tensors));
    }
    caller.repeat(ROUNDS, "/v2/models/training/infer", "application/json", tensors);
    caller.call("/v2", INFERENCE + "ModelMetadata", GrpcMessage.ofModel("training"));
    caller.call("/v2", "/grpc.health.v1.Health/Check", GrpcMessage.ofModel("training"));
    for (String path : List.of("/v2", "/v2/health/live", "/v2/health/ready")) {
      caller.get(path);
    }
    for (String path : List.of("/live", "/ready", "/status", "/metrics")) {
      operator.get(path);
    }
  }
}
