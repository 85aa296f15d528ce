package io.slipway.cli.command;

import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.cli.resource.Deployed;
import io.slipway.cli.view.ChangeLine;
import io.slipway.cli.view.NextStep;
import io.slipway.cli.view.PodsSeen;
import io.slipway.cli.view.StatusView;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Follows a rollout to its end: redraws the picture on a terminal, prints a line a change else. */
@Command(
    name = "watch",
    description =
        "Follow a rollout until what the spec asks for serves (exit code 0) or the rollout fails or"
            + " stalls (1). On a terminal the picture is redrawn, elsewhere each change is a line.")
final class WatchCommand extends OneDeployment {

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      converter = Span.class,
      description = "End with exit code 4 after so long, like 30m. Default: never.")
  private @Nullable Duration timeout;

  WatchCommand(Environment environment) {
    super(environment);
  }

  @Override
  public Integer call() throws InterruptedException {
    Cluster cluster = cluster();
    Follower.Visitor<Deployed, Integer> visitor =
        switch (console().screen()) {
          case TERMINAL -> new Picture(cluster);
          case FILE -> new Log();
        };
    return switch (cluster.follower(name()).follow(Optional.ofNullable(timeout), visitor)) {
      case Follower.End.Seen<Integer>(Integer code) -> code;
      case Follower.End.Gone<Integer> _ -> failed(ExitCode.FAILED, "was deleted");
      case Follower.End.TimedOut<Integer> _ ->
          failed(ExitCode.TIMED_OUT, "did not come to an end in time; it goes on by itself");
    };
  }

  private int failed(int code, String how) {
    console().err().println("The ModelDeployment " + name() + " " + how + ".");
    return code;
  }

  /** How the watch ends, if it does now. */
  private static Optional<Integer> end(Deployed resource) {
    if (!resource.isObserved()) {
      return Optional.empty();
    }
    if (resource.is(ConditionType.READY)) {
      return Optional.of(ExitCode.DONE);
    }
    return resource.is(ConditionType.STALLED) ? Optional.of(ExitCode.FAILED) : Optional.empty();
  }

  /** The picture, drawn again with every change, and while none comes for the sake of its ages. */
  private final class Picture implements Follower.Visitor<Deployed, Integer> {

    /** Pods start and end without the resource changing. */
    private static final int TICKS_BETWEEN_PODS = 5;

    private final Cluster cluster;
    private @Nullable Deployed last;
    private PodsSeen pods = new PodsSeen.Listed(List.of());
    private int ticks;

    Picture(Cluster cluster) {
      this.cluster = cluster;
    }

    @Override
    public Optional<Integer> changed(Deployed resource) {
      if (last == null) {
        console().clear();
      }
      last = resource;
      draw(resource, cluster.pods(name()));
      return end(resource);
    }

    @Override
    public void waited() {
      Deployed resource = last;
      if (resource != null) {
        ticks++;
        draw(resource, ticks % TICKS_BETWEEN_PODS == 0 ? cluster.pods(name()) : pods);
      }
    }

    private void draw(Deployed resource, PodsSeen seen) {
      pods = seen;
      console()
          .redraw(
              new StatusView(resource, pods, environment().clock().instant())
                  .lines(console().palette()));
    }
  }

  /** A line a change, and at the end what to do. */
  private final class Log implements Follower.Visitor<Deployed, Integer> {

    private String last = "";

    @Override
    public Optional<Integer> changed(Deployed resource) {
      String line = ChangeLine.of(resource);
      if (!line.equals(last)) {
        last = line;
        console()
            .print(
                List.of(
                    environment().clock().instant().truncatedTo(ChronoUnit.SECONDS) + "  " + line));
      }
      Optional<Integer> end = end(resource);
      end.filter(code -> code != ExitCode.DONE)
          .ifPresent(_ -> new NextStep(resource).lines().forEach(console().err()::println));
      return end;
    }
  }
}
