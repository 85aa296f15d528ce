package io.slipway.server.grpc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.DynamicMessage;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.server.FunctionModel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No call is lost when a pod leaves, or wants its callers to go to another. */
@Timeout(60)
class LeavingTest {
  private static final FunctionModel ECHO =
      FunctionModel.echo(Field.column("x", DataType.FP64, Presence.REQUIRED));
  private static final String CALL =
      "model_name: 'churn' inputs {name: 'x' datatype: 'FP64' shape: 1 contents {fp64_contents: %s}}";

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch gate = new CountDownLatch(1);

  /** Answers rows below zero when the gate opens. */
  private final FunctionModel gated =
      new FunctionModel(
          ECHO.signature(),
          inputs -> {
            if (inputs.column("x").orElseThrow().doubles()[0] < 0) {
              try {
                gate.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }
            return inputs;
          });

  @AfterEach
  void end() {
    gate.countDown();
    threads.close();
  }

  @Test
  void aCallInFlightIsAnsweredBeforeTheServerEnds() throws Exception {
    try (GrpcServer server = new GrpcServer(gated)) {
      CompletableFuture<DynamicMessage> inFlight =
          CompletableFuture.supplyAsync(() -> server.caller.infer(CALL.formatted("-1")), threads);
      await().until(() -> server.server.inFlight() == 1);

      CompletableFuture<Void> stopped =
          CompletableFuture.runAsync(() -> server.server.stop(Duration.ofSeconds(20)), threads);
      // The caller has heard that it is to open no more calls here.
      await().until(() -> server.caller.channel.getState(false) != ConnectivityState.READY);
      assertThat(stopped).isNotDone();
      gate.countDown();

      assertThat(inFlight.get(20, SECONDS).toString()).contains("fp64_contents: -1.0");
      stopped.get(20, SECONDS);
    }
  }

  @Test
  void soIsOneThatIsStillBeingSent() throws Exception {
    try (GrpcServer server = new GrpcServer(gated)) {
      ClientCall<DynamicMessage, DynamicMessage> slow = server.caller.open("ModelInfer");
      await().until(() -> server.server.inFlight() == 1);

      CompletableFuture<Void> stopped =
          CompletableFuture.runAsync(() -> server.server.stop(Duration.ofSeconds(20)), threads);
      await().until(() -> server.caller.channel.getState(false) != ConnectivityState.READY);
      slow.sendMessage(GrpcCaller.message("ModelInfer", CALL.formatted("1")));
      slow.halfClose();

      stopped.get(20, SECONDS);
      assertThat(server.meters.get("slipway.grpc.calls").tag("code", "OK").counter().count())
          .isEqualTo(1);
    }
  }

  @Test
  void callersThatAreSentAwayLoseNothing() throws Exception {
    try (GrpcServer server = new GrpcServer(gated)) {
      server.answerHeaders = Map.of("Connection", "close");
      AtomicInteger answered = new AtomicInteger();
      CompletableFuture<?>[] callers = new CompletableFuture<?>[8];
      for (int i = 0; i < callers.length; i++) {
        callers[i] =
            CompletableFuture.runAsync(
                () -> {
                  for (int call = 0; call < 50; call++) {
                    server.caller.infer(CALL.formatted("1"));
                    answered.incrementAndGet();
                  }
                },
                threads);
      }
      CompletableFuture.allOf(callers).get(40, SECONDS);
      assertThat(answered).hasValue(400);
      await().until(() -> server.caller.channel.getState(false) != ConnectivityState.READY);
    }
  }
}
