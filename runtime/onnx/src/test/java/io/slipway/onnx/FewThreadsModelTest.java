package io.slipway.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.EngineInfo;
import io.slipway.scoring.ExecutionProvider;
import io.slipway.scoring.Model;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FewThreadsModelTest {
  private final Set<Thread> callers = ConcurrentHashMap.newKeySet();
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private final CountDownLatch began = new CountDownLatch(1);
  private final CountDownLatch stuck = new CountDownLatch(2);
  private final CountDownLatch gate = new CountDownLatch(1);
  private final FewThreadsModel model = new FewThreadsModel(new Asked(), 2);

  /** Notes who calls it; does what the column's name says. */
  private final class Asked implements Model {
    @Override
    public Signature signature() {
      return new Signature(List.of(), List.of());
    }

    @Override
    public EngineInfo engine() {
      return new EngineInfo("asked", "1", ExecutionProvider.CUDA);
    }

    @Override
    public Batch score(Batch inputs) throws ScoringException {
      callers.add(Thread.currentThread());
      switch (inputs.columns().iterator().next().name()) {
        case "refused" -> throw ScoringException.invalidField("x", "refused");
        case "memory" -> throw new OutOfMemoryError("asked for");
        case "hangs" -> hang();
        case "stuck" -> stay();
        default -> {}
      }
      return inputs;
    }

    private void hang() {
      began.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        interrupted.countDown();
      }
    }

    /** As native code does, it does not listen to interrupts. */
    private void stay() {
      stuck.countDown();
      boolean heard = false;
      while (true) {
        try {
          gate.await();
          break;
        } catch (InterruptedException e) {
          heard = true;
        }
      }
      if (heard) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {}
  }

  private static Batch batch(String name) {
    return Batch.of(Column.ofDoubles(name, 1));
  }

  @Test
  void howeverManyThreadsCallItOnlyItsOwnCallTheLibrary() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      FutureTask<Batch> call = new FutureTask<>(() -> model.score(batch("x")));
      Thread thread = new Thread(call);
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(callers).hasSizeBetween(1, 2).doesNotContainAnyElementsOf(threads);
  }

  @Test
  void whatTheModelThrowsIsThrown() {
    assertThatThrownBy(() -> model.score(batch("refused")))
        .isInstanceOfSatisfying(ScoringException.class, e -> assertThat(e.field()).hasValue("x"));
    assertThatThrownBy(() -> model.score(batch("memory"))).isInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void anInterruptOfTheCallerEndsItsCall() throws Exception {
    FutureTask<Batch> call = new FutureTask<>(() -> model.score(batch("hangs")));
    Thread caller = new Thread(call);
    caller.start();
    began.await();
    caller.interrupt();

    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(ScoringException.class);
    assertThat(model.score(batch("x")).size()).isOne();
  }

  @Test
  void whoGivesUpBehindCallsThatDoNotEndLeavesNothingBehind() throws Exception {
    List<FutureTask<Batch>> calls = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (String name : List.of("stuck", "stuck", "x")) {
      FutureTask<Batch> call = new FutureTask<>(() -> model.score(batch(name)));
      calls.add(call);
      Thread thread = new Thread(call);
      threads.add(thread);
      if (name.equals("x")) {
        stuck.await();
      }
      thread.start();
    }
    await().until(() -> model.waiting() == 1);
    threads.get(2).interrupt();

    assertThatThrownBy(() -> calls.get(2).get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(ScoringException.class);
    assertThat(model.waiting()).isZero();
    gate.countDown();
    assertThat(calls.get(0).get(10, TimeUnit.SECONDS).size()).isOne();
    assertThat(calls.get(1).get(10, TimeUnit.SECONDS).size()).isOne();
  }

  @Test
  void aClosedModelSaysSo() {
    model.close();

    assertThatThrownBy(() -> model.score(batch("x"))).isInstanceOf(IllegalStateException.class);
  }
}
