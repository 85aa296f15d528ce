package io.slipway.cli.ctl;

import io.slipway.client.Alias;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands about aliases. */
@Command(
    name = "alias",
    description = "See where aliases point, and move them.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
final class AliasCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  static CommandLine commandLine(Shell shell) {
    return new CommandLine(new AliasCommand())
        .addSubcommand(new AliasGetCommand(shell))
        .addSubcommand(new AliasSetCommand(shell))
        .addSubcommand(new AliasRemoveCommand(shell));
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "one of get, set and remove is missing");
  }

  /** An alias by its name, from {@code @champion} too. */
  static String name(String text) {
    return text.startsWith("@") ? text.substring(1) : text;
  }

  static String moved(String name, Optional<Alias> before, Alias now) {
    return before
        .map(
            alias ->
                alias.version() == now.version()
                    ? "@%s points to %d, as it did".formatted(name(name), now.version())
                    : "@%s points to %d, and pointed to %d"
                        .formatted(name(name), now.version(), alias.version()))
        .orElse("@%s points to %d, and is new".formatted(name(name), now.version()));
  }
}
