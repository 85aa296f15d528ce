package io.slipway.images;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Serves an example model on the loopback and asks for predictions in every protocol. */
final class RuntimeTraining implements Training {

  private static final Duration READY_WITHIN = Duration.ofMinutes(2);
  private static final int ROUNDS = 300;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Example example;
  private final Path folder;
  private final int port = freePort();
  private final int operatorPort = freePort();

  private RuntimeTraining(Example example, Path folder) throws IOException {
    this.example = example;
    this.folder = folder;
  }

  static RuntimeTraining prepare(Settings settings, Path folder) throws IOException {
    Example example = example(settings);
    Path source = Files.createDirectories(folder.resolve("config/source"));
    Files.copy(example.model(), source.resolve(example.model().getFileName()));
    Files.createDirectories(folder.resolve("cache"));
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
  public Map<String, String> environment() {
    return Map.of(
        "SLIPWAY_MODEL_NAME", "training",
        "SLIPWAY_MODEL_URI", "configmap://training/" + example.model().getFileName(),
        "SLIPWAY_CONFIG_DIR", folder.resolve("config").toString(),
        "SLIPWAY_CACHE_DIR", folder.resolve("cache").toString(),
        "SLIPWAY_TERMINATION_LOG", folder.resolve("termination-log").toString(),
        "SLIPWAY_DRAIN_SECONDS", "2",
        "SLIPWAY_HTTP_PORT", Integer.toString(port),
        "SLIPWAY_OPERATOR_PORT", Integer.toString(operatorPort));
  }

  @Override
  public void exercise(Process application) throws IOException, InterruptedException {
    awaitReady(application);
    String tensors = example.tensors(get(port, "/v2/models/training"));
    String csv = example.csv();
    for (int i = 0; i < ROUNDS; i++) {
      post("/v1/models/training:predict", "application/json", example.records());
      post("/v2/models/training/infer", "application/json", tensors);
      if (!csv.isEmpty()) {
        post("/v1/models/training:predict", "text/csv", csv);
      }
    }
    for (String path : List.of("/v2", "/v2/health/live", "/v2/health/ready")) {
      get(port, path);
    }
    for (String path : List.of("/live", "/ready", "/status", "/metrics")) {
      get(operatorPort, path);
    }
  }

  private void awaitReady(Process application) throws IOException, InterruptedException {
    long end = System.nanoTime() + READY_WITHIN.toNanos();
    while (!isReady()) {
      if (application.waitFor(100, TimeUnit.MILLISECONDS)) {
        throw new ImageException(
            "it ended with " + application.exitValue() + " before it was ready");
      }
      if (System.nanoTime() > end) {
        throw new ImageException("it was not ready within " + READY_WITHIN.toSeconds() + " s");
      }
    }
  }

  private boolean isReady() throws IOException, InterruptedException {
    try {
      return send(request(operatorPort, "/ready").build()).statusCode() == 200;
    } catch (ConnectException e) {
      return false;
    }
  }

  private String get(int port, String path) throws IOException, InterruptedException {
    return expectOk(request(port, path).build());
  }

  private void post(String path, String type, String body)
      throws IOException, InterruptedException {
    expectOk(
        request(port, path)
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private static HttpRequest.Builder request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private String expectOk(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = send(request);
    if (response.statusCode() != 200) {
      throw new ImageException(
          request.method()
              + " "
              + request.uri().getPath()
              + " was answered with "
              + response.statusCode()
              + ": "
              + response.body());
    }
    return response.body();
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, BodyHandlers.ofString());
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
