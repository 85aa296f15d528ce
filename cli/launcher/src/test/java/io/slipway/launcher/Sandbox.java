package io.slipway.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A machine with kubectl and the few tools that the file may use, and no Java: a folder of scripts
 * that call them is all of PATH.
 */
final class Sandbox {

  /** What the build has made. */
  static final Path FILE = Path.of("target/kubectl-slipway").toAbsolutePath();

  private static final List<String> TOOLS =
      List.of(
          "sh", "cat", "find", "gzip", "id", "mkdir", "mktemp", "mv", "rm", "tail", "tar", "uname");

  private final Path folder;
  private final Path bin;
  private final Map<String, String> variables = new HashMap<>();

  /** How a program ended. */
  record Result(int status, String out, String err) {}

  Sandbox(Path folder) throws IOException {
    this.folder = folder;
    this.bin = Files.createDirectories(folder.resolve("bin"));
    for (String tool : TOOLS) {
      link(tool, which(tool));
    }
    link("kubectl-slipway", FILE);
    kubectl(Path.of("src/training/kubectl").toAbsolutePath());
    variables.put("PATH", bin.toString());
    variables.put("HOME", folder.resolve("home").toString());
    variables.put("TMPDIR", Files.createDirectories(folder.resolve("tmp")).toString());
  }

  Path folder() {
    return folder;
  }

  Path bin() {
    return bin;
  }

  Sandbox kubectl(Path kubectl) throws IOException {
    link("kubectl", kubectl);
    return this;
  }

  Sandbox with(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  Sandbox without(String variable) {
    variables.remove(variable);
    return this;
  }

  Result run(String... command) throws IOException, InterruptedException {
    return end(start(command));
  }

  /** Starts a program; one without a folder is found in the sandbox's PATH. */
  Process start(String... command) throws IOException {
    List<String> words = new ArrayList<>(List.of(command));
    if (!words.getFirst().contains("/")) {
      words.set(0, bin.resolve(words.getFirst()).toString());
    }
    var start = new ProcessBuilder(words).directory(folder.toFile());
    start.environment().clear();
    start.environment().putAll(variables);
    return start.start();
  }

  static Result end(Process process) throws IOException, InterruptedException {
    var err = new StringBuilder();
    Thread reader =
        Thread.ofPlatform()
            .start(
                () ->
                    process
                        .errorReader(UTF_8)
                        .lines()
                        .forEach(line -> err.append(line).append('\n')));
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    int status = process.waitFor();
    reader.join();
    return new Result(status, out, err.toString());
  }

  private void link(String name, Path program) throws IOException {
    Path script = bin.resolve(name);
    Files.writeString(script, "#!/bin/sh\nexec '%s' \"$@\"\n".formatted(program));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path which(String tool) throws IOException {
    for (String folder : System.getenv("PATH").split(":")) {
      Path file = Path.of(folder).resolve(tool);
      if (Files.isExecutable(file)) {
        return file;
      }
    }
    throw new IOException("this machine has no " + tool);
  }
}
