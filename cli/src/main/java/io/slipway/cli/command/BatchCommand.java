package io.slipway.cli.command;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What there is for offline scoring; does nothing itself. */
@Command(
    name = "batch",
    description = "Offline scoring: see how runs and schedules are doing, and say how they go on.",
    synopsisSubcommandLabel = "COMMAND")
final class BatchCommand implements Callable<Integer> {

  private final Environment environment;

  /** Set by picocli before the command is called. */
  @Spec private @Nullable CommandSpec spec;

  BatchCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    if (spec != null) {
      spec.commandLine().usage(environment.console().err());
    }
    return ExitCode.USAGE;
  }
}
