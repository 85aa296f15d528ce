package io.slipway.scoring.batching;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.EngineInfo;
import io.slipway.scoring.ExecutionProvider;
import io.slipway.scoring.Field;
import io.slipway.scoring.Model;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Signature;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

/** Models whose cost and answers are made up; time is spent by looking at the clock. */
class BatchTrialTest {
  private static final Shape ANY = Shape.of(Shape.DYNAMIC);

  /**
   * Answers a row with a number of its own.
   *
   * @param shape of the input
   * @param micros that a call with so many rows takes
   * @param mixing adds this much of the whole batch to every answer
   */
  private record Made(Shape shape, IntToLongFunction micros, double mixing) implements Model {
    @Override
    public Signature signature() {
      return new Signature(
          List.of(Field.tensor("x", DataType.FP32, shape)),
          List.of(Field.tensor("y", DataType.FP32, shape)));
    }

    @Override
    public EngineInfo engine() {
      return new EngineInfo("made", "1", ExecutionProvider.CPU);
    }

    @Override
    public Batch score(Batch inputs) {
      Column x = inputs.column("x").orElseThrow();
      long end = System.nanoTime() + 1000 * micros.applyAsLong(x.rows());
      float sum = 0;
      for (float number : x.floats()) {
        sum += number;
      }
      DoubleUnaryOperator answer = number -> 2 * number;
      float[] y = new float[x.length()];
      for (int i = 0; i < y.length; i++) {
        y[i] = (float) (answer.applyAsDouble(x.floats()[i]) + mixing * sum);
      }
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      return Batch.of(Column.of("y", DataType.FP32, x.shape(), y));
    }

    @Override
    public void close() {}
  }

  @Test
  void rowsGoTogetherWhereTheyCostLittleMoreThanOne() {
    BatchPlan plan = BatchTrial.of(new Made(ANY, rows -> 300 + 5L * rows, 0));

    assertThat(plan.isTogether()).as(plan.why()).isTrue();
    assertThat(plan.mostRows()).isEqualTo(64);
    assertThat(plan.why())
        .matches("8 rows cost 1\\.\\d times what one does, which takes 3\\d\\d µs");
  }

  @Test
  void theyDoNotWhereEachCostsAsMuchAgain() {
    BatchPlan plan = BatchTrial.of(new Made(ANY, rows -> 200L * rows, 0));

    assertThat(plan.isTogether()).as(plan.why()).isFalse();
    assertThat(plan.mostRows()).isOne();
  }

  @Test
  void norWhereARowCostsLessThanPassingItOn() {
    assertThat(BatchTrial.of(new Made(ANY, rows -> 10, 0)).isTogether()).isFalse();
  }

  @Test
  void norWhereAChangeOfTheirNumberCostsMoreThanItSaves() {
    AtomicInteger last = new AtomicInteger();
    BatchPlan plan =
        BatchTrial.of(
            new Made(ANY, rows -> last.getAndSet(rows) == rows ? 300 + 5L * rows : 5000, 0));

    assertThat(plan.isTogether()).isFalse();
    assertThat(plan.why()).contains("another number of rows than before costs");
  }

  @Test
  void noMoreOfThemThanStillPays() {
    BatchPlan plan = BatchTrial.of(new Made(ANY, rows -> rows <= 8 ? 400 : 100L * rows, 0));

    assertThat(plan.mostRows()).as(plan.why()).isEqualTo(8);
  }

  @Test
  void aModelThatMixesRowsKeepsThemApart() {
    BatchPlan plan = BatchTrial.of(new Made(ANY, rows -> 300, 1e-3));

    assertThat(plan.isTogether()).isFalse();
    assertThat(plan.why()).contains("answered otherwise among others than alone: y");
  }

  /** Every other number of the answer is an amount in millions. */
  private record BesideAmounts(Made model) implements Model {
    @Override
    public Signature signature() {
      return model.signature();
    }

    @Override
    public EngineInfo engine() {
      return model.engine();
    }

    @Override
    public Batch score(Batch inputs) {
      Column y = model.score(inputs).column("y").orElseThrow();
      float[] numbers = y.floats();
      for (int i = 1; i < numbers.length; i += 2) {
        numbers[i] = 1e7f;
      }
      return Batch.of(Column.of("y", DataType.FP32, y.shape(), numbers));
    }

    @Override
    public void close() {}
  }

  @Test
  void aChanceThatDependsOnTheOtherRowsIsSeenBesideAmounts() {
    BatchPlan plan =
        BatchTrial.of(new BesideAmounts(new Made(Shape.of(Shape.DYNAMIC, 2), rows -> 300, 1e-3)));

    assertThat(plan.isTogether()).as(plan.why()).isFalse();
    assertThat(plan.why()).contains("answered otherwise among others than alone: y");
  }

  @Test
  void rowsThatSeveralOfMightNotFitAndThoseThatTakeLongAreNotTriedTogether() {
    AtomicInteger most = new AtomicInteger();
    Made large =
        new Made(
            Shape.of(Shape.DYNAMIC, 20_000), rows -> most.accumulateAndGet(rows, Math::max), 0);
    assertThat(BatchTrial.of(large).why()).contains("might not fit into the memory");
    assertThat(most).hasValue(0);

    Made slow = new Made(ANY, rows -> 101_000L * most.accumulateAndGet(rows, Math::max), 0);
    assertThat(BatchTrial.of(slow).why()).contains("a row alone takes 101 ms");
    assertThat(most).hasValue(1);
  }

  @Test
  void whatHasNoRowsOrRowsOfAnySizeIsNotTried() {
    assertThat(BatchTrial.of(new Made(Shape.of(4), rows -> 0, 0)).why())
        .contains("as many as the caller likes");
    assertThat(BatchTrial.of(new Made(Shape.of(Shape.DYNAMIC, Shape.DYNAMIC), rows -> 0, 0)).why())
        .contains("no fixed size");
  }
}
