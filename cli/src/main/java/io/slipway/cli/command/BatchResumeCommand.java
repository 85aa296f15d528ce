package io.slipway.cli.command;

import io.slipway.cli.action.BatchDecide;
import io.slipway.cli.resource.Batch;
import picocli.CommandLine.Command;

/** Lets a suspended run or schedule go on. */
@Command(
    name = "resume",
    description = "Let a suspended run go on where it was, or a schedule make runs again.")
final class BatchResumeCommand extends BatchChangeCommand {

  BatchResumeCommand(Environment environment) {
    super(environment);
  }

  @Override
  public Integer call() {
    BatchCluster cluster = cluster();
    return switch (one(cluster)) {
      case Meant.Unclear<Batch>(String why) -> refused(why);
      case Meant.One<Batch>(Batch batch) -> change(cluster, BatchDecide.resume(batch), batch);
    };
  }
}
