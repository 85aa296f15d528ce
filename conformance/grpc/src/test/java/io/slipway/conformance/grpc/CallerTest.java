package io.slipway.conformance.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.slipway.conformance.check.Deviation;
import io.slipway.conformance.check.GrpcChecks.Target;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the server said, and what the client makes of it that none was said, are kept apart. */
@Timeout(60)
class CallerTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final byte[] NOTHING = {};

  @Test
  void whatTheServerSaysIsHowTheCallEnded() throws Exception {
    try (ScriptedGrpc server =
            new ScriptedGrpc(
                (path, message) -> new Outcome.Ended(Status.UNAVAILABLE.withDescription("busy")));
        Caller caller = new Caller(server.target(), TIMEOUT)) {
      for (Outcome outcome :
          new Outcome[] {caller.call("a/B", NOTHING), caller.first("a/B", NOTHING)}) {
        assertThat(outcome)
            .isInstanceOfSatisfying(
                Outcome.Ended.class,
                ended -> assertThat(Outcome.text(ended.status())).isEqualTo("UNAVAILABLE: busy"));
      }
    }
  }

  @Test
  void aCallThatIsNotAnsweredInTimeIsLost() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (ScriptedGrpc server =
            new ScriptedGrpc(
                (path, message) -> {
                  awaitEnd(over);
                  return new Outcome.Ended(Status.OK);
                });
        Caller caller = new Caller(server.target(), Duration.ofMillis(500))) {
      Outcome outcome = caller.call("a/B", NOTHING);
      over.countDown();

      assertThat(outcome).isInstanceOf(Outcome.Lost.class);
      assertThatThrownBy(() -> GrpcProbe.requireRefused(outcome))
          .isInstanceOf(Deviation.class)
          .hasMessageStartingWith("no answer of gRPC came: DEADLINE_EXCEEDED");
    }
  }

  private static void awaitEnd(CountDownLatch over) {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void soIsOneToWhatDoesNotSpeakGrpc() throws Exception {
    try (EchoRest rest = new EchoRest();
        Caller caller = new Caller(new Target("localhost", rest.uri().getPort()), TIMEOUT)) {
      assertThat(caller.call("a/B", NOTHING)).isInstanceOf(Outcome.Lost.class);
    }
  }
}
