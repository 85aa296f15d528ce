package io.slipway.benchmarks.tabular;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.Model;
import io.slipway.scoring.ScoringException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;

/**
 * An engine with a model and the rows that it is to score, and what each round of that cost.
 *
 * @param micros CPU time of this thread a row, one for each round
 */
record Contender(String name, Model model, List<Batch> calls, List<Double> micros) {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  static Contender of(String name, Model model, List<Batch> calls) {
    return new Contender(name, model, calls, new ArrayList<>());
  }

  /** Answers to all calls, for comparison. */
  List<Batch> answers() throws ScoringException {
    List<Batch> answers = new ArrayList<>();
    for (Batch call : calls) {
      answers.add(model.score(call));
    }
    return answers;
  }

  /** Scores for so long. */
  double round(long nanos) throws ScoringException {
    long begun = THREADS.getCurrentThreadCpuTime();
    long rows = 0;
    long spent;
    do {
      for (Batch call : calls) {
        rows += rows(model.score(call));
      }
      spent = THREADS.getCurrentThreadCpuTime() - begun;
    } while (spent < nanos);
    return spent / 1000.0 / rows;
  }

  double median() {
    return micros.stream().sorted().skip(micros.size() / 2).findFirst().orElse(Double.NaN);
  }

  private static int rows(Batch answer) {
    Column first = answer.columns().iterator().next();
    return first.rows();
  }
}
