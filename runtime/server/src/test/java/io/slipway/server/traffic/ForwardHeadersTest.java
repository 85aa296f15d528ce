package io.slipway.server.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.http.RequestHeaders;
import io.slipway.server.traffic.CurrentDocument.Held;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ForwardHeadersTest {
  private static final Held HELD = held();

  private static Held held() {
    TestOperator operator = new TestOperator();
    try {
      CurrentDocument current = operator.trusting();
      current.offer(operator.document(3, 17, "b", 100));
      return current.held().orElseThrow();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static RequestHeaders headers(Map<String, List<String>> headers) {
    return RequestHeaders.of(headers);
  }

  @Test
  void whatBelongsToTheCallersConnectionStaysThere() {
    Map<String, List<String>> sent =
        ForwardHeaders.request(
            headers(
                Map.of(
                    "Connection", List.of("keep-alive, X-Debug"),
                    "x-debug", List.of("1"),
                    "Transfer-Encoding", List.of("chunked"),
                    "Content-Length", List.of("3"),
                    "Expect", List.of("100-continue"),
                    "Upgrade", List.of("h2c"),
                    "Host", List.of("churn.fraud.svc"),
                    "Content-Type", List.of("application/json"),
                    "X-Request-Id", List.of("a", "b"))),
            HELD);

    assertThat(sent)
        .containsOnlyKeys(
            "Content-Type", "X-Request-Id", "Slipway-Hop", "Slipway-Document", "Slipway-Proof")
        .containsEntry("X-Request-Id", List.of("a", "b"))
        .containsEntry("Slipway-Document", List.of("3.17"));
  }

  @Test
  void whatACallerSaysOfHopsIsNotPassedOnAsThisPods() {
    Map<String, List<String>> sent =
        ForwardHeaders.request(
            headers(
                Map.of(
                    "slipway-hop", List.of("1"),
                    "slipway-document", List.of("9.9"),
                    "slipway-proof", List.of("forged"),
                    "slipway-shadow", List.of("1"))),
            HELD);

    assertThat(sent)
        .containsOnlyKeys("Slipway-Hop", "Slipway-Document", "Slipway-Proof")
        .containsEntry("Slipway-Hop", List.of("2"))
        .containsEntry("Slipway-Document", List.of("3.17"))
        .containsEntry("Slipway-Proof", List.of(HELD.proof()));
  }

  @Test
  void aTargetThatLeavesDoesNotCloseTheCallersConnection() {
    HttpHeaders answer =
        ForwardHeaders.answer(
            HttpHeaders.of(
                Map.of(
                    "Connection", List.of("close"),
                    "Slipway-Revision", List.of("b"),
                    "Content-Type", List.of("text/csv")),
                (name, value) -> true));
    assertThat(answer.map()).containsOnlyKeys("Slipway-Revision", "Content-Type");
  }

  @Test
  void aPositionThatMakesNoSenseIsAsGoodAsNone() {
    assertThat(ForwardHeaders.document(headers(Map.of("Slipway-Document", List.of("latest")))))
        .isEmpty();
  }
}
