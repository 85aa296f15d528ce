package io.slipway.registry.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slipway.registry.testing.RegistryClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A registry in a process of its own, which can be killed as a power cut would. */
final class ChildRegistry implements AutoCloseable {
  static final String TOKEN = "token-of-the-crash-tests-0123456789";
  private static final JsonMapper JSON = new JsonMapper();

  private final Process process;
  private final URI base;

  private ChildRegistry(Process process, URI base) {
    this.process = process;
    this.base = base;
  }

  static ChildRegistry start(Path folder) throws IOException {
    Path tokens = folder.resolve("tokens");
    Files.writeString(tokens, "root admin " + TOKEN + "\n");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "--enable-native-access=ALL-UNNAMED",
            // As it logs when it is no test.
            "-Dlogback.configurationFile=logback.xml",
            "-cp",
            System.getProperty("java.class.path"),
            "io.slipway.registry.TakingPublishersWord");
    builder.environment().put("SLIPWAY_REGISTRY_DATA_DIR", folder.resolve("data").toString());
    builder.environment().put("SLIPWAY_REGISTRY_PORT", "0");
    builder.environment().put("SLIPWAY_REGISTRY_OPERATIONS_PORT", "0");
    builder.environment().put("SLIPWAY_REGISTRY_TOKENS_FILE", tokens.toString());
    builder.environment().put("SLIPWAY_LOG_LEVEL", "INFO");
    Process process = builder.redirectErrorStream(true).start();
    return new ChildRegistry(process, address(process));
  }

  private static URI address(Process process) throws IOException {
    BufferedReader out = process.inputReader();
    List<String> said = new ArrayList<>();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      said.add(line);
      if (line.startsWith("{")) {
        JsonNode json = JSON.readTree(line);
        if (json.path("message").asText().equals("serving")) {
          Thread.ofVirtual().start(() -> drain(out));
          return URI.create("http://127.0.0.1:" + json.get("port").asText());
        }
      }
    }
    throw new IOException("the registry did not start: " + String.join("\n", said));
  }

  /** So that it never waits for somebody to read what it says. */
  private static void drain(BufferedReader out) {
    try {
      while (out.readLine() != null) {
        // Of no interest.
      }
    } catch (IOException e) {
      // It was killed.
    }
  }

  RegistryClient client(HttpClient http) {
    return new RegistryClient(http, base, TOKEN);
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** How it ended, once it has. */
  int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  /** Where it listens. */
  URI base() {
    return base;
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
