package io.slipway.batch.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The mounts of the pods of a run, as folders below one, and the pods themselves, as calls of the
 * program.
 */
record RunBed(Path root) {
  static final ObjectMapper JSON = new ObjectMapper();
  static final String SET = "daily";

  /** What became of a pod. */
  record Ended(int exitCode, JsonNode word) {
    String reason() {
      return word.path("reason").asText();
    }

    String message() {
      return word.path("message").asText();
    }
  }

  /** With a model, DuckDB as the warehouse, and lines of JSON as the input. */
  static RunBed of(Path root, Path model) throws IOException {
    RunBed bed = new RunBed(root);
    for (String folder : List.of("config/run", "config/source", "config/warehouse", "input")) {
      Files.createDirectories(root.resolve(folder));
    }
    Files.createDirectories(root.resolve("scratch"));
    Files.copy(
        model, root.resolve("config/source").resolve("model"), StandardCopyOption.REPLACE_EXISTING);
    ObjectNode run = JSON.createObjectNode();
    run.put("contract", 1).put("namespace", "shop").put("name", "daily");
    run.putObject("model").put("name", "m").put("version", "1").put("uri", "pvc://models/model");
    run.putObject("input")
        .put("type", "JsonLines")
        .put("uri", bed.folder("input").toUri().toString())
        .put("keyColumn", "key");
    run.putObject("staging").put("uri", bed.folder("staging").toUri().toString());
    run.putObject("output")
        .put("type", "DuckDb")
        .put("uri", bed.folder("output").toUri().toString())
        .put("set", SET);
    run.putObject("splits").put("bytes", 1000).put("most", 8);
    run.put("rowsPerCall", 16);
    bed.writeSpec(run);
    return bed;
  }

  Path folder(String name) {
    return root.resolve(name);
  }

  /** Another run.json from now on. */
  void change(Consumer<ObjectNode> change) throws IOException {
    ObjectNode run = (ObjectNode) JSON.readTree(Files.readAllBytes(spec()));
    change.accept(run);
    writeSpec(run);
  }

  private void writeSpec(ObjectNode run) throws IOException {
    Files.write(spec(), JSON.writeValueAsBytes(run));
  }

  private Path spec() {
    return root.resolve("config/run/run.json");
  }

  void input(String file, String content) throws IOException {
    Files.writeString(folder("input").resolve(file), content);
  }

  Map<String, String> environment(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>();
    environment.put("SLIPWAY_CONFIG_DIR", folder("config").toString());
    environment.put("SLIPWAY_CACHE_DIR", folder("cache").toString());
    environment.put("SLIPWAY_SCRATCH_DIR", folder("scratch").toString());
    environment.put("SLIPWAY_TERMINATION_LOG", folder("termination-log").toString());
    environment.put("SLIPWAY_OPERATOR_PORT", "0");
    environment.putAll(more);
    return environment;
  }

  /** Runs a pod to its end. */
  Ended pod(String role, Map<String, String> more) throws IOException {
    Files.deleteIfExists(folder("termination-log"));
    int exitCode = Main.run(new String[] {role}, environment(more));
    return new Ended(exitCode, JSON.readTree(Files.readAllBytes(folder("termination-log"))));
  }

  Ended plan() throws IOException {
    return pod("plan", Map.of());
  }

  Ended score(String runId, int split) throws IOException {
    return pod(
        "score", Map.of("SLIPWAY_RUN_ID", runId, "JOB_COMPLETION_INDEX", Integer.toString(split)));
  }

  Ended publish(String runId) throws IOException {
    return pod("publish", Map.of("SLIPWAY_RUN_ID", runId));
  }

  /** Somebody asks for something new. */
  Ended activate(long setId) throws IOException {
    return activate(setId, UUID.randomUUID().toString());
  }

  Ended activate(long setId, String asked) throws IOException {
    return pod("activate", Map.of("SLIPWAY_SET_ID", Long.toString(setId), "SLIPWAY_ASKED", asked));
  }

  /** As the operator does it: a plan, every split, the publication. */
  Ended wholeRun() throws IOException {
    JsonNode planned = requireDone(plan());
    String runId = planned.required("runId").asText();
    for (int split = 0; split < planned.required("splits").intValue(); split++) {
      requireDone(score(runId, split));
    }
    return publish(runId);
  }

  static JsonNode requireDone(Ended ended) {
    if (ended.exitCode() != 0) {
      throw new AssertionError("a pod ended with " + ended);
    }
    return ended.word();
  }
}
