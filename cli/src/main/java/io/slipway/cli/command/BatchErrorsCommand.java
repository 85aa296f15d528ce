package io.slipway.cli.command;

import io.slipway.cli.resource.BatchRun;
import io.slipway.cli.view.BatchErrorsView;
import java.util.List;
import picocli.CommandLine.Command;

/** Prints what could not be scored. */
@Command(
    name = "errors",
    description =
        "Tell how many rows have no prediction and in which splits, which attempts failed and their"
            + " last words, and where each row's reason is.")
final class BatchErrorsCommand extends OneBatch {

  BatchErrorsCommand(Environment environment) {
    super(environment);
  }

  @Override
  public Integer call() {
    BatchCluster cluster = cluster();
    return switch (run(cluster)) {
      case Meant.Unclear<BatchRun>(String why) -> refused(why);
      case Meant.One<BatchRun>(BatchRun run) -> {
        List<String> lines =
            new BatchErrorsView(
                    run,
                    cluster.pods(run.name(), "slipway.io/role!=lookup"),
                    environment().clock().instant())
                .lines(console().palette());
        console().print(lines);
        yield ExitCode.DONE;
      }
    };
  }
}
