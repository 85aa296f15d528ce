package io.slipway.operator.pulse;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.slipway.operator.podclient.HttpProbe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PulseTest {

  private static final Beat A = new Beat("fraud", "churn", "a", "10.0.0.1");
  private static final Beat B = new Beat("fraud", "churn", "b", "10.0.0.2");

  private final List<Beat> pods = new ArrayList<>(List.of(A, B));
  private final Set<Beat> dead = new HashSet<>();
  private final List<Beat> told = new ArrayList<>();
  private int asked;
  private final Pulse pulse =
      new Pulse(
          () -> pods,
          these -> {
            asked += these.size();
            Set<Beat> alive = new HashSet<>(these);
            alive.removeAll(dead);
            return alive;
          },
          told::add);

  @Test
  void aPodThatFailsTwiceInARowIsSilentWithinTheRound() {
    pulse.round();
    dead.add(A);
    asked = 0;
    pulse.round();

    assertThat(pulse.silent()).containsExactly("a");
    assertThat(told).containsExactly(A);
    assertThat(asked).as("both pods once, the one that failed twice").isEqualTo(3);
  }

  @Test
  void itIsToldOnceAndAgainWhenItAnswers() {
    pulse.round();
    dead.add(A);
    pulse.round();
    pulse.round();
    dead.clear();
    pulse.round();

    assertThat(pulse.silent()).isEmpty();
    assertThat(told).containsExactly(A, A);
  }

  @Test
  void aPodThatNeverAnsweredIsNotSilent() {
    dead.add(A);
    pulse.round();
    pulse.round();

    assertThat(pulse.silent()).isEmpty();
  }

  @Test
  void aPodThatIsGoneIsForgotten() {
    pulse.round();
    dead.add(A);
    pulse.round();
    pods.remove(A);
    pulse.round();
    assertThat(pulse.silent()).isEmpty();

    pods.add(A);
    pulse.round();
    assertThat(pulse.silent()).as("known no more").isEmpty();
  }

  @Test
  void anyAnswerIsOneAndNoneIsNone() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> exchange.sendResponseHeaders(404, -1));
    server.start();
    Beat here = new Beat("fraud", "churn", "a", "127.0.0.1");
    Beat nowhere = new Beat("fraud", "churn", "b", "127.0.0.2");
    try (HttpProbe probe = new HttpProbe(Duration.ofSeconds(2), server.getAddress().getPort())) {
      assertThat(probe.answering(List.of(here, nowhere))).containsExactly(here);
    } finally {
      server.stop(0);
    }
  }
}
