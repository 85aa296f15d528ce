package io.slipway.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.slipway.api.v1alpha1.ModelDeployment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an API server answers to the first list of an operator that starts. */
class ApiServerWaitTest {

  private static final Answer REINITIALIZING =
      new Answer(
          429,
          """
          {"kind":"Status","apiVersion":"v1","status":"Failure","code":429,
           "reason":"TooManyRequests","message":"storage is (re)initializing"}
          """);
  private static final Answer FORBIDDEN =
      new Answer(
          403,
          """
          {"kind":"Status","apiVersion":"v1","status":"Failure","code":403,"reason":"Forbidden"}
          """);
  private static final Answer EMPTY =
      new Answer(
          200,
          """
          {"kind":"ModelDeploymentList","apiVersion":"slipway.io/v1alpha1","metadata":{},"items":[]}
          """);

  private record Answer(int status, String body) {}

  private final Queue<Answer> answers = new ArrayDeque<>();
  private final Queue<String> queries = new ConcurrentLinkedQueue<>();
  private HttpServer server;
  private KubernetesClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/apis/slipway.io/v1alpha1/", this::answer);
    server.start();
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder()
                    .withAutoConfigure(false)
                    .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  @Test
  void aDefinitionThatWasJustAppliedIsWaitedFor() throws IOException {
    answers.addAll(List.of(REINITIALIZING, EMPTY));

    ApiServerWait.untilItLists(client, ModelDeployment.class, Set.of());

    assertThat(answers).isEmpty();
    assertThat(queries)
        .as("what only a cache that is ready answers, as it does to informers")
        .containsOnly("fieldSelector=metadata.name%3Dnone&resourceVersion=0");
  }

  @Test
  void whoMayNotListIsNotKeptWaiting() throws IOException {
    answers.addAll(List.of(FORBIDDEN, EMPTY));

    ApiServerWait.untilItLists(client, ModelDeployment.class, Set.of("models", "others"));

    assertThat(answers).as("one question for each namespace").isEmpty();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      queries.add(exchange.getRequestURI().getRawQuery());
      Answer answer = answers.remove();
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
