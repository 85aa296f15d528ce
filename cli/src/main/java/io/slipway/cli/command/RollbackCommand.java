package io.slipway.cli.command;

import io.slipway.cli.resource.Deployed;
import io.slipway.cli.rollback.GitOwner;
import io.slipway.cli.rollback.History;
import io.slipway.cli.rollback.Rollback;
import io.slipway.cli.view.OneLine;
import io.slipway.cli.view.RollbackView;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sets spec.model back to what an earlier revision was made of. */
@Command(
    name = "rollback",
    description =
        "Set spec.model back to what an earlier revision was made of. Refused, with what to change"
            + " in Git, where Flux or Argo CD writes it.")
final class RollbackCommand extends OneDeployment {

  @Option(
      names = "--to",
      paramLabel = "REVISION",
      description =
          "The number, name or version of a revision that history lists; revision=3 or version=3"
              + " where a number may mean either. Default: the one before"
              + " the current one.")
  private @Nullable String to;

  @Option(names = "--force", description = "Write it to the cluster though Git owns it.")
  private boolean force;

  @Option(names = "--dry-run", description = "Print what would be done, and do nothing.")
  private boolean dryRun;

  RollbackCommand(Environment environment) {
    super(environment);
  }

  @Override
  public Integer call() {
    Cluster cluster = cluster();
    Deployed resource = cluster.deployedWithManagers(name());
    History history = new History(resource, cluster.revisions(name()));
    return switch (Rollback.choose(history, Optional.ofNullable(to))) {
      case Rollback.Choice.Impossible(String why) -> {
        console().err().println(why);
        yield ExitCode.REFUSED;
      }
      case Rollback.Choice.Possible(Rollback rollback) -> roll(cluster, rollback);
    };
  }

  private int roll(Cluster cluster, Rollback rollback) {
    RollbackView view = new RollbackView(rollback);
    Optional<GitOwner> owner = GitOwner.of(rollback.resource());
    if (owner.isPresent() && !force) {
      view.refusal(owner.get(), console().palette()).forEach(console().err()::println);
      return ExitCode.REFUSED;
    }
    console().print(view.lines(console().palette()));
    if (dryRun) {
      console().print(List.of("Nothing was changed."));
      return ExitCode.DONE;
    }
    cluster.rollBack(rollback);
    owner.ifPresent(
        git ->
            console()
                .err()
                .println(OneLine.of(git.name() + " will set it back, unless: " + git.suspend())));
    console().print(List.of("Done. " + rollback.resource().command("watch") + " follows it."));
    return ExitCode.DONE;
  }
}
