package io.slipway.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.scoring.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SwapTest {
  private static final int CALLERS = 8;
  private static final int SWAPS = 2000;

  @Test
  void underLoadNoCallerFailsOrMeetsAClosedModel() throws Exception {
    List<Watched> models = new ArrayList<>(List.of(new Watched(0)));
    EmbeddedModel model = new EmbeddedModel(Watched.loaded(models.get(0)));
    AtomicBoolean over = new AtomicBoolean();
    CountDownLatch begun = new CountDownLatch(CALLERS);
    Callable<Long> caller =
        () -> {
          long calls = 0;
          long last = 0;
          while (!over.get()) {
            Scored scored = model.score(Batch.of());
            long number = scored.outputs().column("number").orElseThrow().longs()[0];
            assertThat(number).as("who says so is who scored").isEqualTo(scored.by().number());
            assertThat(number).as("never an older one than before").isGreaterThanOrEqualTo(last);
            last = number;
            if (calls++ == 0) {
              begun.countDown();
            }
          }
          return calls;
        };
    ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
    List<Future<Long>> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      callers.add(threads.submit(caller));
    }

    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
    for (int i = 1; i <= SWAPS; i++) {
      models.add(new Watched(i));
      model.replace(Watched.loaded(models.get(i)));
      Thread.onSpinWait();
    }
    over.set(true);
    for (Future<Long> each : callers) {
      assertThat(each.get()).isPositive();
    }
    threads.shutdown();

    assertThat(models).allSatisfy(each -> assertThat(each.wrongs()).isZero());
    assertThat(models.subList(0, SWAPS))
        .allSatisfy(each -> assertThat(each.closings()).isEqualTo(1));
    assertThat(models.get(SWAPS).closings()).isZero();
    model.close();
    assertThat(models.get(SWAPS).closings()).isEqualTo(1);
  }

  @Test
  void aLeaseKeepsItsVersionWhileOthersGoOn() throws Exception {
    Watched first = new Watched(1);
    EmbeddedModel model = new EmbeddedModel(Watched.loaded(first));
    Lease lease = model.lease();

    model.replace(Watched.loaded(new Watched(2)));

    assertThat(model.score(Batch.of()).by().number()).isEqualTo(2);
    assertThat(lease.version().number()).isEqualTo(1);
    assertThat(lease.score(Batch.of()).column("number").orElseThrow().longs()).containsExactly(1);
    assertThat(first.closings()).isZero();
    lease.close();
    lease.close();
    assertThat(first.closings()).isEqualTo(1);
    assertThatThrownBy(() -> lease.score(Batch.of())).hasMessageContaining("take another");
  }

  @Test
  void whoIsInTheModelWhenItIsClosedGetsHisAnswer() throws Exception {
    Watched only = new Watched(1);
    EmbeddedModel model = new EmbeddedModel(Watched.loaded(only));
    Lease lease = model.lease();

    model.close();
    model.close();

    assertThat(lease.score(Batch.of()).size()).isEqualTo(1);
    assertThat(only.closings()).isZero();
    assertThatThrownBy(() -> model.score(Batch.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("open it again");
    lease.close();
    assertThat(only.closings()).isEqualTo(1);
    assertThat(only.wrongs()).isZero();
  }
}
