package io.slipway.server.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.http.CallerRequest;
import io.slipway.server.http.CallerRequest.Origin;
import io.slipway.server.http.CallerRequest.Purpose;
import io.slipway.server.http.RequestHeaders;
import io.slipway.server.http.RequestListener.Exchange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Old pods go when no caller comes to them any more: so what is counted as one decides that. */
class RequestCountsTest {
  private final RequestCounts counts = new RequestCounts();

  private static CallerRequest request(Purpose purpose, Origin origin) {
    return new CallerRequest("GET", "/", RequestHeaders.of(Map.of()), new byte[0], purpose, origin);
  }

  private static CallerRequest of(Purpose purpose) {
    return request(purpose, Origin.CALLER);
  }

  private static CallerRequest hop() {
    return request(Purpose.SCORE, Origin.HOP);
  }

  @ParameterizedTest
  @EnumSource(
      value = Purpose.class,
      names = {"SCORE", "DESCRIBE"})
  void whoeverWantsSomethingOfTheModelIsACaller(Purpose purpose) {
    counts.arrived(of(purpose));

    assertThat(counts.callers()).isOne();
    assertThat(counts.hops()).isZero();
  }

  @Test
  void aHopIsNoCallerAndAProbeIsNothing() {
    counts.arrived(hop());
    counts.arrived(of(Purpose.PROBE));

    assertThat(counts.callers()).isZero();
    assertThat(counts.hops()).isOne();
  }

  @Test
  void onlyPredictionsForCallersAreCountedByWhoScoredThem() {
    for (CallerRequest request :
        List.of(of(Purpose.SCORE), of(Purpose.DESCRIBE), of(Purpose.PROBE), hop())) {
      counts.answered(new Exchange(request, 200, "blue", Duration.ZERO));
    }
    counts.answered(new Exchange(of(Purpose.SCORE), 400, "", Duration.ZERO));

    assertThat(counts.answeredBy()).containsExactly(Map.entry("blue", 1L));
  }
}
