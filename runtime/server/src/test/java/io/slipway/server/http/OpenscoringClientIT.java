package io.slipway.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.server.FunctionModel;
import io.slipway.testing.program.PythonEnvironment;
import io.slipway.testing.program.Search;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Openscoring's Python client, as it is published. */
@Timeout(180)
class OpenscoringClientIT {
  private static final PythonEnvironment PYTHON =
      new PythonEnvironment(
          "openscoring-1",
          "SLIPWAY_OPENSCORING_PYTHON",
          List.of(
              "openscoring==0.8.0.post1",
              "certifi==2026.10.19.post1",
              "charset-normalizer==3.5.3",
              "idna==3.20",
              "numpy==2.4.6",
              "pandas==3.1.1",
              "python-dateutil==4.0.0",
              "requests==2.34.2",
              "tzdata==2026.6",
              "urllib3==2.8.0",
              "--no-deps"));

  private static final FunctionModel ECHO =
      FunctionModel.echo(
          Field.column("x", DataType.FP64, Presence.REQUIRED),
          Field.column("name", DataType.BYTES, Presence.REQUIRED));

  @TempDir Path folder;

  @Test
  void evaluatesRecordsBatchesAndTables() throws Exception {
    Path python =
        switch (PYTHON.search(System.getenv())) {
          case Search.Found found -> found.executable();
          case Search.NotFound missing -> {
            System.out.println("Openscoring's client is not tried: " + missing.reason());
            yield abort(missing.reason());
          }
        };
    Path program = folder.resolve("openscoring_client.py");
    try (InputStream in =
        OpenscoringClientIT.class.getResourceAsStream("/clients/openscoring_client.py")) {
      Files.copy(Objects.requireNonNull(in), program);
    }
    Path said = folder.resolve("said");
    try (RunningServer server = RunningServer.of(ECHO)) {
      Process process =
          new ProcessBuilder(
                  python.toString(),
                  program.toString(),
                  Integer.toString(server.server.port()),
                  folder.toString())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      try {
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("the client ends").isTrue();
      } finally {
        process.destroyForcibly();
      }
    }
    assertThat(said).content().endsWith("answered\n");
  }
}
