package io.slipway.cli.command;

import io.slipway.cli.resource.Batch;
import io.slipway.cli.resource.BatchRun;
import io.slipway.cli.resource.BatchSchedule;
import io.slipway.cli.view.OneLine;
import java.util.List;
import picocli.CommandLine.Parameters;

/** A command about one run or schedule of offline scoring. */
abstract class OneBatch extends ClusterCommand {

  @Parameters(
      paramLabel = "NAME",
      description = "The BatchScoring, or the ScheduledBatchScoring where that makes sense.")
  private String name = "";

  OneBatch(Environment environment) {
    super(environment);
  }

  /** What the name is meant to be of, where one name may be two things'. */
  sealed interface Meant<T extends Batch> {

    /** This. */
    record One<T extends Batch>(T batch) implements Meant<T> {}

    /** A run was needed, or it may be both. */
    record Unclear<T extends Batch>(String why) implements Meant<T> {}
  }

  final BatchName name() {
    return BatchName.of(name);
  }

  @Override
  List<String> named() {
    return BatchName.ALL;
  }

  /** The cluster that this command's flags name. */
  final BatchCluster cluster() {
    return new BatchCluster(kubectl());
  }

  /** The run or schedule of the name. */
  final Meant<Batch> one(BatchCluster cluster) {
    List<Batch> found = cluster.named(name());
    return found.size() == 1
        ? new Meant.One<>(found.getFirst())
        : new Meant.Unclear<>(
            "%s is a run and a schedule; write bsc/%s or sbsc/%s."
                .formatted(found.getFirst().fullName(), name().name(), name().name()));
  }

  /** The run of the name, whether or not a schedule has it too. */
  final Meant<BatchRun> run(BatchCluster cluster) {
    List<Batch> found = cluster.named(name());
    return found.stream()
        .filter(BatchRun.class::isInstance)
        .map(BatchRun.class::cast)
        .<Meant<BatchRun>>map(Meant.One::new)
        .findFirst()
        .orElseGet(() -> new Meant.Unclear<>(runsOf(found.getFirst())));
  }

  private static String runsOf(Batch batch) {
    List<String> active =
        batch instanceof BatchSchedule schedule ? schedule.status().active() : List.of();
    return "%s is a schedule; name one of its runs. ".formatted(batch.fullName())
        + (active.isEmpty()
            ? "None is under way; kubectl slipway batch list -n %s lists those that are kept."
                .formatted(batch.metadata().namespace())
            : "Under way: " + OneLine.of(String.join(", ", active)) + ".");
  }

  final int refused(String why) {
    console().err().println(why);
    return ExitCode.REFUSED;
  }
}
