package io.slipway.cli.command;

import io.slipway.cli.view.BatchListView;
import io.slipway.cli.view.BatchListView.Spread;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints a line for each schedule and each run. */
@Command(
    name = "list",
    description = "List schedules, and runs with how far they are, the newest last.")
final class BatchListCommand extends ClusterCommand {

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "Those of all namespaces.")
  private boolean all;

  BatchListCommand(Environment environment) {
    super(environment);
  }

  @Override
  List<String> named() {
    return List.of();
  }

  @Override
  public Integer call() {
    Spread spread = all ? Spread.ALL_NAMESPACES : Spread.ONE_NAMESPACE;
    List<String> lines =
        new BatchListView(
                new BatchCluster(kubectl()).all(spread), spread, environment().clock().instant())
            .lines(console().palette());
    if (lines.isEmpty()) {
      console()
          .err()
          .println(
              "There are no runs and no schedules"
                  + (all ? "." : " in that namespace; -A looks into all of them."));
    }
    console().print(lines);
    return ExitCode.DONE;
  }
}
