package io.slipway.server.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.source.ModelFetcher.Fetched;
import io.slipway.testing.program.GoProgram;
import io.slipway.testing.program.Search;
import io.slipway.testkit.TestModels;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Against a real registry of OCI artifacts, that of go-containerregistry, with artifacts that are
 * pushed as its specification says.
 */
@Timeout(120)
class OciRegistryIT {
  private static final GoProgram PROGRAM =
      new GoProgram(
          "registry",
          "SLIPWAY_OCI_REGISTRY",
          "github.com/google/go-containerregistry/cmd/registry@v0.20.6");
  private static final Path MODEL =
      TestModels.committedFolder().resolve("sk-logreg-multiclass-iris").resolve("model.onnx");

  @TempDir Path folder = Path.of("");
  private final HttpClient http = HttpClient.newHttpClient();
  private @Nullable Process registry;
  private String host = "";

  @BeforeEach
  void start() throws Exception {
    switch (PROGRAM.search(System.getenv())) {
      case Search.NotFound(String reason) -> Assumptions.abort("skipped: " + reason);
      case Search.Found(Path program) -> start(program);
    }
  }

  private void start(Path program) throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    host = "localhost:" + port;
    ProcessBuilder builder =
        new ProcessBuilder(program.toString(), "-port", Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    registry = builder.start();
    Awaitility.await()
        .ignoreException(ConnectException.class)
        .until(() -> send(HttpRequest.newBuilder(uri("/v2/"))).statusCode() == 200);
  }

  @AfterEach
  void stop() {
    if (registry != null) {
      registry.destroy();
    }
    http.close();
  }

  @Test
  void aModelIsFetchedByItsTagAndGoesOnByItsDigestWhenTheTagIsMoved() throws Exception {
    push("7", Files.readAllBytes(MODEL));

    Fetched first = fetch("teams/churn:7");
    assertThat(first.file()).hasSameBinaryContentAs(MODEL);
    String settled = first.settled().orElseThrow().display();

    push("7", "another".getBytes(StandardCharsets.UTF_8));
    assertThat(fetch("teams/churn:7").digest()).isNotEqualTo(first.digest());
    assertThat(fetch(settled.substring("oci://".length() + host.length() + 1)).digest())
        .isEqualTo(first.digest());
  }

  private void push(String tag, byte[] model) throws Exception {
    String config = blob("{}".getBytes(StandardCharsets.UTF_8));
    String layer = blob(model);
    String manifest =
        """
        {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
         "config": {"mediaType": "application/vnd.oci.empty.v1+json", "digest": "%s", "size": 2},
         "layers": [{"mediaType": "application/octet-stream", "digest": "%s", "size": %d,
           "annotations": {"org.opencontainers.image.title": "model.onnx"}}]}
        """
            .formatted(config, layer, model.length);
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(uri("/v2/teams/churn/manifests/" + tag))
                .header("Content-Type", "application/vnd.oci.image.manifest.v1+json")
                .PUT(BodyPublishers.ofString(manifest)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  private String blob(byte[] bytes) throws Exception {
    String digest =
        "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(uri("/v2/teams/churn/blobs/uploads/?digest=" + digest))
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(bytes)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return digest;
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://" + host + path);
  }

  private Fetched fetch(String artifact) throws Exception {
    return new ModelFetcher(
            folder.resolve("none"),
            new Credentials(folder.resolve("none"), Map.of("OCI_PLAIN_HTTP", "true")),
            new ModelCache(folder.resolve("cache")),
            new ModelFetcher.Limits(1_000_000, Duration.ofSeconds(20), Duration.ofSeconds(10)),
            new Backoff(Duration.ofMillis(10), Duration.ofMillis(100), new Random(1)),
            e -> {})
        .fetch(
            new ModelFetcher.Order(
                ModelUri.parse("oci://" + host + "/" + artifact),
                Optional.empty(),
                Optional.empty()));
  }
}
