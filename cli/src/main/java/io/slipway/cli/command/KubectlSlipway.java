package io.slipway.cli.command;

import io.slipway.cli.action.Action;
import io.slipway.cli.kubectl.KubectlException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** The plugin {@code kubectl slipway}. */
@Command(
    name = "kubectl slipway",
    description =
        "See how a model's rollout or a run of offline scoring is doing, and say how it goes on.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "kubectl's other flags for reaching a cluster (--as, --token, --server, ...) are passed on.",
      "Exit codes: 0 done, 1 the rollout or run failed or stalled, 2 usage, 3 refused, 4 timed out,"
          + " 5 kubectl failed."
    })
public final class KubectlSlipway implements Callable<Integer> {

  private final Environment environment;

  private KubectlSlipway(Environment environment) {
    this.environment = environment;
  }

  /** The command line, ready to be run; the exit codes are those of its footer. */
  public static CommandLine commandLine(Environment environment) {
    CommandLine root = new CommandLine(new KubectlSlipway(environment));
    add(root, new StatusCommand(environment));
    add(root, new WatchCommand(environment));
    for (Action action : Action.values()) {
      CommandSpec spec = CommandSpec.forAnnotatedObject(new ActionCommand(environment, action));
      spec.name(action.word());
      spec.usageMessage().description(action.description());
      add(root, spec);
    }
    add(root, new HistoryCommand(environment));
    add(root, new RollbackCommand(environment));
    root.addSubcommand("batch", batch(environment));
    root.getCommandSpec().mixinStandardHelpOptions(true);
    Console console = environment.console();
    console.readsOf(root, "kubectl-slipway");
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setExecutionExceptionHandler((e, command, parsed) -> failed(console, e));
    return root;
  }

  /** What there is for offline scoring. */
  private static CommandLine batch(Environment environment) {
    CommandLine batch = new CommandLine(new BatchCommand(environment));
    add(batch, new BatchStatusCommand(environment));
    add(batch, new BatchListCommand(environment));
    add(batch, new BatchWatchCommand(environment));
    add(batch, new BatchLogsCommand(environment));
    add(batch, new BatchErrorsCommand(environment));
    add(batch, new BatchApproveCommand(environment));
    add(batch, new BatchRollbackCommand(environment));
    add(batch, new BatchSuspendCommand(environment));
    add(batch, new BatchResumeCommand(environment));
    addHelp(batch.getCommandSpec());
    return batch;
  }

  @Override
  public Integer call() {
    commandLine(environment).usage(environment.console().err());
    return ExitCode.USAGE;
  }

  private static void add(CommandLine root, ClusterCommand command) {
    add(root, CommandSpec.forAnnotatedObject(command));
  }

  private static void add(CommandLine root, CommandSpec spec) {
    KubectlFlags.addTo(spec);
    addHelp(spec);
    root.addSubcommand(spec.name(), spec);
  }

  private static void addHelp(CommandSpec spec) {
    spec.addOption(
        CommandLine.Model.OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .description("Show this help.")
            .build());
  }

  private static int failed(Console console, Exception e) throws Exception {
    if (e instanceof KubectlException told) {
      console.err().println(told.getMessage());
      return ExitCode.KUBECTL;
    }
    throw e;
  }
}
