package io.slipway.cli.command;

import io.slipway.cli.kubectl.KubectlException;
import io.slipway.cli.kubectl.Output;
import io.slipway.cli.resource.BatchPod;
import io.slipway.cli.view.LogMerge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The logs of a run's pods, as they are or as they grow. Used once, by one thread.
 *
 * @param selector of the labels of the pods that are meant
 * @param options of {@code kubectl logs}
 */
record BatchLogs(
    BatchCluster cluster,
    String run,
    String selector,
    List<String> options,
    Environment environment) {

  /** So many kubectls at a time: each is a process that mostly waits for the API server. */
  private static final int READ_AT_ONCE = 8;

  /** A pod's log that is followed is a process for as long as the pod runs. */
  private static final int FOLLOWED_AT_ONCE = 50;

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);
  private static final Duration TICK = Duration.ofMillis(200);
  private static final Duration HELD_BACK = Duration.ofMillis(500);

  /** The newest attempts that have a log. */
  List<BatchPod> pods() {
    return BatchPod.newest(cluster.pods(run, selector)).stream().filter(BatchPod::begun).toList();
  }

  private record Reading(String pod, Future<String> text) {}

  /** Prints all that those pods have written; the exit code. */
  int print(List<BatchPod> pods) throws InterruptedException {
    LogMerge merge = new LogMerge(Duration.ZERO);
    int code = ExitCode.DONE;
    try (ExecutorService readers = Executors.newFixedThreadPool(READ_AT_ONCE)) {
      List<Reading> logs =
          pods.stream()
              .map(pod -> new Reading(pod.name(), readers.submit(() -> cluster.log(pod, options))))
              .toList();
      for (Reading log : logs) {
        try {
          log.text().get().lines().forEach(line -> merge.add(line(log.pod(), line), 0));
        } catch (ExecutionException e) {
          if (!(e.getCause() instanceof KubectlException told)) {
            throw new IllegalStateException(e.getCause());
          }
          // The others' lines are worth having all the same.
          console().err().println(told.getMessage());
          code = ExitCode.KUBECTL;
        }
      }
    }
    show(merge.rest());
    return code;
  }

  /** Prints what they have written and go on to write, until the run has ended; the exit code. */
  int follow() throws InterruptedException {
    BlockingQueue<LogMerge.Line> lines = new LinkedBlockingQueue<>();
    LogMerge merge = new LogMerge(HELD_BACK);
    Map<String, Output> followed = new HashMap<>();
    Set<String> known = new HashSet<>();
    try {
      boolean isOver = false;
      long looked = System.nanoTime() - LOOK_AGAIN.toNanos();
      while (!isOver || !followed.isEmpty() || !lines.isEmpty()) {
        if (!isOver && System.nanoTime() - looked >= LOOK_AGAIN.toNanos()) {
          // In this order: pods that are started before the run ends are seen after it.
          boolean hasEnded = followed.isEmpty() && cluster.run(run).isFinished();
          int begun = followNew(known, followed, lines);
          isOver = hasEnded && begun == 0;
          looked = System.nanoTime();
        }
        LogMerge.Line next = lines.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
        for (; next != null; next = lines.poll()) {
          merge.add(next, System.nanoTime());
        }
        show(merge.due(System.nanoTime()));
        followed.values().stream()
            .filter(Output::isOver)
            .flatMap(output -> output.failure().stream())
            .forEach(console().err()::println);
        followed.values().removeIf(Output::isOver);
      }
      show(merge.rest());
      return ExitCode.DONE;
    } finally {
      followed.values().forEach(Output::close);
    }
  }

  /** Begins with pods that are new; how many. */
  private int followNew(
      Set<String> known, Map<String, Output> followed, BlockingQueue<LogMerge.Line> lines) {
    List<BatchPod> fresh = new ArrayList<>(pods());
    fresh.removeIf(pod -> known.contains(pod.name()));
    // The rest has its turn when others have ended: their logs stay until then.
    List<BatchPod> next =
        fresh.subList(0, Math.min(fresh.size(), FOLLOWED_AT_ONCE - followed.size()));
    for (BatchPod pod : next) {
      known.add(pod.name());
      followed.put(
          pod.name(), cluster.followLog(pod, options, line -> lines.add(line(pod.name(), line))));
    }
    return next.size();
  }

  private LogMerge.Line line(String pod, String printed) {
    return LogMerge.Line.of(pod, printed, environment.clock().instant());
  }

  private void show(List<LogMerge.Line> lines) {
    console().print(lines.stream().map(line -> line.shown(console().palette())).toList());
  }

  private Console console() {
    return environment.console();
  }
}
