package io.slipway.cli.command;

import io.slipway.cli.action.BatchDecision;
import io.slipway.cli.action.BatchEdit;
import io.slipway.cli.resource.Batch;
import io.slipway.cli.resource.BatchRun;
import io.slipway.cli.rollback.GitOwner;
import io.slipway.cli.view.OneLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Changes one field of a run's or a schedule's spec, where that makes sense and Git has it not. */
abstract class BatchChangeCommand extends OneBatch {

  @Option(names = "--force", description = "Write it to the cluster though Git owns it.")
  private boolean force;

  BatchChangeCommand(Environment environment) {
    super(environment);
  }

  /** Does what was decided on what was looked at. */
  final int change(BatchCluster cluster, BatchDecision decision, Batch batch) {
    return switch (decision) {
      case BatchDecision.Refuse(String why) -> refused(batch.fullName() + ": not done. " + why);
      case BatchDecision.Change(BatchEdit edit) -> write(cluster, edit);
    };
  }

  private int write(BatchCluster cluster, BatchEdit edit) {
    Batch batch = edit.batch();
    Optional<GitOwner> owner = GitOwner.of(batch, edit.field());
    if (owner.isPresent() && !force) {
      return refused(
          """
          %s: not done. %s writes spec.%s, and would set it back.
          Change it in Git, in the %s %s, to %s. Then: %s
          Or write it to the cluster all the same with --force, after: %s\
          """
              .formatted(
                  batch.fullName(),
                  OneLine.of(owner.get().name()),
                  edit.field(),
                  batch.kind(),
                  batch.name(),
                  edit.text(),
                  OneLine.of(owner.get().sync()),
                  OneLine.of(owner.get().suspend())));
    }
    cluster.change(edit);
    owner.ifPresent(
        git ->
            console()
                .err()
                .println(OneLine.of(git.name() + " will set it back, unless: " + git.suspend())));
    List<String> lines = new ArrayList<>();
    lines.add(batch.fullName() + ": " + edit.text() + ". " + OneLine.of(edit.effect()));
    if (batch instanceof BatchRun) {
      lines.add(batch.command("watch") + " follows it.");
    }
    console().print(lines);
    return ExitCode.DONE;
  }
}
