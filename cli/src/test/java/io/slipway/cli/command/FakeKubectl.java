package io.slipway.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.slipway.cli.view.Palette;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * A kubectl that is a script: it writes down how it was called, and answers by the first of its
 * rules that fits. And the plugin that calls it, with what it prints.
 */
final class FakeKubectl {

  private final Path folder;
  private final List<String> rules = new ArrayList<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Console.Screen screen = Console.Screen.FILE;

  FakeKubectl(Path folder) {
    this.folder = folder;
  }

  /** To calls that begin so, prints a text. */
  FakeKubectl answers(String call, String text) throws IOException {
    return does(call, "cat " + file(text));
  }

  /** To calls that begin so, complains and fails. */
  FakeKubectl fails(String call, String words) throws IOException {
    return does(call, "cat " + file(words) + " >&2; exit 1");
  }

  /** To watches, prints these one after the other and then goes on watching. */
  FakeKubectl watches(String... events) throws IOException {
    return watchesOf("modeldeployments.slipway.io churn", events);
  }

  /** The same of another object than a ModelDeployment churn. */
  FakeKubectl watchesOf(String object, String... events) throws IOException {
    var script = new StringBuilder();
    for (String event : events) {
      script.append("cat ").append(file(event)).append("; sleep 0.1; ");
    }
    return does("get " + object + " -o json --watch", script + "exec sleep 60");
  }

  FakeKubectl does(String call, String script) {
    rules.add("'" + call + "'*) " + script + " ;;");
    return this;
  }

  FakeKubectl onATerminal() {
    screen = Console.Screen.TERMINAL;
    return this;
  }

  /** Runs the plugin; its exit code. */
  int slipway(String... arguments) throws IOException {
    return KubectlSlipway.commandLine(environment()).execute(arguments);
  }

  /** Asks for completions; what is printed. */
  String complete(String... words) throws IOException {
    new Completion(environment()).print(List.of(words));
    return out();
  }

  String out() {
    return out.toString(UTF_8);
  }

  String err() {
    return err.toString(UTF_8);
  }

  /** How it was called, a line a call. */
  List<String> calls() throws IOException {
    Path calls = folder.resolve("calls");
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  private Environment environment() throws IOException {
    Console console =
        new Console(
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            Palette.NONE,
            screen);
    return new Environment(
        console,
        List.of(script().toString()),
        InstantSource.fixed(Instant.parse("2026-11-01T09:00:00Z")),
        () -> "0f");
  }

  private Path script() throws IOException {
    Path script = folder.resolve("kubectl");
    Files.writeString(
        script,
        """
        #!/bin/sh
        echo "$*" >> '%s'
        case "$*" in
        %s
        *) echo "error: the test has no answer to: $*" >&2; exit 1 ;;
        esac
        """
            .formatted(folder.resolve("calls"), String.join("\n", rules)));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script;
  }

  private Path file(String text) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "answer", ".json"), text);
  }
}
