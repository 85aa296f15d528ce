package io.slipway.operator.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A registry that does not behave holds nobody up. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RegistryClientTest {

  @TempDir Path credentials;
  private final CountDownLatch over = new CountDownLatch(1);
  private HttpServer server;
  private RegistryClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/stalls", this::stall);
    server.createContext("/answers", RegistryClientTest::answer);
    server.start();
    client =
        new RegistryClient(
            new RegistryAddress(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                credentials,
                Duration.ofSeconds(5),
                ""),
            Duration.ofMillis(500));
  }

  @AfterEach
  void stop() {
    over.countDown();
    client.close();
    server.stop(0);
  }

  @Test
  void aBodyThatStallsAfterItsHeadersIsNotWaitedFor() throws Exception {
    assertThatThrownBy(() -> client.get("/stalls", Optional.empty()))
        .isInstanceOf(IOException.class)
        .hasMessage("no whole answer within 500 ms");
    assertThatThrownBy(() -> client.post("/stalls", Map.of("version", "7"), "key"))
        .isInstanceOf(IOException.class);

    assertThat(client.get("/answers", Optional.empty()).body().path("version").asInt())
        .isEqualTo(7);
  }

  private void stall(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, 100);
      exchange.getResponseBody().write('{');
      exchange.getResponseBody().flush();
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = "{\"version\": 7}".getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
