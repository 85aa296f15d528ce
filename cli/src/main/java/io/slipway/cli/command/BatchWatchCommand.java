package io.slipway.cli.command;

import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.cli.resource.Batch;
import io.slipway.cli.resource.BatchRun;
import io.slipway.cli.resource.BatchSchedule;
import io.slipway.cli.view.BatchChangeLine;
import io.slipway.cli.view.BatchNextStep;
import io.slipway.cli.view.BatchPodsSeen;
import io.slipway.cli.view.BatchRunView;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Follows a run to its end: redraws the picture on a terminal, prints a line a change else. */
@Command(
    name = "watch",
    description =
        "Follow a run until readers see what it asks for (exit code 0) or it fails or stalls (1);"
            + " of a schedule the run that is under way. On a terminal the picture is redrawn,"
            + " elsewhere each change is a line.")
final class BatchWatchCommand extends OneBatch {

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      converter = Span.class,
      description = "End with exit code 4 after so long, like 2h. Default: never.")
  private @Nullable Duration timeout;

  BatchWatchCommand(Environment environment) {
    super(environment);
  }

  @Override
  public Integer call() throws InterruptedException {
    BatchCluster cluster = cluster();
    List<Batch> found = cluster.named(name());
    Optional<String> run = found.stream().flatMap(batch -> run(batch).stream()).findFirst();
    if (run.isEmpty()) {
      return refused(
          "%s is a schedule, and no run of it is under way. %s says when the next one begins."
              .formatted(found.getFirst().fullName(), found.getFirst().command("status")));
    }
    return watch(cluster, run.get());
  }

  /** The run that is meant: itself, or the newest that a schedule has under way. */
  private static Optional<String> run(Batch batch) {
    return switch (batch) {
      case BatchRun run -> Optional.of(run.name());
      case BatchSchedule schedule ->
          schedule.status().active().isEmpty()
              ? Optional.empty()
              : Optional.of(schedule.status().active().getLast());
    };
  }

  private int watch(BatchCluster cluster, String run) throws InterruptedException {
    Follower.Visitor<BatchRun, Integer> visitor =
        switch (console().screen()) {
          case TERMINAL -> new Picture(cluster, run);
          case FILE -> new Log();
        };
    return switch (cluster.follower(run).follow(Optional.ofNullable(timeout), visitor)) {
      case Follower.End.Seen<Integer>(Integer code) -> code;
      case Follower.End.Gone<Integer> _ -> failed(ExitCode.FAILED, run, "was deleted");
      case Follower.End.TimedOut<Integer> _ ->
          failed(ExitCode.TIMED_OUT, run, "did not come to an end in time; it goes on by itself");
    };
  }

  private int failed(int code, String run, String how) {
    console().err().println("The BatchScoring " + run + " " + how + ".");
    return code;
  }

  /** How the watch ends, if it does now. */
  private static Optional<Integer> end(BatchRun run) {
    if (!run.isObserved()) {
      return Optional.empty();
    }
    if (run.is(ConditionType.READY)) {
      return Optional.of(ExitCode.DONE);
    }
    return run.is(ConditionType.STALLED) ? Optional.of(ExitCode.FAILED) : Optional.empty();
  }

  /** The picture, drawn again with every change, and while none comes for the sake of its ages. */
  private final class Picture implements Follower.Visitor<BatchRun, Integer> {

    /** Pods start and end without the resource changing. */
    private static final int TICKS_BETWEEN_PODS = 5;

    private final BatchCluster cluster;
    private final String name;
    private @Nullable BatchRun last;
    private BatchPodsSeen pods = new BatchPodsSeen.Listed(List.of());
    private int ticks;

    Picture(BatchCluster cluster, String name) {
      this.cluster = cluster;
      this.name = name;
    }

    @Override
    public Optional<Integer> changed(BatchRun run) {
      if (last == null) {
        console().clear();
      }
      last = run;
      draw(run, cluster.pods(name));
      return end(run);
    }

    @Override
    public void waited() {
      BatchRun run = last;
      if (run != null) {
        ticks++;
        draw(run, ticks % TICKS_BETWEEN_PODS == 0 ? cluster.pods(name) : pods);
      }
    }

    private void draw(BatchRun run, BatchPodsSeen seen) {
      pods = seen;
      console()
          .redraw(
              new BatchRunView(run, pods, environment().clock().instant())
                  .lines(console().palette()));
    }
  }

  /** A line a change, and at the end what to do. */
  private final class Log implements Follower.Visitor<BatchRun, Integer> {

    private String last = "";

    @Override
    public Optional<Integer> changed(BatchRun run) {
      String line = BatchChangeLine.of(run);
      if (!line.equals(last)) {
        last = line;
        console()
            .print(
                List.of(
                    environment().clock().instant().truncatedTo(ChronoUnit.SECONDS) + "  " + line));
      }
      Optional<Integer> end = end(run);
      end.filter(code -> code != ExitCode.DONE)
          .ifPresent(
              _ ->
                  new BatchNextStep(run)
                      .lines(console().palette())
                      .forEach(console().err()::println));
      return end;
    }
  }
}
