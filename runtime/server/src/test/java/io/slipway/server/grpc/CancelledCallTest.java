package io.slipway.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.DynamicMessage;
import io.grpc.ClientCall;
import io.micrometer.core.instrument.Counter;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.server.FunctionModel;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers that go away, or wait for less than they may. */
@Timeout(60)
class CancelledCallTest {
  private static final FunctionModel ECHO =
      FunctionModel.echo(Field.column("x", DataType.FP64, Presence.REQUIRED));
  private static final String CALL =
      "model_name: 'churn' inputs {name: 'x' datatype: 'FP64' shape: 1 contents {fp64_contents: 1}}";

  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch gate = new CountDownLatch(1);
  private final GrpcServer server =
      new GrpcServer(
          new FunctionModel(
              ECHO.signature(),
              inputs -> {
                begun.countDown();
                try {
                  gate.await();
                } catch (InterruptedException e) {
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
}
