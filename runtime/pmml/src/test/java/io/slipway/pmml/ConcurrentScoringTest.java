package io.slipway.pmml;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.scoring.Batch;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.testkit.TabularRows;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConcurrentScoringTest {
  private static final int THREADS = 8;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sk-mixed-imputer-logreg-penguins",
        "sk-ruleset-iris",
        "spark-dtree-penguins",
        "sk-logreg-multiclass-iris"
      })
  void manyThreadsGetTheAnswersOneThreadGets(String id) throws Exception {
    TestModel files = TestModels.committed(id);
    PmmlEngine engine = new PmmlEngine();
    // Fresh for each run: what JPMML fills in lazily is filled in by several threads at once.
    try (Model alone = engine.load(files.pmml().orElseThrow(), LoadOptions.cpu());
        Model shared = engine.load(files.pmml().orElseThrow(), LoadOptions.cpu())) {
      Batch input = TabularRows.toBatch(alone.signature(), files.inputRows());
      List<Map<String, Object>> expected = TabularRows.rows(alone.score(input));

      ExecutorService threads = Executors.newFixedThreadPool(THREADS);
      CyclicBarrier start = new CyclicBarrier(THREADS);
      List<Future<List<Map<String, Object>>>> answers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        answers.add(
            threads.submit(
                () -> {
                  start.await();
                  shared.score(input);
                  return TabularRows.rows(shared.score(input));
                }));
      }
      threads.shutdown();

      for (Future<List<Map<String, Object>>> answer : answers) {
        assertThat(answer.get()).isEqualTo(expected);
      }
    }
  }
}
