package io.slipway.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.DynamicMessage;
import io.grpc.ClientCall;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.Counter;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.server.FunctionModel;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers that go away, or wait for less than they may. */
@Timeout(60)
class CancelledCallTest {
  private static final FunctionModel ECHO =
      FunctionModel.echo(Field.column("x", DataType.FP64, Presence.REQUIRED));
  private static final String CALL =
      "model_name: 'churn' inputs {name: 'x' datatype: 'FP64' shape: 1 contents {fp64_contents: 1}}";

  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch gate = new CountDownLatch(1);
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private final GrpcServer server =
      new GrpcServer(
          new FunctionModel(
              ECHO.signature(),
              inputs -> {
                begun.countDown();
                try {
                  gate.await();
                } catch (InterruptedException e) {
                  interrupted.countDown();
                  Thread.currentThread().interrupt();
                }
                return inputs;
              }));

  @AfterEach
  void end() {
    gate.countDown();
    server.close();
  }

  /** A call that the model has begun with. */
  private ClientCall<DynamicMessage, DynamicMessage> scoring() throws InterruptedException {
    ClientCall<DynamicMessage, DynamicMessage> call = server.caller.open("ModelInfer");
    call.sendMessage(GrpcCaller.message("ModelInfer", CALL));
    call.halfClose();
    begun.await();
    return call;
  }

  private double count(String code) {
    Collection<Counter> counters =
        server.meters.find("slipway.grpc.calls").tag("code", code).counters();
    return counters.stream().mapToDouble(Counter::count).sum();
  }

  private long requests(String outcome) {
    return server
        .meters
        .get("slipway.requests")
        .tags("protocol", "infer", "outcome", outcome)
        .timer()
        .count();
  }

  @Test
  void aCallerThatGoesAwayWhileItsCallIsScoredIsCountedAsSuch() throws Exception {
    scoring().cancel("enough", null);

    await().until(() -> count("CANCELLED") == 1);
    gate.countDown();
    await().until(() -> server.server.inFlight() == 0);
    assertThat(server.meters.find("slipway.grpc.calls").counters()).hasSize(1);
    assertThat(count("CANCELLED")).isEqualTo(1);
  }

  @Test
  void soIsOneThatHasNotSentAllOfIt() {
    ClientCall<DynamicMessage, DynamicMessage> call = server.caller.open("ModelInfer");
    call.sendMessage(GrpcCaller.message("ModelInfer", CALL));
    await().until(() -> server.server.inFlight() == 1);

    call.cancel("enough", null);

    await().until(() -> count("CANCELLED") == 1);
    assertThat(server.meters.find("slipway.grpc.calls").counters()).hasSize(1);
    assertThat(begun.getCount()).as("nothing was scored").isEqualTo(1);
  }

  @Test
  void theModelWorksNoLongerForOneThatHasGone() throws Exception {
    scoring().cancel("enough", null);

    interrupted.await();
    await().until(() -> server.server.inFlight() == 0);
    assertThat(requests("refused")).as("the caller's doing, not the model's").isEqualTo(1);
    await().until(() -> server.meters.get("slipway.scoring.threads.lost").gauge().value() == 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1n", "300u", "1m", "3m"})
  void whoseTimeIsOverWhileItsCallIsReadIsToldSo(String timeout) {
    try (GrpcCaller hasty = new GrpcCaller(server.port()).with("grpc-timeout", timeout)) {
      for (int i = 0; i < 100; i++) {
        StatusRuntimeException refused = hasty.refusal("ModelInfer", CALL);
        assertThat(refused.getStatus().getCode())
            .as(refused.toString())
            .isEqualTo(Code.DEADLINE_EXCEEDED);
      }
    }
    await().until(() -> server.server.inFlight() == 0);
  }

  @Test
  void norForOneWhoseOwnTimeIsOver() {
    // The header alone: grpc-java would go away by itself.
    try (GrpcCaller hasty = new GrpcCaller(server.port()).with("grpc-timeout", "300m")) {
      await()
          .until(
              () -> {
                // Once more where the time is over before the model has begun.
                StatusRuntimeException refused = hasty.refusal("ModelInfer", CALL);
                assertThat(refused.getStatus().getCode()).isEqualTo(Code.DEADLINE_EXCEEDED);
                return interrupted.await(1, TimeUnit.SECONDS);
              });
    }
    await().until(() -> server.server.inFlight() == 0);
    assertThat(requests("refused")).isPositive();
    assertThat(requests("timed_out")).isZero();
  }
}
