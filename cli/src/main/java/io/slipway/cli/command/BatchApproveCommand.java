package io.slipway.cli.command;

import io.slipway.cli.action.BatchDecide;
import io.slipway.cli.resource.BatchRun;
import java.util.List;
import picocli.CommandLine.Command;

/** Lets readers see the set that waits for a person. */
@Command(
    name = "approve",
    description =
        "Let readers see the set of a run that waits for approval. Refused where there is nothing"
            + " to approve.")
final class BatchApproveCommand extends BatchChangeCommand {

  BatchApproveCommand(Environment environment) {
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
      case Meant.One<BatchRun>(BatchRun run) -> change(cluster, BatchDecide.approve(run), run);
    };
  }
}
