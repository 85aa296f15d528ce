package io.slipway.cli.command;

import io.slipway.cli.resource.BatchPod;
import io.slipway.cli.resource.BatchRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints what the pods of a run said. */
@Command(
    name = "logs",
    description =
        "Print what the pods of a run wrote, each line after its pod, in the order of time; of"
            + " several attempts at a split the newest.")
final class BatchLogsCommand extends OneBatch {

  /** What pods of a run are for, as their label has it. */
  enum Phase {
    PLAN,
    SCORE,
    EXECUTOR,
    PUBLISH,
    ACTIVATE,
    LOOKUP;

    /** As the label has it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--phase",
      paramLabel = "PHASE",
      description =
          "Of pods of plan, score, executor, publish, activate or lookup alone; on Spark score is the"
              + " driver. Default: of all but lookup.")
  private @Nullable Phase phase;

  @Option(names = "--split", paramLabel = "N", description = "Of the pod of that split alone.")
  private @Nullable Integer split;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until the run ends, with the pods that are started meanwhile.")
  private boolean follows;

  @Option(
      names = "--tail",
      paramLabel = "LINES",
      description = "Of each pod the last lines. Default: all.")
  private @Nullable Integer tail;

  /** Set by picocli before the command is called. */
  @Spec private @Nullable CommandSpec self;

  BatchLogsCommand(Environment environment) {
    super(environment);
  }

  @Override
  List<String> named() {
    return List.of(BatchRun.RESOURCE);
  }

  @Override
  public Integer call() throws InterruptedException {
    if (split != null && phase != null && phase != Phase.SCORE && self != null) {
      throw new ParameterException(
          self.commandLine(), "--split goes with --phase score: other pods have no split");
    }
    BatchCluster cluster = cluster();
    return switch (run(cluster)) {
      case Meant.Unclear<BatchRun>(String why) -> refused(why);
      case Meant.One<BatchRun>(BatchRun run) -> print(cluster, run);
    };
  }

  private int print(BatchCluster cluster, BatchRun run) throws InterruptedException {
    BatchLogs logs = new BatchLogs(cluster, run.name(), selector(), options(), environment());
    if (follows) {
      return logs.follow();
    }
    List<BatchPod> pods = logs.pods();
    return pods.isEmpty()
        ? refused(
            "%s: no such pod has a log (%s): none was started yet, or they were removed with their Job."
                .formatted(run.fullName(), run.phaseWord()))
        : logs.print(pods);
  }

  /** The labels of the pods that are meant. */
  private String selector() {
    OptionalInt index = split == null ? OptionalInt.empty() : OptionalInt.of(split);
    if (index.isPresent()) {
      return "slipway.io/role=score,batch.kubernetes.io/job-completion-index=" + index.getAsInt();
    }
    return phase == null ? "slipway.io/role!=lookup" : "slipway.io/role=" + phase;
  }

  private List<String> options() {
    List<String> options = new ArrayList<>();
    if (tail != null) {
      options.add("--tail=" + tail);
    }
    return options;
  }
}
