package io.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.slipway.testing.program.PythonEnvironment;
import io.slipway.testing.program.Search;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Port 8081 of a model's Service, called with a client as its makers publish it. */
class GrpcIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @RegisterExtension static final Workspace workspace = new Workspace("grpc");

  private static Path python = Path.of("");

  @TempDir Path folder;

  @BeforeAll
  static void findPython() throws IOException {
    // The same as the runtime's own tests use, installed once for both.
    Path packages =
        Examples.folder()
            .resolve("../runtime/server/src/test/resources/clients/packages.txt")
            .normalize();
    List<String> arguments = new ArrayList<>(Files.readAllLines(packages));
    arguments.add("--no-deps");
    switch (new PythonEnvironment("clients-1", "SLIPWAY_CLIENTS_PYTHON", arguments)
        .search(System.getenv())) {
      case Search.Found found -> python = found.executable();
      case Search.NotFound missing -> {
        System.out.println("gRPC on a cluster is not tried: " + missing.reason());
        abort(missing.reason());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"penguins-classifier", "digits-network-onnx"})
  void scoresLikeTheFrameworkThatTrainedTheModel(String name) throws Exception {
    Examples.Example example = Examples.named(name);
    workspace.kubectl().apply(example.file("configmap.yaml"));
    workspace.kubectl().apply(example.file("v1.yaml"));
    String model = workspace.nameIn(example.file("v1.yaml"));
    workspace.deployed(model).awaitTrue("Ready", Duration.ofMinutes(2));

    JsonNode answered;
    try (ForwardedPort port = ForwardedPort.to(workspace.kubectl(), model, 8081)) {
      answered = JSON.readTree(ask(port, model, example.file("requests.json")));
    }

    ExamplesIT.assertSame(answered, ofCompleteRows(example.requests()));
    workspace.kubectl().run("delete", "modeldeployment", model);
  }

  private String ask(ForwardedPort port, String model, Path requests) throws Exception {
    Path program = folder.resolve("grpc_rows.py");
    try (InputStream in = GrpcIT.class.getResourceAsStream("/clients/grpc_rows.py")) {
      Files.copy(Objects.requireNonNull(in), program);
    }
    Process process =
        new ProcessBuilder(
                python.toString(),
                program.toString(),
                Integer.toString(port.number()),
                model,
                requests.toAbsolutePath().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("the client ends").isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  /** Tensors have no missing values. */
  private static JsonNode ofCompleteRows(JsonNode requests) {
    ArrayNode complete = JSON.createArrayNode();
    for (int row = 0; row < requests.path("instances").size(); row++) {
      if (requests.path("instances").get(row).valueStream().noneMatch(JsonNode::isNull)) {
        complete.add(requests.at("/predictions/v1").get(row));
      }
    }
    assertThat(complete).isNotEmpty();
    return complete;
  }
}
