package io.slipway.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.server.FunctionModel;
import io.slipway.server.http.RequestRouter.Route;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A caller that repeats itself is answered without Jetty, and cannot tell. */
@Timeout(120)
class RepeatingConnectionTest {
  private static final int MAX_BODY = 4_000_000;
  private static final FunctionModel ECHO =
      FunctionModel.echo(Field.column("x", DataType.FP64, Presence.OPTIONAL));

  /** As if another pod had been asked in vain. */
  private static final RequestRouter AWAY =
      (request, deadline) -> new Route.Away(() -> new Route.Here(RequestWatcher.NONE));

  private static final HttpHeaders NO_FIELDS = HttpHeaders.of(Map.of(), (name, value) -> true);
  private static final Map<String, String> CLOSE = Map.of("Connection", "close");

  private static Connected connected(UnaryOperator<ServingContext> change) throws Exception {
    Limits limits = new Limits(MAX_BODY, MAX_BODY, 300_000, Duration.ofSeconds(20), 64, 1);
    ConnectedServer server = ConnectedServer.repeating(ECHO, limits, change);
    return new Connected(server, server.call());
  }

  private static Connected connected() throws Exception {
    return connected(UnaryOperator.identity());
  }

  /** A server, and a caller on one connection. */
  private record Connected(ConnectedServer server, RawCaller caller) implements AutoCloseable {
    String ask(String request) throws IOException {
      // Jetty looks once more for what comes next, and would find it.
      server.awaitWaiting();
      caller.send(request);
      return caller.answer();
    }

    void assertAnswered(double x) throws IOException {
      assertThat(ask(row(x))).endsWith(scored(x));
    }

    void assertParsed(int requests) {
      assertThat(server.parsed()).isEqualTo(requests);
    }

    @Override
    public void close() throws IOException {
      caller.close();
      server.close();
    }
  }

  private static String row(double x) {
    return RawCaller.predict("{\"instances\": [{\"x\": %s}]}".formatted(x));
  }

  private static String withField(String field, String request) {
    return request.replaceFirst("\r\n\r\n", "\r\n" + field + "\r\n\r\n");
  }

  private static String scored(double x) {
    return "{\"predictions\":[{\"x\":%s}]}".formatted(x);
  }

  private static String withoutDate(String answer) {
    assertThat(answer).contains("\r\nDate: ");
    return answer.replaceAll("\r\nDate: [^\r]*", "");
  }

  /** The fields of an answer, in whatever order, and its body. */
  private static List<String> parts(String answer) {
    return withoutDate(answer).lines().sorted().toList();
  }

  @Test
  void jettyParsesTheFirstOfTheSameHeadsAlone() throws Exception {
    try (Connected line = connected()) {
      for (double x : new double[] {1, -2.5, 1e300, 0, 12345.678}) {
        line.assertAnswered(x);
      }

      line.assertParsed(1);
    }
  }

  @Test
  void theAnswerIsTheOneThatJettyWrites() throws Exception {
    try (Connected line = connected()) {
      String scored = line.ask(row(1));

      assertThat(parts(line.ask(row(1)))).isEqualTo(parts(scored));
      String refused = line.ask(RawCaller.predict("{\"instances\": 1}"));
      assertThat(refused).startsWith("HTTP/1.1 400 Bad Request\r\n");
      line.assertParsed(1);

      try (RawCaller other = line.server().call()) {
        other.send(withField("X-Other: 1", RawCaller.predict("{\"instances\": 1}")));
        assertThat(parts(refused)).isEqualTo(parts(other.answer()));
        line.assertParsed(2);
      }
    }
  }

  @Test
  void whatOneConnectionHasFoundOutAllNewOnesKnow() throws Exception {
    try (Connected line = connected()) {
      line.assertAnswered(1);
      line.assertAnswered(2);
      line.assertParsed(1);

      for (double x : new double[] {3, 4, 5}) {
        try (RawCaller other = line.server().call()) {
          other.send(row(x));
          assertThat(other.answer()).endsWith(scored(x));
        }
      }
      line.assertParsed(1);
    }
  }

  @Test
  void anotherHeadOnANewConnectionIsParsedAndThenKnown() throws Exception {
    try (Connected line = connected()) {
      line.assertAnswered(1);
      line.assertAnswered(2);

      try (RawCaller caller = line.server().call()) {
        Connected other = new Connected(line.server(), caller);
        for (double x : new double[] {3, 4, 5}) {
          assertThat(other.ask(withField("X-Other: 1", row(x)))).endsWith(scored(x));
        }
        line.assertParsed(2);
      }
      line.assertAnswered(6);
      line.assertParsed(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Authorization: Bearer x", "cookie: a=b", "Proxy-Authorization: Basic eDp5"})
  void aHeadWithSecretsIsKnownToItsOwnConnectionAlone(String secret) throws Exception {
    try (Connected line = connected()) {
      for (double x : new double[] {1, 2}) {
        assertThat(line.ask(withField(secret, row(x)))).endsWith(scored(x));
      }
      line.assertParsed(1);

      try (RawCaller other = line.server().call()) {
        other.send(withField(secret, row(3)));
        assertThat(other.answer()).endsWith(scored(3));
      }
      line.assertParsed(2);
    }
  }

  @Test
  void aRequestInPiecesIsJettysAndThoseAfterItAreNot() throws Exception {
    String request = row(2);
    try (Connected line = connected()) {
      for (int cut : new int[] {1, 20, request.indexOf("\r\n\r\n") + 4, request.length() - 1}) {
        line.assertAnswered(1);
        line.server().awaitWaiting();
        line.caller().send(request.substring(0, cut));
        // By then what was sent has been seen alone.
        await().pollDelay(Duration.ofMillis(50)).until(() -> true);
        line.caller().send(request.substring(cut));
        assertThat(line.caller().answer()).endsWith(scored(2));

        line.assertAnswered(3);
        long parsed = line.server().parsed();
        line.assertAnswered(4);
        assertThat(line.server().parsed()).isEqualTo(parsed);
      }
    }
  }

  @Test
  void requestsThatComeTogetherAreAnsweredInTheirOrder() throws Exception {
    try (Connected line = connected()) {
      line.assertAnswered(1);

      line.server().awaitWaiting();
      line.caller().send(row(2) + row(3) + row(4));
      for (double x : new double[] {2, 3, 4}) {
        assertThat(line.caller().answer()).endsWith(scored(x));
      }

      line.assertParsed(4);
      line.assertAnswered(5);
      line.assertParsed(4);
    }
  }

  /**
   * A caller that is quick sends its second request before Jetty has looked whether there is one.
   */
  @Test
  void theFirstHeadIsKnownThoughJettyReadsOnByItself() throws Exception {
    try (Connected line = connected()) {
      line.caller().send(row(1) + row(2));
      assertThat(line.caller().answer()).endsWith(scored(1));
      assertThat(line.caller().answer()).endsWith(scored(2));

      line.assertAnswered(3);
      line.assertParsed(2);
    }
  }

  @Test
  void aHeadIsNotTakenForThatOfARequestBehindIt() throws Exception {
    try (Connected line = connected()) {
      String elsewhere = row(1).replace("/v1/models/churn:predict", "/elsewhere");

      line.caller().send(elsewhere + row(1));
      assertThat(line.caller().answer()).startsWith("HTTP/1.1 404");
      assertThat(line.caller().answer()).endsWith(scored(1));

      assertThat(line.ask(elsewhere)).startsWith("HTTP/1.1 404");
      line.assertAnswered(2);
    }
  }

  @Test
  void anotherHeadIsReadAnewAndThenExpected() throws Exception {
    try (Connected line = connected()) {
      String csv =
          row(0).split("json")[0].replace("application/", "text/csv")
              + "\r\nContent-Length: 5\r\n\r\nx\r\n%d\n";
      line.assertAnswered(1);

      assertThat(line.ask(csv.formatted(7))).endsWith("x\r\n7.0\r\n");
      assertThat(line.ask(csv.formatted(8))).endsWith("x\r\n8.0\r\n");

      line.assertParsed(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Type", "\r\n{"})
  void aCallerWhoseHeadsAreNeverTheSameIsLeftToJetty(String place) throws Exception {
    try (Connected line = connected()) {
      for (int i = 0; i < 5; i++) {
        // Before the length of the body, and behind it.
        String field = "X-Request: %d\r\n".formatted(i);
        assertThat(line.ask(row(i).replace(place, field + place))).startsWith("HTTP/1.1 200");
      }

      line.assertAnswered(1);
      line.assertAnswered(2);

      line.assertParsed(7);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Type", "\r\n{"})
  void oneFieldThatDoesNotComeAgainIsForgotten(String place) throws Exception {
    try (Connected line = connected()) {
      assertThat(line.ask(row(1).replace(place, "X-First: yes\r\n" + place))).endsWith(scored(1));
      line.assertAnswered(2);
      line.assertAnswered(3);

      line.assertParsed(2);
    }
  }

  @Test
  void bytesThatAreNoRequestAreToldSoWhateverIsBehindThem() throws Exception {
    String bad = "POST / one too many HTTP/1.1\r\nHost: churn\r\n\r\n" + "x".repeat(20_000);
    for (int i = 0; i < 100; i++) {
      try (Connected line = connected()) {
        assertThat(line.ask(bad)).startsWith("HTTP/1.1 400 ");
      }
      try (Connected line = connected()) {
        line.assertAnswered(1);
        line.assertAnswered(2);
        assertThat(line.ask(bad)).startsWith("HTTP/1.1 400 ");
      }
    }
  }

  @Test
  void aCallerThatSaysNoMoreStillGetsItsAnswer() throws Exception {
    for (RequestRouter router : List.of(RequestRouter.always(), AWAY)) {
      try (Connected line = connected(context -> routed(context, router))) {
        line.assertAnswered(1);
        line.server().awaitWaiting();
        line.caller().send(row(2));
        line.caller().saysNoMore();

        assertThat(line.caller().answer()).endsWith(scored(2));
        assertThat(line.caller().answer()).isEmpty();
      }
    }
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedAndTheConnectionGoesOn() throws Exception {
    Limits limits = new Limits(100, MAX_BODY, 10, Duration.ofSeconds(20), 64, 1);
    try (ConnectedServer server =
            ConnectedServer.repeating(ECHO, limits, UnaryOperator.identity());
        Connected line = new Connected(server, server.call())) {
      line.assertAnswered(1);

      assertThat(line.ask(RawCaller.predict("x".repeat(101)))).startsWith("HTTP/1.1 413 ");
      line.assertAnswered(2);

      line.assertParsed(1);
    }
  }

  @Test
  void whatFailsBeforeItIsARequestIsAnErrorOfTheServer() throws Exception {
    AtomicBoolean failing = new AtomicBoolean();
    RequestListener listener =
        new RequestListener() {
          @Override
          public void arrived(CallerRequest request) {
            if (failing.get()) {
              throw new AssertionError("a listener that fails");
            }
          }
        };
    try (Connected line = connected(context -> heard(context, listener))) {
      line.assertAnswered(1);
      failing.set(true);

      assertThat(line.ask(row(2))).startsWith("HTTP/1.1 500 Server Error\r\n");
      line.assertParsed(1);
      assertThat(line.caller().answer()).isEmpty();
    }
  }

  /** What follows their heads would be taken for the next answer. */
  @ParameterizedTest
  @ValueSource(ints = {204, 304})
  void anAnswerOfAnotherPodThatMayHaveNoBodyHasNone(int status) throws Exception {
    Answer answer = new Answer(status, NO_FIELDS, "surprise".getBytes(StandardCharsets.US_ASCII));
    AtomicBoolean odd = new AtomicBoolean();
    RequestRouter router =
        (request, deadline) ->
            odd.get() ? new Route.Elsewhere(answer, "") : new Route.Here(RequestWatcher.NONE);
    try (Connected line = connected(context -> routed(context, router))) {
      line.assertAnswered(1);
      odd.set(true);
      assertThat(line.ask(row(2))).startsWith("HTTP/1.1 " + status).endsWith("\r\n\r\n");
      odd.set(false);

      line.assertAnswered(3);
      line.assertParsed(1);
    }
  }

  @Test
  void whatWaitsForAnotherPodIsAnsweredOnItsConnectionToo() throws Exception {
    try (Connected line = connected(context -> routed(context, AWAY))) {
      for (int i = 0; i < 20; i++) {
        line.assertAnswered(i);
      }
      line.assertParsed(1);
    }
  }

  @Test
  void anAnswerThatItsCallerIsSlowToTakeIsWrittenWhole() throws Exception {
    String body = "x".repeat(MAX_BODY);
    Answer large = new Answer(200, NO_FIELDS, body.getBytes(StandardCharsets.US_ASCII));
    RequestRouter elsewhere = (request, deadline) -> new Route.Elsewhere(large, "");
    try (Connected line = connected(context -> routed(context, elsewhere))) {
      for (int i = 0; i < 4; i++) {
        line.server().awaitWaiting();
        line.caller().send(row(1));
        // By then the server cannot write on.
        await().pollDelay(Duration.ofMillis(50)).until(() -> true);
        assertThat(line.caller().answer()).endsWith(body);
      }

      line.assertParsed(1);
    }
  }

  @Test
  void aCallerThatIsSentAwayIsToldSoAndItsConnectionEnds() throws Exception {
    AtomicBoolean leaving = new AtomicBoolean();
    try (Connected line =
        connected(context -> answering(context, () -> leaving.get() ? CLOSE : Map.of()))) {
      line.assertAnswered(1);
      assertThat(line.ask(row(2))).doesNotContain("\r\nConnection:");

      leaving.set(true);

      assertThat(line.ask(row(3))).contains("\r\nConnection: close\r\n").endsWith(scored(3));
      line.assertParsed(1);
      assertThat(line.caller().answer()).isEmpty();
    }
  }

  @Test
  void onceTheServerIsAboutToEndJettyEndsTheConnection() throws Exception {
    try (Connected line = connected()) {
      line.assertAnswered(1);
      line.assertAnswered(2);

      line.server().sendCallersAway();

      assertThat(line.ask(row(3))).contains("\r\nConnection: close\r\n");
      line.assertParsed(2);
      assertThat(line.caller().answer()).isEmpty();
    }
  }

  @Test
  void aCallerThatEndsItsConnectionLeavesTheServerAtWork() throws Exception {
    try (Connected line = connected()) {
      line.assertAnswered(1);
      line.assertAnswered(2);
      line.caller().close();

      try (RawCaller other = line.server().call()) {
        other.send(row(3));
        assertThat(other.answer()).endsWith(scored(3));
      }
      line.assertParsed(1);
    }
  }

  private static ServingContext routed(ServingContext context, RequestRouter router) {
    return with(context, router, context.answerHeaders(), context.listener());
  }

  private static ServingContext answering(
      ServingContext context, Supplier<Map<String, String>> headers) {
    return with(context, context.router(), headers, context.listener());
  }

  private static ServingContext heard(ServingContext context, RequestListener listener) {
    return with(context, context.router(), context.answerHeaders(), listener);
  }

  private static ServingContext with(
      ServingContext context,
      RequestRouter router,
      Supplier<Map<String, String>> headers,
      RequestListener listener) {
    return new ServingContext(
        context.model(),
        context.obstacle(),
        router,
        headers,
        listener,
        context.limits(),
        context.meters());
  }
}
