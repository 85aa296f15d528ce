package io.slipway.cli.command;

import io.slipway.cli.action.BatchDecide;
import io.slipway.cli.resource.BatchRun;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lets readers see another version of a run's set. */
@Command(
    name = "rollback",
    description =
        "Let readers see another version of the set, at once and without loading anything. Refused"
            + " where it is not known which one they saw before, or the run has not ended.")
final class BatchRollbackCommand extends BatchChangeCommand {

  @Option(
      names = "--to",
      paramLabel = "SETID",
      description =
          "The number of the set, as status and list show it. Default: the one that readers saw"
              + " before.")
  private @Nullable Long to;

  BatchRollbackCommand(Environment environment) {
    super(environment);
  }

  @Override
  List<String> named() {
    return List.of(BatchRun.RESOURCE);
  }

  @Override
  public Integer call() {
    BatchCluster cluster = cluster();
    return switch (run(cluster)) {
      case Meant.Unclear<BatchRun>(String why) -> refused(why);
      case Meant.One<BatchRun>(BatchRun run) ->
          change(cluster, BatchDecide.rollBack(run, Optional.ofNullable(to)), run);
    };
  }
}
