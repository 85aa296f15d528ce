package io.slipway.cli.command;

import io.slipway.cli.view.Palette;
import io.slipway.testing.generated.GeneratedFile;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The page has what the program has. */
class DocumentationTest {

  private static final GeneratedFile PAGE = GeneratedFile.at("../docs/cli.md");

  private final CommandLine program = program();

  @Test
  void thePageHasEveryCommand() {
    String table =
        commands(program)
            .map(
                command ->
                    "| `%s`%s | %s |\n"
                        .formatted(
                            command
                                .qualifiedName()
                                .substring(program.getCommandName().length())
                                .strip(),
                            options(command),
                            String.join(" ", command.usageMessage().description())))
            .collect(Collectors.joining());

    PAGE.mustHold("commands", "| command | what it does |\n| --- | --- |\n" + table);
  }

  @Test
  void thePageHasEveryFlagThatIsPassedOn() {
    CommandSpec any = program.getSubcommands().values().iterator().next().getCommandSpec();

    PAGE.mustHold(
        "flags",
        any.options().stream()
                .filter(OptionSpec::hidden)
                .map(option -> "`" + option.longestName() + "`")
                .sorted()
                .collect(Collectors.joining(", "))
            + ".\n");
  }

  /** Those that do something: groups are named by what is in them. */
  private static Stream<CommandSpec> commands(CommandLine group) {
    return group.getSubcommands().values().stream()
        .flatMap(
            command ->
                command.getSubcommands().isEmpty()
                    ? Stream.of(command.getCommandSpec())
                    : commands(command));
  }

  /** The command's own, without those that all have. */
  private static String options(CommandSpec command) {
    return command.options().stream()
        .filter(option -> !option.hidden() && !option.usageHelp())
        .filter(option -> !KubectlFlags.isOne(option.longestName()))
        .map(option -> " `" + option.longestName() + "`")
        .collect(Collectors.joining());
  }

  private static CommandLine program() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    Console console = new Console(nowhere, nowhere, Palette.NONE, Console.Screen.FILE);
    return KubectlSlipway.commandLine(
        new Environment(console, List.of("kubectl"), InstantSource.system(), () -> ""));
  }
}
