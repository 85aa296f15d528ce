package io.slipway.cli.ctl;

import io.slipway.cli.command.Console;
import io.slipway.cli.view.OneLine;
import io.slipway.client.RegistryException;
import io.slipway.sources.SourceProblem;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code slipwayctl}. */
@Command(
    name = "slipwayctl",
    description =
        "Push versions of models to a registry, import and pull them, and say which is which.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The registry is named by --registry or SLIPWAY_REGISTRY, the token by SLIPWAY_REGISTRY_TOKEN"
          + " or --token-file.",
      "Exit codes: 0 done, 1 rejected or corrupt, 2 usage, 3 refused, 4 timed out, 5 the registry"
          + " failed."
    })
public final class Slipwayctl implements Callable<Integer> {

  private final Shell shell;

  private Slipwayctl(Shell shell) {
    this.shell = shell;
  }

  /** The command line, ready to be run; the exit codes are those of its footer. */
  public static CommandLine commandLine(Shell shell) {
    CommandLine root =
        new CommandLine(new Slipwayctl(shell))
            .addSubcommand(new PushCommand(shell))
            .addSubcommand(new VersionsCommand(shell))
            .addSubcommand(AliasCommand.commandLine(shell))
            .addSubcommand(new HistoryCommand(shell))
            .addSubcommand(new PullCommand(shell))
            .addSubcommand(ImportCommand.commandLine(shell));
    Console console = shell.console();
    console.readsOf(root, "slipwayctl");
    root.setExecutionExceptionHandler((e, command, parsed) -> failed(console, e));
    return root;
  }

  @Override
  public Integer call() {
    commandLine(shell).usage(shell.console().err());
    return Exit.USAGE;
  }

  private static int failed(Console console, Exception e) throws Exception {
    return switch (e) {
      case RegistryException told -> {
        say(console, told.object() + ": " + told.why() + ".");
        say(console, next(told) + ".");
        yield Exit.of(told);
      }
      case SourceProblem told -> {
        say(console, told.words());
        yield told.kind() == SourceProblem.Kind.CONFIGURATION ? Exit.USAGE : Exit.REGISTRY;
      }
      case IllegalArgumentException told -> {
        say(console, String.valueOf(told.getMessage()));
        yield Exit.USAGE;
      }
      case FileSystemException broken -> {
        say(
            console,
            "%s: %s; see that it can be read and written"
                .formatted(
                    broken.getFile(),
                    broken.getReason() == null
                        ? broken.getClass().getSimpleName()
                        : broken.getReason()));
        yield Exit.USAGE;
      }
      case IOException broken -> {
        say(console, String.valueOf(broken.getMessage()));
        yield Exit.USAGE;
      }
      case InterruptedException _ -> {
        Thread.currentThread().interrupt();
        yield Exit.FAILED;
      }
      default -> throw e;
    };
  }

  /** The registry speaks of requests; people here type commands. */
  private static String next(RegistryException told) {
    return told.kind() == RegistryException.Kind.NOT_FOUND && told.object().matches("models/[^/]+")
        ? "push its first version with: slipwayctl push %s PATH, or correct the name"
            .formatted(told.object().substring("models/".length()))
        : told.next();
  }

  private static void say(Console console, String text) {
    String line = OneLine.of(text);
    console.err().println(line);
  }
}
