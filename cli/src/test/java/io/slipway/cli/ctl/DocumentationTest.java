package io.slipway.cli.ctl;

import io.slipway.cli.command.Console;
import io.slipway.cli.view.Palette;
import io.slipway.testing.generated.GeneratedFile;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The page has what the program has. */
class DocumentationTest {

  private static final GeneratedFile PAGE = GeneratedFile.at("../docs/slipwayctl.md");
  private static final Set<String> COMMON =
      Set.of("--registry", "--token-file", "--ca", "--output", "--help", "--version");

  private final List<CommandSpec> commands = commands(program());

  @Test
  void thePageHasEveryCommand() {
    String table =
        commands.stream()
            .map(
                command ->
                    "| `%s`%s | %s |\n"
                        .formatted(
                            words(command),
                            command.options().stream()
                                .filter(option -> !COMMON.contains(option.longestName()))
                                .map(option -> " `" + option.longestName() + "`")
                                .collect(Collectors.joining()),
                            String.join(" ", command.usageMessage().description())))
            .collect(Collectors.joining());

    PAGE.mustHold("commands", "| command | what it does |\n| --- | --- |\n" + table);
  }

  @Test
  void thePageHasWhatEveryCommandTakes() {
    CommandSpec any = commands.getFirst();
    String table =
        any.options().stream()
            .filter(option -> COMMON.contains(option.longestName()))
            .map(DocumentationTest::line)
            .sorted()
            .collect(Collectors.joining());

    PAGE.mustHold("options", "| option | |\n| --- | --- |\n" + table);
  }

  private static String line(OptionSpec option) {
    return "| `%s` | %s |\n"
        .formatted(String.join("`, `", option.names()), String.join(" ", option.description()));
  }

  private static String words(CommandSpec command) {
    return Stream.concat(
            Stream.of(command.qualifiedName().replaceFirst("^slipwayctl ", "")),
            command.positionalParameters().stream().map(DocumentationTest::word))
        .collect(Collectors.joining(" "));
  }

  private static String word(PositionalParamSpec parameter) {
    return parameter.arity().min() == 0
        ? "[" + parameter.paramLabel() + "]"
        : parameter.paramLabel();
  }

  private static List<CommandSpec> commands(CommandLine program) {
    List<CommandSpec> commands = new ArrayList<>();
    for (CommandLine command : program.getSubcommands().values()) {
      if (command.getSubcommands().isEmpty()) {
        commands.add(command.getCommandSpec());
      } else {
        commands.addAll(commands(command));
      }
    }
    return commands;
  }

  private static CommandLine program() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    Console console = new Console(nowhere, nowhere, Palette.NONE, Console.Screen.FILE);
    return Slipwayctl.commandLine(
        new Shell(console, Console.Screen.FILE, Map.of(), InstantSource.system()));
  }
}
