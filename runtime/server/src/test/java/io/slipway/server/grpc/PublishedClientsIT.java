package io.slipway.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.server.FunctionModel;
import io.slipway.testing.program.PythonEnvironment;
import io.slipway.testing.program.Search;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The clients that callers have, as their makers publish them, over HTTP and gRPC. */
@Timeout(180)
class PublishedClientsIT {
  private static final FunctionModel OF_ALL_TYPES =
      FunctionModel.echo(
          Arrays.stream(DataType.values())
              .map(type -> Field.column(type.name(), type, Presence.OPTIONAL))
              .toArray(Field[]::new));

  private static final FunctionModel SMALL =
      FunctionModel.echo(
          Field.column("x", DataType.FP64, Presence.REQUIRED),
          Field.column("name", DataType.BYTES, Presence.REQUIRED));

  private static Path python = Path.of("");

  @TempDir Path folder;

  @BeforeAll
  static void findPython() throws IOException {
    switch (clients().search(System.getenv())) {
      case Search.Found found -> python = found.executable();
      case Search.NotFound missing -> {
        System.out.println("Published clients are not tried: " + missing.reason());
        abort(missing.reason());
      }
    }
  }

  /** All three beside each other; what their servers alone need is left out. */
  private static PythonEnvironment clients() throws IOException {
    try (InputStream in = PublishedClientsIT.class.getResourceAsStream("/clients/packages.txt")) {
      String packages =
          new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      List<String> arguments = new ArrayList<>(packages.lines().toList());
      arguments.add("--no-deps");
      return new PythonEnvironment("clients-1", "SLIPWAY_CLIENTS_PYTHON", arguments);
    }
  }

  private String run(String script, FunctionModel model) throws Exception {
    Path program = folder.resolve(script);
    try (InputStream in = PublishedClientsIT.class.getResourceAsStream("/clients/" + script)) {
      Files.copy(Objects.requireNonNull(in), program);
    }
    try (GrpcServer server = new GrpcServer(model)) {
      Path said = folder.resolve("said");
      Process process =
          new ProcessBuilder(
                  python.toString(),
                  program.toString(),
                  Integer.toString(server.server.port()),
                  Integer.toString(server.port()),
                  folder.toString())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      try {
        assertThat(process.waitFor(170, TimeUnit.SECONDS)).as("%s ends", script).isTrue();
      } finally {
        process.destroyForcibly();
      }
      return Files.readString(said);
    }
  }

  @Test
  void tritonsClientScoresEveryTypeOverHttpAndGrpc() throws Exception {
    assertThat(run("triton.py", OF_ALL_TYPES)).endsWith("answered\n");
  }

  @Test
  void kservesClientsScoreOverRestAndGrpc() throws Exception {
    assertThat(run("kserve_client.py", SMALL)).endsWith("answered\n");
  }

  @Test
  void mlserversCodecsAndItsBatchCommandScoreOverRestAndGrpc() throws Exception {
    assertThat(run("mlserver_client.py", SMALL)).endsWith("answered\n");
  }
}
