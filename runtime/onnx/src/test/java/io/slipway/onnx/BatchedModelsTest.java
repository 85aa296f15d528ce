package io.slipway.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.EngineInfo;
import io.slipway.scoring.Field;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Signature;
import io.slipway.scoring.batching.BatchListener;
import io.slipway.scoring.batching.BatchPlan;
import io.slipway.scoring.batching.BatchSizes;
import io.slipway.scoring.batching.BatchingModel;
import io.slipway.testkit.Comparison;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import io.slipway.testkit.Tolerance;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real models' rows, sent by many callers at once, beside the same rows one by one. */
@Timeout(60)
class BatchedModelsTest {
  private static final int CALLERS = 24;
  private static final int MOST_ROWS = 64;

  static Stream<TestModel> models() {
    return TestModels.available().stream().filter(model -> model.onnx().isPresent());
  }

  @ParameterizedTest
  @MethodSource("models")
  void rowsThatWaitForEachOtherAreAnsweredAsByThemselves(TestModel test) throws Exception {
    try (Model model = load(test)) {
      List<Batch> rows = rows(model.signature(), test.onnxInput());
      List<Batch> expected = new ArrayList<>();
      for (Batch row : rows) {
        expected.add(model.score(row));
      }
      if (!differences(expected.get(0), model.score(rows.get(0))).isEmpty()) {
        abort("its answers are random");
      }
      Batch whole = model.score(test.onnxInput());
      int all = test.onnxInput().columns().iterator().next().rows();
      if (whole.columns().stream().anyMatch(column -> column.rows() != all)) {
        abort("its answer to rows is no rows");
      }
      Gate gate = new Gate(model);
      List<Batch> answers = byCallersAtOnce(gate, rows);

      assertThat(gate.calls).as("calls for %d rows", rows.size()).hasValue(2);
      for (int i = 0; i < rows.size(); i++) {
        assertThat(differences(expected.get(i), answers.get(i))).as("row " + i).isEmpty();
      }
    }
  }

  /** A caller a row: one is in the model and the others wait until it may go on. */
  private static List<Batch> byCallersAtOnce(Gate gate, List<Batch> rows) throws Exception {
    // Not closed: that would close the model too.
    BatchingModel batching =
        new BatchingModel(
            gate, new BatchPlan(MOST_ROWS, "for the test"), 1, BatchSizes.ANY, BatchListener.NONE);
    List<FutureTask<Batch>> callers = new ArrayList<>();
    for (Batch row : rows) {
      FutureTask<Batch> caller = new FutureTask<>(() -> batching.score(row));
      Thread thread = new Thread(caller);
      thread.start();
      while (thread.getState() != Thread.State.WAITING && !caller.isDone()) {
        Thread.onSpinWait();
      }
      callers.add(caller);
    }
    gate.open.countDown();
    List<Batch> answers = new ArrayList<>();
    for (FutureTask<Batch> caller : callers) {
      answers.add(caller.get());
    }
    return answers;
  }

  /** A model whose calls begin when the gate is open. */
  private static final class Gate implements Model {
    private final CountDownLatch open = new CountDownLatch(1);
    private final AtomicInteger calls = new AtomicInteger();
    private final Model model;

    Gate(Model model) {
      this.model = model;
    }

    @Override
    public Signature signature() {
      return model.signature();
    }

    @Override
    public EngineInfo engine() {
      return model.engine();
    }

    @Override
    public Batch score(Batch inputs) throws ScoringException {
      calls.incrementAndGet();
      try {
        open.await();
      } catch (InterruptedException e) {
        throw new AssertionError("nobody interrupts", e);
      }
      return model.score(inputs);
    }

    @Override
    public void close() {
      model.close();
    }
  }

  private static List<String> differences(Batch expected, Batch answer) {
    List<String> differences = new ArrayList<>();
    Comparison comparison = new Comparison(new Tolerance(1e-5, 1e-5));
    for (Column column : expected.columns()) {
      differences.addAll(
          comparison.differences(column, answer.column(column.name()).orElseThrow()));
    }
    return differences;
  }

  /** The test's input cut along its leading dimension, where that is the caller's choice. */
  private static List<Batch> rows(Signature signature, Batch input) {
    boolean cut =
        signature.inputs().stream()
            .allMatch(
                field ->
                    field.shape().rank() > 0
                        && field.shape().dimension(0) == Shape.DYNAMIC
                        && field.shape().accepts(column(input, field).shape()));
    int all = input.columns().iterator().next().rows();
    if (!cut || all < 2 || input.columns().stream().anyMatch(column -> column.rows() != all)) {
      return abort("its input is no batch of rows");
    }
    int count = Math.min(CALLERS, all);
    List<Batch> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int row = i;
      rows.add(Batch.of(input.columns().stream().map(column -> row(column, row)).toList()));
    }
    return rows;
  }

  private static Column column(Batch input, Field field) {
    return input.column(field.name()).orElseThrow();
  }

  private static Column row(Column all, int row) {
    int width = all.length() / all.rows();
    Object values = Array.newInstance(all.type().arrayType().componentType(), width);
    System.arraycopy(all.values(), row * width, values, 0, width);
    long[] shape = all.shape().toArray();
    shape[0] = 1;
    return Column.of(all.name(), all.type(), Shape.of(shape), values);
  }

  private static Model load(TestModel test) throws Exception {
    try {
      return new OnnxEngine().load(test.onnx().orElseThrow(), LoadOptions.cpu());
    } catch (ModelLoadException e) {
      return abort(e.getMessage());
    }
  }
}
