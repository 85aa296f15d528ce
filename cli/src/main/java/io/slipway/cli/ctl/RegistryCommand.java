package io.slipway.cli.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.slipway.cli.command.Console;
import io.slipway.cli.view.Palette;
import io.slipway.client.RegistryClient;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command about a registry. */
abstract class RegistryCommand implements Callable<Integer> {

  private final Shell shell;

  @Mixin private RegistryOptions registry = new RegistryOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      description = "text or json. Default: text.")
  private Form form = Form.text;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // picocli alone looks at it
  private boolean help;

  /** How what was asked for is written. */
  enum Form {
    text,
    json
  }

  RegistryCommand(Shell shell) {
    this.shell = shell;
  }

  final RegistryClient client() {
    return registry.client(shell.variables());
  }

  final Console console() {
    return shell.console();
  }

  final Shell shell() {
    return shell;
  }

  final Instant now() {
    return shell.clock().instant();
  }

  /** Prints what was asked for: all of it for programs, or lines for people. */
  final void print(JsonNode document, Function<Palette, List<String>> lines) {
    console()
        .print(
            switch (form) {
              case json -> List.of(document.toPrettyString());
              case text -> lines.apply(console().palette());
            });
  }

  /** Says something by the way, that is no answer for a program. */
  final void note(String sentence) {
    console().err().println(sentence);
  }

  static ArrayNode array(List<JsonNode> elements) {
    return JsonNodeFactory.instance.arrayNode().addAll(elements);
  }
}
