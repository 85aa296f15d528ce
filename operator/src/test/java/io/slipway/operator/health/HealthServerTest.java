package io.slipway.operator.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealthServerTest {

  @Test
  void eachCheckSaysWhatIsWrong() throws Exception {
    try (var server =
        HealthServer.start(
            0,
            Optional::empty,
            () -> Optional.of("starting"),
            () -> "slipway_operator_leading 1\n")) {
      assertThat(get(server, "/healthz")).isEqualTo("200 ok\n");
      assertThat(get(server, "/readyz")).isEqualTo("503 starting\n");
      assertThat(get(server, "/metrics")).isEqualTo("200 slipway_operator_leading 1\n");
      assertThat(get(server, "/elsewhere")).startsWith("404");
    }
  }

  private static String get(HealthServer server, String path)
      throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var uri = URI.create("http://127.0.0.1:" + server.port() + path);
      var answer = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      return answer.statusCode() + " " + answer.body();
    }
  }
}
