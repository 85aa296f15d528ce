package io.slipway.batch.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.slipway.batch.plan.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a store does in its bad hours, as a server that was told to. */
@Timeout(60)
class StoreInTroubleTest {
  private static final S3Location PLACE = new S3Location("bucket", "runs/1/commits/0.json");

  private final Queue<Answer> answers = new ArrayDeque<>();
  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer server;
  private S3Store store;

  /** What is sent of how much that was promised. */
  private record Answer(int status, String body, int length) {
    static Answer of(int status, String body) {
      return new Answer(status, body, body.length());
    }

    static Answer error(int status, String code) {
      return of(status, "<Error><Code>%s</Code></Error>".formatted(code));
    }
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::answer);
    server.start();
    store =
        S3Store.open(
            Map.of(
                "AWS_ENDPOINT_URL_S3",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "AWS_ACCESS_KEY_ID",
                "key",
                "AWS_SECRET_ACCESS_KEY",
                "secret"),
            new S3Store.Limits(1_000, 3));
  }

  @AfterEach
  void stop() {
    store.close();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    exchange.getRequestBody().readAllBytes();
    Answer answer = answers.size() > 1 ? answers.remove() : answers.element();
    exchange.sendResponseHeaders(answer.status(), answer.length());
    exchange.getResponseBody().write(answer.body().getBytes(UTF_8));
    exchange.getResponseBody().flush();
    // Fails where less was sent than promised, which closes the connection.
    exchange.close();
  }

  @Test
  void aStoreThatHasTooMuchToDoIsAskedAgain() throws IOException {
    answers.add(Answer.error(503, "SlowDown"));
    answers.add(Answer.error(500, "InternalError"));
    answers.add(Answer.of(200, "content"));

    assertThat(store.read(PLACE).orElseThrow()).asString().isEqualTo("content");
    assertThat(requests).hasValue(3);
  }

  @Test
  void oneThatStaysInTroubleIsNamedWithWhatToDo() {
    answers.add(Answer.error(503, "SlowDown"));

    assertThatThrownBy(() -> store.read(PLACE))
        .isInstanceOf(S3Exception.class)
        .hasMessage(
            "s3://bucket/runs/1/commits/0.json: the store answered 503 SlowDown; the store is in"
                + " trouble or has too much to do; try again later");
  }

  @Test
  void oneThatIsAwayIsNamedToo() {
    server.stop(0);

    assertThatThrownBy(() -> store.read(PLACE))
        .isInstanceOf(S3Exception.class)
        .hasMessage(
            "s3://bucket/runs/1/commits/0.json: the store refuses the connection; see that the"
                + " store can be reached from the pod, and try again");
  }

  @Test
  void whoMeetsAnotherWriterIsToldWhatThatOneWrote() throws IOException {
    answers.add(Answer.error(409, "ConditionalRequestConflict"));
    answers.add(Answer.error(404, "NoSuchKey"));
    answers.add(Answer.error(412, "PreconditionFailed"));
    answers.add(Answer.of(200, "theirs"));

    assertThat(store.keep(PLACE, "ours".getBytes(UTF_8))).asString().isEqualTo("theirs");
  }

  @Test
  void whoMeetsAWriterThatGivesUpWritesAfterAll() throws IOException {
    answers.add(Answer.error(409, "ConditionalRequestConflict"));
    answers.add(Answer.error(404, "NoSuchKey"));
    answers.add(Answer.of(200, ""));

    assertThat(store.keep(PLACE, "ours".getBytes(UTF_8))).asString().isEqualTo("ours");
  }

  @Test
  void aStoreThatDoesNotKnowTheConditionIsNoPlaceForCommits() {
    answers.add(Answer.error(501, "NotImplemented"));

    assertThatThrownBy(() -> store.keep(PLACE, "ours".getBytes(UTF_8)))
        .isInstanceOf(S3Exception.class)
        .hasMessageContaining("take a volume, or a store that knows If-None-Match");
  }

  @Test
  void aConnectionThatBreaksIsTakenUpWhereItBroke() throws IOException {
    answers.add(new Answer(200, "0123", 10));
    answers.add(new Answer(206, "45", 6));
    answers.add(Answer.of(206, "6789"));
    S3Input input = new S3Input(store, new S3Location("bucket", "data/"));

    try (InputStream in = input.open(new InputFile("a", 10, "tag"), 0)) {
      assertThat(in.readAllBytes()).asString().isEqualTo("0123456789");
    }
    assertThat(requests).hasValue(3);
  }
}
