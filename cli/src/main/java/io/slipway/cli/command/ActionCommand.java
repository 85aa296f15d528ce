package io.slipway.cli.command;

import io.slipway.api.v1alpha1.HandledAction;
import io.slipway.cli.action.Action;
import io.slipway.cli.action.ActionValue;
import io.slipway.cli.action.Decide;
import io.slipway.cli.action.Decision;
import io.slipway.cli.resource.Deployed;
import io.slipway.cli.view.Ages;
import io.slipway.cli.view.OneLine;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says one of the {@link Action}s to a rollout. Its name and description are the action's. */
@Command
final class ActionCommand extends OneDeployment {

  /** How the operator's answer begins when it did not do what it was asked for. */
  private static final String IGNORED = "ignored: ";

  private final Action action;

  @Option(
      names = "--wait",
      description = "Wait until the operator has handled it, and print what came of it.")
  private boolean waits;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      converter = Span.class,
      defaultValue = "1m",
      description = "With --wait: end with exit code 4 after so long. Default: ${DEFAULT-VALUE}.")
  private Duration timeout = Duration.ofMinutes(1);

  ActionCommand(Environment environment, Action action) {
    super(environment);
    this.action = action;
  }

  @Override
  public Integer call() throws InterruptedException {
    Cluster cluster = cluster();
    Deployed resource = cluster.deployed(name());
    return switch (new Decide(resource, environment().nonces().get()).on(action)) {
      case Decision.Refuse(String why) -> {
        console().err().println(resource.fullName() + ": not asked for. " + why);
        yield ExitCode.REFUSED;
      }
      case Decision.Send(ActionValue value) -> say(cluster, resource, value);
    };
  }

  private int say(Cluster cluster, Deployed resource, ActionValue value)
      throws InterruptedException {
    String before = resource.annotations().getOrDefault(Deployed.ACTION, "");
    if (!before.isEmpty()
        && !before.equals(handled(resource).map(HandledAction::value).orElse(""))) {
      console()
          .err()
          .println("Replaces " + OneLine.of(before) + ", which the operator had not handled yet.");
    }
    cluster.say(name(), value);
    console()
        .print(
            List.of(
                "%s: asked to %s %s."
                    .formatted(resource.fullName(), value.action().word(), value.revision())));
    if (!waits) {
      console().print(List.of(resource.command("watch") + " follows it."));
      return ExitCode.DONE;
    }
    return await(cluster, resource, value);
  }

  private int await(Cluster cluster, Deployed resource, ActionValue value)
      throws InterruptedException {
    Follower.Visitor<Deployed, String> visitor =
        seen ->
            handled(seen)
                .filter(handled -> handled.value().equals(value.text()))
                .map(handled -> Objects.requireNonNullElse(handled.outcome(), "handled"));
    return switch (cluster.follower(name()).follow(Optional.of(timeout), visitor)) {
      case Follower.End.Seen<String>(String outcome) -> {
        console().print(List.of(resource.fullName() + ": " + OneLine.of(outcome)));
        yield outcome.startsWith(IGNORED) ? ExitCode.REFUSED : ExitCode.DONE;
      }
      case Follower.End.Gone<String> _ -> {
        console().err().println(resource.fullName() + " was deleted.");
        yield ExitCode.FAILED;
      }
      case Follower.End.TimedOut<String> _ -> {
        console()
            .err()
            .println(
                "%s: not handled after %s. Is the operator running? kubectl get pods -A -l"
                        .formatted(resource.fullName(), Ages.text(timeout))
                    + " app.kubernetes.io/name=slipway-operator");
        yield ExitCode.TIMED_OUT;
      }
    };
  }

  private static Optional<HandledAction> handled(Deployed resource) {
    return Optional.ofNullable(resource.status().lastHandledAction());
  }
}
