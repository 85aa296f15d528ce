package io.slipway.cli.command;

import io.slipway.cli.resource.Deployed;
import io.slipway.cli.view.PodsSeen;
import io.slipway.cli.view.StatusView;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;

/** Prints the picture once. */
@Command(
    name = "status",
    description =
        "Show who serves with what share of callers, what the rollout waits for, what the checks"
            + " found, and what to do next.")
final class StatusCommand extends OneDeployment {

  StatusCommand(Environment environment) {
    super(environment);
  }

  @Override
  public Integer call() {
    Cluster cluster = cluster();
    // Both at once: most of the time goes by in kubectl's start.
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var pods = CompletableFuture.supplyAsync(() -> cluster.pods(name()), threads);
      Deployed resource = cluster.deployed(name());
      PodsSeen seen = pods.join();
      console()
          .print(
              new StatusView(resource, seen, environment().clock().instant())
                  .lines(console().palette()));
    }
    return ExitCode.DONE;
  }
}
