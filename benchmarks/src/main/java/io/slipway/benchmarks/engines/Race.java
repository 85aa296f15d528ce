package io.slipway.benchmarks.engines;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs {@link EngineBenchmark} for one model with each of some engines, in a JVM of its own each;
 * in rounds that take turns where there are more. What JMH says meanwhile goes to standard error.
 */
final class Race {
  private static final String BYTES = "gc.alloc.rate.norm";

  private final CommandLineOptions given;
  private final OutputFormat log =
      OutputFormatFactory.createFormatInstance(System.err, VerboseMode.NORMAL);

  /** A way of calling an engine, by the benchmark's method, and the engine. */
  record Lane(String way, String engine) {}

  /** Medians of what a row took. */
  record Cost(double micros, double bytes) {}

  /**
   * @param given for JMH; forks are rounds
   */
  Race(CommandLineOptions given) {
    this.given = given;
  }

  Map<Lane, Cost> run(String model, List<String> engines) throws RunnerException {
    int forks = given.getForkCount().orElse(1);
    Map<Lane, List<IterationResult>> iterations = new LinkedHashMap<>();
    for (int round = 0; round < Math.max(1, forks); round++) {
      for (RunResult result : round(model, engines, Math.min(1, forks))) {
        Lane lane =
            new Lane(
                result.getPrimaryResult().getLabel(),
                result.getParams().getParam(EngineBenchmark.ENGINE));
        for (BenchmarkResult fork : result.getBenchmarkResults()) {
          iterations
              .computeIfAbsent(lane, any -> new ArrayList<>())
              .addAll(fork.getIterationResults());
        }
      }
    }
    Map<Lane, Cost> costs = new LinkedHashMap<>();
    iterations.forEach(
        (lane, all) -> costs.put(lane, new Cost(median(all, CpuTime.LABEL), median(all, BYTES))));
    return costs;
  }

  private Collection<RunResult> round(String model, List<String> engines, int forks)
      throws RunnerException {
    return new Runner(
            new OptionsBuilder()
                .parent(given)
                .include(Pattern.quote(EngineBenchmark.class.getName()) + "\\.")
                .param(EngineBenchmark.MODEL, model)
                .param(EngineBenchmark.ENGINE, engines.toArray(String[]::new))
                .forks(forks)
                .addProfiler(GCProfiler.class)
                .addProfiler(CpuTime.class)
                .shouldFailOnError(true)
                .build(),
            log)
        .run();
  }

  private static double median(List<IterationResult> iterations, String label) {
    double[] scores =
        iterations.stream()
            .map(iteration -> Objects.requireNonNull(iteration.getSecondaryResults().get(label)))
            .mapToDouble(result -> result.getScore())
            .sorted()
            .toArray();
    return scores[scores.length / 2];
  }
}
