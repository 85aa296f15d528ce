package io.slipway.cli.command;

import io.slipway.cli.action.BatchDecide;
import io.slipway.cli.resource.Batch;
import picocli.CommandLine.Command;

/** Stops a run, or a schedule, for the time being. */
@Command(
    name = "suspend",
    description =
        "Stop a run's pods for the time being; splits that are done stay done. A schedule makes no"
            + " runs.")
final class BatchSuspendCommand extends BatchChangeCommand {

  BatchSuspendCommand(Environment environment) {
    super(environment);
  }

  @Override
  public Integer call() {
    BatchCluster cluster = cluster();
    return switch (one(cluster)) {
      case Meant.Unclear<Batch>(String why) -> refused(why);
      case Meant.One<Batch>(Batch batch) -> change(cluster, BatchDecide.suspend(batch), batch);
    };
  }
}
