package io.slipway.server.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A forward that comes to nothing leaves the time to score here. */
@Timeout(60)
class ForwardBudgetTest extends BlueAndGreen {
  private static double sleep(double seconds, double x) {
    LockSupport.parkNanos((long) (seconds * 1e9));
    return x;
  }

  @Test
  void aHangingCandidateDoesNotMakeASlowModelMissTheLimit() throws Exception {
    // Of 3 s the model needs 1.2: after a forward of the usual 2 s it would be too late.
    blue.script = x -> sleep(1.2, x);
    publish(0);
    assertThat(SplitPod.by(blue.predict(1))).isEqualTo("blue");
    green.script = x -> sleep(10, x);
    publish(10_000);

    assertThat(SplitPod.by(blue.predict(1))).isEqualTo("blue");
    assertThat(blue.window().at("/causes/timeout").intValue()).isOne();
    assertThat(blue.window().at("/candidate/rescued").intValue()).isOne();
  }

  @Test
  void aModelThatNeedsMoreThanHalfOfTheLimitIsForwardedForNonetheless() throws Exception {
    blue.script = x -> sleep(1.7, x);
    publish(0);
    assertThat(SplitPod.by(blue.predict(1))).isEqualTo("blue");
    publish(10_000);
    assertThat(SplitPod.by(blue.predict(1))).isEqualTo("green");
  }

  @Test
  void aCallerWhoLeavesNoTimeForAForwardIsAnsweredHere() throws Exception {
    blue.script = x -> sleep(1.2, x);
    publish(0);
    assertThat(SplitPod.by(blue.predict(1))).isEqualTo("blue");
    blue.script = x -> x;
    publish(10_000);

    String body = "{\"instances\": [{\"x\": 1}]}";
    try (Socket socket = new Socket(blue.address().host(), blue.address().port())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          "POST %s HTTP/1.1\r\nHost: churn\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
              .formatted(SplitPod.PREDICT, body.length())
              .getBytes(StandardCharsets.US_ASCII));
      out.write(body.substring(0, 5).getBytes(StandardCharsets.US_ASCII));
      out.flush();
      Thread.sleep(Duration.ofSeconds(2));
      out.write(body.substring(5).getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 200").contains("Slipway-Revision: blue");
    }
    assertThat(green.scored).hasValue(0);
    assertThat(blue.window().at("/candidate/requests").intValue()).isZero();
  }

  @Test
  void theMeanFollowsWhatScoringTakesLately() {
    ScoringTime times = new ScoringTime();
    assertThat(times.mean()).isZero();
    times.took(Duration.ofMillis(100));
    assertThat(times.mean()).isEqualTo(Duration.ofMillis(100));
    for (int i = 0; i < 100; i++) {
      times.took(Duration.ofMillis(2));
    }
    assertThat(times.mean()).isBetween(Duration.ofMillis(2), Duration.ofMillis(3));
  }
}
