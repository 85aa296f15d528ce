package io.slipway.cli.command;

import io.slipway.cli.resource.Batch;
import io.slipway.cli.resource.BatchRun;
import io.slipway.cli.resource.BatchSchedule;
import io.slipway.cli.view.BatchPodsSeen;
import io.slipway.cli.view.BatchRunView;
import io.slipway.cli.view.BatchScheduleView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;

/** Prints the picture of a run or a schedule once. */
@Command(
    name = "status",
    description =
        "Show which model scores, how far the run is, which sets readers see and where they look"
            + " them up, what failed, and what to do next; of a schedule when runs begin, which are"
            + " under way and how the last one went.")
final class BatchStatusCommand extends OneBatch {

  BatchStatusCommand(Environment environment) {
    super(environment);
  }

  @Override
  public Integer call() {
    BatchCluster cluster = cluster();
    // Both at once: most of the time goes by in kubectl's start.
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var pods = CompletableFuture.supplyAsync(() -> cluster.pods(name().name()), threads);
      List<Batch> found = cluster.named(name());
      BatchPodsSeen seen = pods.join();
      List<String> lines = new ArrayList<>();
      for (Batch batch : found) {
        if (!lines.isEmpty()) {
          lines.add("");
        }
        lines.addAll(picture(batch, seen));
      }
      console().print(lines);
    }
    return ExitCode.DONE;
  }

  private List<String> picture(Batch batch, BatchPodsSeen pods) {
    Instant now = environment().clock().instant();
    return switch (batch) {
      case BatchRun run -> new BatchRunView(run, pods, now).lines(console().palette());
      case BatchSchedule schedule ->
          new BatchScheduleView(schedule, now).lines(console().palette());
    };
  }
}
