package io.slipway.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.scoring.ModelLoadException.Reason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A load has a stack of its own, and ends with the thread that asked for it. */
class DeepStackTest {
  private final DeepStack loading =
      new DeepStack(
          "test",
          "test document",
          cause -> new ModelLoadException(Reason.MODEL_INVALID, "" + cause.getMessage()));

  @Test
  void aLoadMayRecurseDeeperThanItsCallerCould() throws Exception {
    assertThat(loading.call(() -> depth(100_000))).isEqualTo(100_000);
  }

  @Test
  void aStackThatWasTooSmallIsSaidOfTheDocument() {
    assertThatExceptionOfType(ModelLoadException.class)
        .isThrownBy(() -> loading.call(() -> depth(Integer.MAX_VALUE)))
        .withMessageContaining("too deeply")
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.MODEL_TOO_LARGE));
  }

  @Test
  void anInterruptedThreadsLoadDoesNotBegin() {
    Thread.currentThread().interrupt();

    assertThatExceptionOfType(ModelLoadException.class)
        .isThrownBy(
            () ->
                loading.call(
                    () -> {
                      throw new AssertionError("it began");
                    }))
        .withMessage("loading the test document was interrupted")
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.LOAD_TIMEOUT));

    assertThat(Thread.interrupted()).as("the caller still learns of it").isTrue();
  }

  @Test
  void aLoadIsInterruptedWithItsCaller() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    CompletableFuture<ModelLoadException> refusal = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                loading.call(
                    () -> {
                      began.countDown();
                      return untilInterrupted(ended);
                    });
              } catch (ModelLoadException e) {
                refusal.complete(e);
              }
            });

    caller.start();
    began.await();
    caller.interrupt();
    ended.await();

    assertThat(refusal.get().reason()).isEqualTo(Reason.LOAD_TIMEOUT);
  }

  private static boolean untilInterrupted(CountDownLatch ended) {
    try {
      new CountDownLatch(1).await();
      return false;
    } catch (InterruptedException e) {
      ended.countDown();
      return true;
    }
  }

  private static int depth(int levels) {
    return levels == 0 ? 0 : 1 + depth(levels - 1);
  }
}
