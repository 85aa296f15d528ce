package io.slipway.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.DynamicMessage;
import io.grpc.ClientCall;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.Timer;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.server.FunctionModel;
import io.slipway.server.http.Limits;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A call counts from its first byte on, though only its last says what it asks for. */
@Timeout(60)
class ArrivalTest {
  private static final String CALL =
      "model_name: 'churn' inputs {name: 'x' datatype: 'FP64' shape: 1 contents {fp64_contents: 1}}";
  private static final int AT_ONCE = 1;

  private final GrpcServer server =
      new GrpcServer(
          Optional.of(FunctionModel.echo(Field.column("x", DataType.FP64, Presence.REQUIRED))),
          new Limits(1 << 20, 1 << 20, 1000, Duration.ofSeconds(20), AT_ONCE, 4));

  @AfterEach
  void close() {
    server.close();
  }

  /** None before the first: counters come to be with what they count. */
  private long requests(String outcome) {
    return server
        .meters
        .find("slipway.requests")
        .tags("protocol", "infer", "outcome", outcome)
        .timers()
        .stream()
        .mapToLong(Timer::count)
        .sum();
  }

  @Test
  void whileOneIsBeingSentItHasAPlaceThatNoOtherGets() {
    ClientCall<DynamicMessage, DynamicMessage> slow = server.caller.open("ModelInfer");
    await().until(() -> server.server.inFlight() == 1);

    StatusRuntimeException refused = server.caller.refusal("ModelInfer", CALL);
    assertThat(refused.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
    assertThat(refused.getStatus().getDescription()).contains("in flight (1); try again");
    assertThat(server.caller.trailer("grpc-retry-pushback-ms")).isEqualTo("1000");
    assertThat(requests("unavailable")).isEqualTo(1);

    slow.sendMessage(GrpcCaller.message("ModelInfer", CALL));
    slow.halfClose();
    await().until(() -> requests("scored") == 1);
    await().until(() -> server.server.inFlight() == 0);
    assertThat(server.caller.text("ModelInfer", CALL)).contains("fp64_contents: 1.0");
  }

  @Test
  void itsTimeIsCountedFromThereToo() {
    ClientCall<DynamicMessage, DynamicMessage> slow = server.caller.open("ModelInfer");
    await().until(() -> server.server.inFlight() == 1);
    long since = System.nanoTime();
    await().pollDelay(Duration.ofMillis(50)).until(() -> System.nanoTime() - since > 40_000_000);
    slow.sendMessage(GrpcCaller.message("ModelInfer", CALL));
    slow.halfClose();

    await().until(() -> requests("scored") == 1);
    assertThat(
            server
                .meters
                .get("slipway.requests")
                .tag("outcome", "scored")
                .tag("protocol", "infer")
                .timer()
                .totalTime(TimeUnit.MILLISECONDS))
        .isGreaterThan(40);
  }

  @Test
  void oneThatIsNoRequestIsCountedAsRefused() {
    server.caller.refusal("ModelInfer", "");
    assertThat(requests("refused")).isEqualTo(1);

    server.caller.infer(CALL);
    assertThat(requests("refused")).isEqualTo(1);
    assertThat(requests("scored")).isEqualTo(1);
    await().until(() -> server.server.inFlight() == 0);
  }

  @Test
  void questionsNeedNoPlaceAndAreShort() {
    server.caller.open("ModelInfer");
    await().until(() -> server.server.inFlight() == 1);

    assertThat(server.caller.text("ServerLive", "")).isEqualTo("live: true");
    StatusRuntimeException refused =
        server.caller.refusal("ModelReady", "name: '%s'".formatted("x".repeat(1 << 17)));
    assertThat(refused.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
  }
}
