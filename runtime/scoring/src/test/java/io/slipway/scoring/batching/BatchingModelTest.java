package io.slipway.scoring.batching;

import static io.slipway.scoring.batching.StagedModel.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.scoring.Batch;
import io.slipway.scoring.ScoringException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers of a model that takes one call at a time, of four rows at most. */
@Timeout(30)
class BatchingModelTest {
  private final StagedModel model = new StagedModel();
  private final List<Integer> told = new CopyOnWriteArrayList<>();
  private final AtomicInteger waits = new AtomicInteger();
  private final BatchingModel batching =
      new BatchingModel(
          model,
          new BatchPlan(4, ""),
          1,
          BatchSizes.ANY,
          new BatchListener() {
            @Override
            public void scores(int callers) {
              told.add(callers);
            }

            @Override
            public void waited(long nanos) {
              waits.incrementAndGet();
            }
          });
  private final List<Call> calls = new ArrayList<>();

  /** A caller on a thread of its own. */
  private record Call(FutureTask<double[]> task, Thread thread) {
    double[] answer() throws Exception {
      return task.get(10, TimeUnit.SECONDS);
    }

    Throwable failure() throws Exception {
      try {
        return new AssertionError("answered: " + answer().length);
      } catch (ExecutionException e) {
        return e.getCause() == null ? e : e.getCause();
      }
    }
  }

  /** Comes, and is either in the model or waiting when this returns. */
  private Call call(double... numbers) {
    return call(batching, numbers);
  }

  private Call call(BatchingModel called, double... numbers) {
    Callable<double[]> score = () -> called.score(row(numbers)).column("y").orElseThrow().doubles();
    FutureTask<double[]> task = new FutureTask<>(score);
    Thread thread = new Thread(task);
    thread.start();
    while (thread.getState() != Thread.State.WAITING && !task.isDone()) {
      Thread.onSpinWait();
    }
    Call call = new Call(task, thread);
    calls.add(call);
    return call;
  }

  @AfterEach
  void nobodyIsLeftWaiting() throws Exception {
    model.go.release(1000);
    for (Call call : calls) {
      call.thread().join(10_000);
      assertThat(call.thread().isAlive()).isFalse();
    }
  }

  @Test
  void whoeverWaitsIsScoredTogetherWhenThePlaceIsFree() throws Exception {
    Call first = call(1);
    Call second = call(2);
    Call third = call(3, 4);
    model.go.release(2);

    assertThat(first.answer()).containsExactly(2);
    assertThat(second.answer()).containsExactly(4);
    assertThat(third.answer()).containsExactly(6, 8);
    assertThat(model.calls).containsExactly(1, 3);
    assertThat(told).containsExactly(1, 2);
    assertThat(waits).hasValue(2);
  }

  @Test
  void nobodyWaitsWhoIsAlone() throws Exception {
    model.go.release(3);
    for (int i = 0; i < 3; i++) {
      assertThat(batching.score(row(i)).column("y").orElseThrow().doubles()).containsExactly(2 * i);
    }
    assertThat(model.calls).containsExactly(1, 1, 1);
    assertThat(waits).hasValue(0);
  }

  @Test
  void noMoreRowsGoTogetherThanThePlanSays() throws Exception {
    call(0);
    Call large = call(1, 2, 3);
    Call two = call(4, 5);
    Call one = call(6);
    Call own = call(1, 2, 3, 4, 5, 6);
    model.go.release(4);

    assertThat(large.answer()).containsExactly(2, 4, 6);
    assertThat(two.answer()).containsExactly(8, 10);
    assertThat(one.answer()).containsExactly(12);
    assertThat(own.answer()).hasSize(6);
    assertThat(model.calls).containsExactly(1, 4, 2, 6);
  }

  @Test
  void whereNumbersOfRowsAreToBeFewABatchIsFilledUp() throws Exception {
    BatchingModel even =
        new BatchingModel(
            model, new BatchPlan(8, ""), 1, BatchSizes.POWERS_OF_TWO, BatchListener.NONE);
    call(even, 0);
    Call two = call(even, 1, 2);
    Call one = call(even, 3);
    model.go.release(2);

    assertThat(two.answer()).containsExactly(2, 4);
    assertThat(one.answer()).containsExactly(6);
    assertThat(model.calls).containsExactly(1, 4);
  }

  @Test
  void aRowThatIsRefusedFailsNoNeighbour() throws Exception {
    call(0);
    Call good = call(1);
    Call bad = call(-1);
    Call better = call(2);
    model.go.release(10);

    assertThat(good.answer()).containsExactly(2);
    assertThat(better.answer()).containsExactly(4);
    assertThat(bad.failure()).isInstanceOf(ScoringException.class).hasMessage("a negative number");
    assertThat(model.calls).containsExactly(1, 3, 1, 1, 1);
  }

  @Test
  void anErrorEndsItsCallerAndTheOthersAreScoredByThemselves() throws Exception {
    call(0);
    Call error = call(666);
    Call other = call(2);
    model.go.release(10);

    assertThat(error.failure()).isInstanceOf(OutOfMemoryError.class);
    assertThat(other.answer()).containsExactly(4);
    assertThat(model.calls).containsExactly(1, 2, 1);
  }

  @Test
  void aMalformedBatchIsLeftToTheModelAndJoinsNobody() throws Exception {
    call(0);
    Call good = call(1);
    FutureTask<Batch> unknown =
        new FutureTask<>(
            () ->
                batching.score(
                    Batch.of(
                        io.slipway.scoring.Column.ofDoubles("x", 1),
                        io.slipway.scoring.Column.ofDoubles("z", 1))));
    Thread thread = new Thread(unknown);
    thread.start();
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    model.go.release(10);

    assertThat(good.answer()).containsExactly(2);
    assertThat(unknown.get(10, TimeUnit.SECONDS).size()).isOne();
    assertThat(model.calls).containsExactly(1, 1, 1);
  }

  @Test
  void oneWhoseTimeIsOverWhileItWaitsIsNotScored() throws Exception {
    call(0);
    Call late = call(1);
    Call other = call(2);
    late.thread().interrupt();

    assertThat(late.failure()).isInstanceOf(ScoringException.class).hasMessageContaining("stopped");
    model.go.release(10);
    assertThat(other.answer()).containsExactly(4);
    assertThat(model.calls).containsExactly(1, 1);
  }

  @Test
  void oneWhoseTimeIsOverWhileItCallsForOthersDoesNotTakeThemAlong() throws Exception {
    Call first = call(0);
    Call leader = call(1);
    Call second = call(2);
    Call third = call(3);
    model.go.release();
    first.answer();
    while (model.calls.size() < 2) {
      Thread.onSpinWait();
    }
    leader.thread().interrupt();
    assertThat(leader.failure()).isInstanceOf(ScoringException.class);
    model.go.release(10);

    assertThat(second.answer()).containsExactly(4);
    assertThat(third.answer()).containsExactly(6);
    assertThat(model.calls).containsExactly(1, 3, 2);
  }

  @Test
  void oneWhoseTimeIsOverWhileAnotherCallsForItLeavesAtOnce() throws Exception {
    Call first = call(0);
    Call leader = call(1);
    Call late = call(2);
    model.go.release();
    first.answer();
    while (model.calls.size() < 2) {
      Thread.onSpinWait();
    }
    late.thread().interrupt();

    assertThat(late.failure()).isInstanceOf(ScoringException.class);
    model.go.release();
    assertThat(leader.answer()).containsExactly(2);
  }

  @Test
  void closingTellsThoseThatWait() throws Exception {
    Call busy = call(1);
    Call waiting = call(2);
    batching.close();

    assertThat(waiting.failure()).isInstanceOf(IllegalStateException.class);
    assertThat(busy.answer()).containsExactly(2);
    assertThat(model.closed).isTrue();
    assertThatThrownBy(() -> batching.score(row(1))).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void everyoneGetsItsOwnAnswerWhateverHappensToOthers() throws Exception {
    model.go.release(1_000_000);
    BatchingModel busy =
        new BatchingModel(
            model, new BatchPlan(8, ""), 2, BatchSizes.POWERS_OF_TWO, BatchListener.NONE);
    AtomicInteger wrong = new AtomicInteger();
    AtomicInteger answered = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    AtomicInteger stopped = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 12; t++) {
      Random random = new Random(t);
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < 500; i++) {
                  double number = random.nextInt(20) == 0 ? -1 : random.nextInt(1000) + 1000;
                  boolean late = random.nextInt(10) == 0;
                  if (late) {
                    Thread.currentThread().interrupt();
                  }
                  try {
                    double[] y = busy.score(row(number)).column("y").orElseThrow().doubles();
                    (y.length == 1 && y[0] == 2 * number ? answered : wrong).incrementAndGet();
                  } catch (ScoringException e) {
                    (late ? stopped : number < 0 ? refused : wrong).incrementAndGet();
                  }
                  Thread.interrupted();
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(wrong).hasValue(0);
    assertThat(answered.get() + refused.get() + stopped.get()).isEqualTo(12 * 500);
    assertThat(answered).hasPositiveValue();
    assertThat(refused).hasPositiveValue();
  }
}
