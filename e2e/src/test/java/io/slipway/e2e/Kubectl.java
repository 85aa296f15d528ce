package io.slipway.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** kubectl, on one cluster and in one namespace. */
final class Kubectl {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a command that may fail has said. */
  record Outcome(int exitCode, String out, String err) {}

  private final List<String> command;
  private final ApiProxy api;
  private final String namespace;

  /**
   * @param command how to call kubectl on the cluster
   */
  Kubectl(List<String> command, String namespace) {
    this(List.copyOf(command), new ApiProxy(List.copyOf(command)), namespace);
  }

  private Kubectl(List<String> command, ApiProxy api, String namespace) {
    this.command = command;
    this.api = api;
    this.namespace = namespace;
  }

  Kubectl in(String otherNamespace) {
    return new Kubectl(command, api, otherNamespace);
  }

  String namespace() {
    return namespace;
  }

  /** Runs a command that must succeed and returns what it printed. */
  String run(String... arguments) {
    return succeed(attempt("", arguments), arguments);
  }

  String applyYaml(String yaml) {
    return succeed(attempt(yaml, "apply", "--server-side", "-f", "-"), "apply");
  }

  /** Applies what others have applied before. */
  void takeOverYaml(String yaml) {
    succeed(attempt(yaml, "apply", "--server-side", "--force-conflicts", "-f", "-"), "apply");
  }

  /** Applies one object, and returns what became of it. */
  JsonNode applied(String yaml) {
    return parse(
        succeed(attempt(yaml, "apply", "--server-side", "-f", "-", "-o", "json"), "apply"));
  }

  String apply(Path file) {
    try {
      return applyYaml(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode get(String... what) {
    List<String> arguments = new ArrayList<>(List.of("get", "-o", "json"));
    arguments.addAll(List.of(what));
    return parse(run(arguments.toArray(String[]::new)));
  }

  /** POSTs through the API server. */
  JsonNode post(String path, String body) {
    return parse(api.post(path, body));
  }

  /** PUTs through the API server. */
  void putRaw(String path, String body) {
    succeed(attempt(body, "replace", "--raw", path, "-f", "-"), "replace", "--raw", path);
  }

  void deleteRaw(String path) {
    run("delete", "--raw", path);
  }

  /** GETs through the API server. */
  JsonNode getRaw(String path) {
    return parse(api.get(path));
  }

  /** Has the first node offer so many of an extended resource, and returns the node's name. */
  String offer(String resource, int count) {
    String node = get("nodes").at("/items/0/metadata/name").asText();
    String patch =
        "[{\"op\": \"add\", \"path\": \"/status/capacity/%s\", \"value\": \"%d\"}]"
            .formatted(resource.replace("/", "~1"), count);
    run("patch", "node", node, "--subresource=status", "--type=json", "-p", patch);
    return node;
  }

  /** A ModelDeployment of the namespace. */
  JsonNode modelDeployment(String name) {
    return getRaw(
        "/apis/slipway.io/v1alpha1/namespaces/%s/modeldeployments/%s".formatted(namespace, name));
  }

  Outcome attempt(String stdin, String... arguments) {
    List<String> words = new ArrayList<>(command);
    words.addAll(List.of("-n", namespace));
    words.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(words).start();
      var err = new StringBuilder();
      Thread errReader = reader(() -> err.append(readAll(process.getErrorStream())));
      try (var in = process.getOutputStream()) {
        in.write(stdin.getBytes(StandardCharsets.UTF_8));
      }
      String out = readAll(process.getInputStream());
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError("kubectl did not end: " + words);
      }
      errReader.join();
      return new Outcome(process.exitValue(), out, err.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while kubectl ran", e);
    }
  }

  /** Starts a command that goes on until it is ended, for what it prints. */
  Process start(String... arguments) {
    List<String> words = new ArrayList<>(command);
    words.addAll(List.of("-n", namespace));
    words.addAll(List.of(arguments));
    try {
      return new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads what a process prints. It is no virtual thread: waiting for a pipe holds the carrier, and
   * where there are as many such as processors no other virtual thread gets its turn.
   */
  static Thread reader(Runnable reading) {
    return Thread.ofPlatform().daemon().start(reading);
  }

  private static String succeed(Outcome outcome, String... arguments) {
    if (outcome.exitCode() != 0) {
      throw new AssertionError(
          "kubectl %s: %s%s".formatted(String.join(" ", arguments), outcome.err(), outcome.out()));
    }
    return outcome.out();
  }

  private static String readAll(java.io.InputStream in) {
    try {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + json, e);
    }
  }
}
