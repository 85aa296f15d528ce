package io.slipway.server.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.server.http.Answer;
import io.slipway.server.http.AnswerComparer;
import io.slipway.server.http.CallerRequest;
import io.slipway.server.http.Deadline;
import io.slipway.server.http.RequestHeaders;
import io.slipway.server.http.RequestRouter.Route;
import io.slipway.server.http.RequestWatcher.Ending;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The split of callers' requests, whoever sends them and however many at once. */
@Timeout(120)
class ExactSplitTest {
  private static final RequestHeaders NO_HEADERS = RequestHeaders.of(Map.of());
  private static final Answer SCORED =
      new Answer(200, HttpHeaders.of(Map.of(), (name, value) -> true), new byte[0]);
  private static final CallerRequest REQUEST =
      new CallerRequest(
          "POST",
          SplitPod.PREDICT,
          NO_HEADERS,
          new byte[0],
          CallerRequest.Purpose.SCORE,
          CallerRequest.Origin.CALLER);

  private final TestOperator operator = new TestOperator();
  private final TestPod.Directory directory = new TestPod.Directory();
  private final Windows windows = new Windows(java.time.InstantSource.system(), System::nanoTime);
  private Forwarder forwarder = unset();

  @SuppressWarnings("NullAway")
  private static Forwarder unset() {
    return null;
  }

  @AfterEach
  void close() {
    forwarder.close();
  }

  /** A candidate without pods: every request for it is counted, and none leaves. */
  private TrafficRouter router(int weightBp) throws Exception {
    CurrentDocument current = operator.trusting();
    forwarder = new Forwarder(current, directory::podsOf, Duration.ofSeconds(1));
    TrafficRouter router =
        new TrafficRouter(
            "blue",
            current,
            forwarder,
            windows,
            new Shadow(current, forwarder, new AnswerComparer(Optional::empty), () -> false),
            new Random().nextLong());
    current.offer(operator.document(1, "green", weightBp, 0, "{\"type\": \"Request\"}", "r"));
    return router;
  }

  /** Whether the request was the candidate's. */
  private static boolean send(TrafficRouter router) {
    if (router.route(REQUEST, Deadline.after(Duration.ofSeconds(10))).settled()
        instanceof Route.Here(var watcher)) {
      watcher.ended(new Ending(SCORED, Duration.ofMillis(1), 0));
      return watcher instanceof Watched.Rescued;
    }
    throw new AssertionError("the candidate has no pods");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 25, 100, 1000, 2500, 5000, 9999})
  void ofAHundredThousandRequestsByManyThreadsTheShareIsExact(int weightBp) throws Exception {
    TrafficRouter router = router(weightBp);
    long seen = IntStream.range(0, 100_000).parallel().filter(i -> send(router)).count();

    JsonNode window = SplitPod.json(windows.report()).at("/windows/0");
    assertThat(window.at("/candidate/requests").longValue())
        .as("what is counted is what happened")
        .isEqualTo(seen);
    assertThat(window.at("/stable/requests").longValue()).isEqualTo(100_000 - seen);
    assertThat((double) seen).isBetween(weightBp * 10 - 4.0, weightBp * 10 + 4.0);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 10, 100})
  void aPeriodicCallerHasTheSameShareAsTheOthers(int callers) throws Exception {
    TrafficRouter router = router(1000);
    int[] own = new int[callers];
    int rounds = 10_000;
    for (int i = 0; i < rounds * callers; i++) {
      own[i % callers] += send(router) ? 1 : 0;
    }
    for (int count : own) {
      assertThat(100.0 * count / rounds).as("per cent").isBetween(9.7, 10.3);
    }
  }

  @Test
  void onOneKeptConnectionTheShareIsExactToo() throws Exception {
    try (SplitPod blue = new SplitPod("blue", operator.trusting(), directory);
        SplitPod green = new SplitPod("green", operator.trusting(), directory)) {
      forwarder = blue.forwarder;
      directory.set("green", green.address());
      for (SplitPod pod : new SplitPod[] {blue, green}) {
        pod.current.offer(operator.document(1, "green", 100, 0, "{\"type\": \"Request\"}", "r"));
      }
      int byGreen = 0;
      for (int i = 0; i < 5000; i++) {
        byGreen += SplitPod.by(blue.predict(1)).equals("green") ? 1 : 0;
      }
      assertThat(byGreen).isBetween(48, 52);
      assertThat(blue.window().at("/candidate/requests").intValue()).isEqualTo(byGreen);
    }
  }
}
