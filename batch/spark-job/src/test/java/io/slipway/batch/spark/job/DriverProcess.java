package io.slipway.batch.spark.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A driver that runs, with its executors. */
record DriverProcess(Process process, Path word, Path log) {
  private static final int MINUTES = 4;

  /** How it ended. */
  record Ended(int exitCode, JsonNode word, String log) {}

  Ended await() throws IOException, InterruptedException {
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      kill();
      throw new AssertionError("a driver did not end: " + Files.readString(log));
    }
    return new Ended(
        process.exitValue(),
        new ObjectMapper().readTree(Files.exists(word) ? Files.readAllBytes(word) : new byte[0]),
        Files.readString(log));
  }

  /** The JVMs that score: a driver starts no other programs. */
  List<ProcessHandle> executors() {
    return process.children().toList();
  }

  /** Without notice, with its executors, as a pod and what it owns. */
  void kill() {
    List<ProcessHandle> executors = executors();
    process.destroyForcibly();
    executors.forEach(ProcessHandle::destroyForcibly);
  }
}
