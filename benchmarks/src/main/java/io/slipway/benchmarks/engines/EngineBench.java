package io.slipway.benchmarks.engines;

import io.slipway.benchmarks.engines.Race.Cost;
import io.slipway.benchmarks.engines.Race.Lane;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Model;
import io.slipway.testkit.TestModels;
import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * The tabular engine beside jpmml-evaluator on PMML and beside ONNX Runtime on ONNX: compares their
 * answers, has JMH measure, and prints one figure a line, as dev/bench does.
 */
public final class EngineBench {
  private static final String OURS = "tabular";
  private static final String ALL = "all";
  private static final List<String> WAYS = List.of("batch", "single");
  private static final Map<String, String> LIMITS =
      Map.of(
          "ensemble-batch", "1.0",
          "ensemble-single", "2",
          "deep-batch", "a tenth of jpmml",
          "regression-batch", "0.1");

  private final PrintStream out;
  private final CommandLineOptions options;

  EngineBench(PrintStream out, CommandLineOptions options) {
    this.out = out;
    this.options = options;
  }

  /**
   * Takes less than ten minutes for one model of each class.
   *
   * @param args options of JMH, of which {@code -p model=a,b} says which models; {@code all} are
   *     those of each class and all test models
   */
  public static void main(String[] args) throws Exception {
    new EngineBench(System.out, new CommandLineOptions(args)).run();
  }

  void run() throws Exception {
    Collection<String> names =
        options.getParameter(EngineBenchmark.MODEL).orElse(Subjects.ofEachClass());
    for (String name : names.contains(ALL) ? Subjects.all() : names) {
      Optional<Subject> subject = Subjects.named(name);
      if (subject.isPresent()) {
        measure(subject.get());
      } else {
        leftOut(name, "no such model, or " + TestModels.COLLECTION_ABSENT);
      }
    }
  }

  private void measure(Subject subject) throws Exception {
    Optional<Model> loaded = Loading.with(OURS, subject.file());
    if (loaded.isEmpty()) {
      leftOut(subject.name(), "the tabular engine does not score it");
      return;
    }
    try (Model ours = loaded.get()) {
      Batch rows = subject.batch(ours.signature());
      double answer = Answers.bytes(ours.score(rows));
      Map<Lane, Cost> costs = new Race(options).run(subject.name(), agreeing(subject, ours, rows));
      for (String way : WAYS) {
        print(subject, way, answer, costs);
      }
    }
  }

  /** Which engines score it: the tabular one and, if it does, its peer, which has to agree. */
  private static List<String> agreeing(Subject subject, Model ours, Batch rows) throws Exception {
    Optional<Model> peer = Loading.with(subject.peer(), subject.file());
    if (peer.isEmpty()) {
      return List.of(OURS);
    }
    try (Model theirs = peer.get()) {
      Answers.compare(ours, theirs, rows);
    }
    return List.of(OURS, subject.peer());
  }

  private void print(Subject subject, String way, double answer, Map<Lane, Cost> costs) {
    String peer = subject.peer();
    String name = subject.name() + "-" + way;
    Cost ours = Objects.requireNonNull(costs.get(new Lane(way, OURS)));
    Optional<Cost> theirs = Optional.ofNullable(costs.get(new Lane(way, peer)));
    String limit = LIMITS.containsKey(name) ? "; limit " + LIMITS.get(name) : "";
    figure(
        name,
        "%.3f us".formatted(ours.micros()),
        theirs
                .map(
                    cost ->
                        "%s %.3f, %.1fx"
                            .formatted(peer, cost.micros(), cost.micros() / ours.micros()))
                .orElse("no other engine here scores it")
            + limit);
    figure(
        name + "-bytes",
        "%.1f B".formatted(ours.bytes()),
        "its answer %.1f".formatted(answer)
            + theirs.map(cost -> "; %s %.1f".formatted(peer, cost.bytes())).orElse(""));
  }

  private void figure(String name, String value, String note) {
    out.printf(Locale.ROOT, "engines-%s %s (%s)%n", name, value, note);
  }

  private void leftOut(String name, String why) {
    out.printf("engines-%s not measured: %s%n", name, why);
  }
}
