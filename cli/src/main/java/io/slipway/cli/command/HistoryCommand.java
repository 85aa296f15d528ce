package io.slipway.cli.command;

import io.slipway.cli.resource.Deployed;
import io.slipway.cli.rollback.History;
import io.slipway.cli.view.HistoryView;
import java.util.List;
import picocli.CommandLine.Command;

/** Prints the revisions that are kept. */
@Command(
    name = "history",
    description = "List the revisions that are kept: what they score with, and what they are now.")
final class HistoryCommand extends OneDeployment {

  HistoryCommand(Environment environment) {
    super(environment);
  }

  @Override
  public Integer call() {
    Cluster cluster = cluster();
    Deployed resource = cluster.deployed(name());
    List<String> lines =
        new HistoryView(
                new History(resource, cluster.revisions(name())), environment().clock().instant())
            .lines(console().palette());
    console()
        .print(lines.isEmpty() ? List.of(resource.fullName() + " has no revision yet.") : lines);
    return ExitCode.DONE;
  }
}
