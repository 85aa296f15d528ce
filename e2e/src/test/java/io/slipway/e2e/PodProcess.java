package io.slipway.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * The process in a pod's container, seen from the node: what no API of Kubernetes can do to it is
 * done from there. Only where the nodes are this machine, as with dev/cluster; elsewhere the test
 * is skipped, with the reason.
 */
record PodProcess(String pod, long pid) {

  static PodProcess of(JsonNode pod) {
    String name = pod.at("/metadata/name").asText();
    String uid = pod.at("/metadata/uid").asText();
    return ProcessHandle.allProcesses()
        .filter(process -> isOf(process.pid(), uid))
        .filter(process -> process.info().command().filter(it -> it.endsWith("java")).isPresent())
        .findFirst()
        .map(process -> new PodProcess(name, process.pid()))
        .orElseGet(
            () ->
                Assumptions.abort(
                    "skipped: the process of pod %s is not on this machine, or not ours to stop"
                        .formatted(name)));
  }

  private static boolean isOf(long pid, String uid) {
    Path groups = Path.of("/proc/" + pid + "/cgroup");
    try {
      String group = Files.readString(groups);
      return group.contains(uid) || group.contains(uid.replace('-', '_'));
    } catch (IOException e) {
      return false; // It has ended, or is somebody else's.
    }
  }

  /** It does nothing any more, and does not know it. */
  void freeze() {
    run(List.of("kill", "-STOP", String.valueOf(pid)));
  }

  void thaw() {
    run(List.of("kill", "-CONT", String.valueOf(pid)));
  }

  void kill() {
    run(List.of("kill", "-KILL", String.valueOf(pid)));
  }

  /** What somebody sends to a port of the pod is lost, and nobody is told. */
  void blackHole(String from, int port) {
    inItsNetwork("add", "table", "ip", "hole");
    inItsNetwork(
        "add",
        "chain",
        "ip",
        "hole",
        "in",
        "{ type filter hook input priority 0 ; policy accept ; }");
    inItsNetwork(
        "add rule ip hole in ip saddr %s tcp dport %d drop".formatted(from, port).split(" "));
  }

  void heal() {
    inItsNetwork("delete", "table", "ip", "hole");
  }

  private void inItsNetwork(String... words) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("nsenter", "--target", String.valueOf(pid), "--net", "nft"));
    command.addAll(List.of(words));
    run(command);
  }

  private static void run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(command + ": " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
