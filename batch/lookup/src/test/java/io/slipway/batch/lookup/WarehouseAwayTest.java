package io.slipway.batch.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The service starts before its database, and says of one that is away that it is. */
class WarehouseAwayTest {

  /** It takes connections and never says a word, which is worse than to refuse them. */
  @Test
  void aDatabaseThatDoesNotAnswerIsNotWaitedForForEver() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String url = "postgresql://127.0.0.1:%d/predictions".formatted(silent.getLocalPort());
      try (LookupService service =
              LookupService.start(
                  LookupConfig.read(
                      Map.of(
                          "SLIPWAY_LOOKUP_DATABASE_URL", url,
                          "SLIPWAY_LOOKUP_DATABASE_LIMIT", "1s",
                          "SLIPWAY_LOOKUP_PORT", "0",
                          "SLIPWAY_LOOKUP_OPERATIONS_PORT", "0",
                          "SLIPWAY_LOOKUP_STOP_GRACE", "0s")),
                  Clock.systemUTC());
          HttpClient http = HttpClient.newHttpClient()) {
        HttpResponse<String> response = get(http, service.port(), "/v1/predictions/churn/c1");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
        assertThat(response.body()).contains("did not answer in time").doesNotContain("127.0.0.1");
        assertThat(get(http, service.operationsPort(), "/health").statusCode()).isEqualTo(503);
        assertThat(get(http, service.operationsPort(), "/ready").statusCode()).isEqualTo(200);
      }
    }
  }

  private static HttpResponse<String> get(HttpClient http, int port, String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
            .timeout(Duration.ofSeconds(30))
            .build(),
        BodyHandlers.ofString());
  }
}
