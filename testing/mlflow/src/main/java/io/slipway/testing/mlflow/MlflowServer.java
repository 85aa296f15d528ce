package io.slipway.testing.mlflow;

import io.slipway.testing.program.PythonEnvironment;
import io.slipway.testing.program.Search;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** MLflow over a folder, on a port of the loopback, as {@code mlflow server} starts it. */
public final class MlflowServer implements AutoCloseable {
  private static final PythonEnvironment PYTHON =
      new PythonEnvironment(
          "mlflow-3.17.2",
          "SLIPWAY_MLFLOW_PYTHON",
          // The package mlflow brings scikit-learn, Arrow and plots besides, which are not needed.
          List.of(
              "mlflow-skinny==3.17.2",
              "aiohttp==3.14.5",
              "alembic==1.20.1",
              "fastapi==0.165.0",
              "Flask==3.1.3",
              "flask-cors==6.0.5",
              "numpy==2.4.6",
              "onnx==1.23.2",
              "onnxruntime==1.32.0",
              "pandas==3.1.1",
              "SQLAlchemy==2.1.9",
              "uvicorn==0.54.0"));
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String SCRIPT = "register.py";

  private final Path python;
  private final Path folder;
  private final int port;
  private final Process process;

  private MlflowServer(Path python, Path folder, int port, Process process) {
    this.python = python;
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /** The Python that has MLflow, or why there is none. */
  public static Search search() {
    return PYTHON.search(System.getenv());
  }

  /**
   * @param python as {@link #search} found it
   * @param folder that is there
   */
  public static MlflowServer start(Path python, Path folder) throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Process process =
        python(
                python,
                folder.resolve("server.log"),
                List.of(
                    "-m",
                    "mlflow",
                    "server",
                    "--host=127.0.0.1",
                    "--port=" + port,
                    "--workers=1",
                    "--backend-store-uri=sqlite:///" + folder.resolve("mlflow.db"),
                    "--artifacts-destination=" + folder.resolve("artifacts")))
            .start();
    MlflowServer server = new MlflowServer(python, folder, port, process);
    try {
      server.awaitHealth();
    } catch (InterruptedException e) {
      server.close();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while MLflow was started", e);
    } catch (IOException e) {
      server.close();
      throw e;
    }
    return server;
  }

  private static ProcessBuilder python(Path python, Path log, List<String> words) {
    List<String> command = new ArrayList<>(List.of(python.toString()));
    command.addAll(words);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("MLFLOW_DISABLE_TELEMETRY", "true");
    // Jobs of its own need a queue that is not installed.
    builder.environment().put("MLFLOW_SERVER_ENABLE_JOB_EXECUTION", "false");
    return builder;
  }

  private void awaitHealth() throws IOException, InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (true) {
      try {
        HttpURLConnection question =
            (HttpURLConnection) URI.create(address() + "/health").toURL().openConnection();
        if (question.getResponseCode() == 200) {
          return;
        }
      } catch (ConnectException e) {
        if (Instant.now().isAfter(end) || process.waitFor(100, TimeUnit.MILLISECONDS)) {
          throw new IOException(
              "MLflow does not listen: " + Files.readString(folder.resolve("server.log")), e);
        }
      }
    }
  }

  /** Such as {@code http://127.0.0.1:5000}. */
  public String address() {
    return "http://127.0.0.1:" + port;
  }

  /**
   * Has MLflow's own client register models: {@code churn}, two versions of the flavor onnx, of
   * which the alias {@code champion} points to the first; {@code scores}, a PMML file in a folder
   * of a run; {@code on disk}, ONNX in a store that the server alone reads; {@code pickled}, which
   * only Python can read.
   */
  public void register(Path onnx, Path pmml) throws IOException, InterruptedException {
    Path script = folder.resolve(SCRIPT);
    try (InputStream in = MlflowServer.class.getResourceAsStream(SCRIPT)) {
      Files.write(script, in.readAllBytes());
    }
    Path log = folder.resolve("client.log");
    Process client =
        python(
                python,
                log,
                List.of(
                    script.toString(),
                    address(),
                    onnx.toString(),
                    pmml.toString(),
                    folder.resolve("disk").toUri().toString()))
            .start();
    if (client.waitFor() != 0) {
      throw new IOException("the client failed: " + Files.readString(log, StandardCharsets.UTF_8));
    }
  }

  /** Takes the server away with the workers that it has. */
  @Override
  public void close() {
    List<ProcessHandle> workers = process.descendants().toList();
    process.destroy();
    workers.forEach(ProcessHandle::destroy);
    process
        .onExit()
        .orTimeout(10, TimeUnit.SECONDS)
        .exceptionally(late -> process.destroyForcibly())
        .join();
    workers.forEach(ProcessHandle::destroyForcibly);
  }
}
