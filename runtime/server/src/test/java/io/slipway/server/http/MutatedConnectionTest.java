package io.slipway.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.server.FunctionModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever comes in on a connection, however it is cut into pieces, what goes out is what goes out
 * of one that Jetty parses every request of.
 */
class MutatedConnectionTest {
  private static final int TRIES = Boolean.getBoolean("slipway.long") ? 20 : 1;
  private static final int MOST_REQUESTS = 8;
  private static final Pattern DATE = Pattern.compile("\r\nDate: [^\r]*");

  /**
   * What Jetty says of bytes that are no request, if it says anything: of the same ones followed by
   * the caller's end it does so some nineteen times in twenty.
   */
  private static final Pattern LAST_WORD =
      Pattern.compile("HTTP/1.1 400 [^{]*\\{\"error\":\"HTTP: [^}]*}$");

  private static Optional<ConnectedServer> repeating = Optional.empty();
  private static Optional<ConnectedServer> plain = Optional.empty();

  private static final String JSON =
      """
      POST /v1/models/churn:predict HTTP/1.1\r
      Host: churn\r
      Content-Type: application/json\r
      Content-Length: LENGTH\r
      \r
      {"instances": [{"x": NUMBER}]}""";

  private static final List<String> REQUESTS =
      List.of(
          JSON,
          JSON.replace("Host", "Connection: keep-alive\r\nX-a: b\r\nHost"),
          JSON.replace("Content-Length: LENGTH", "content-length:\tLENGTH "),
          JSON.replace("application/json", "text/csv")
              .replace("{\"instances\": [{\"x\": NUMBER}]}", "x\r\nNUMBER"),
          JSON.replace("NUMBER}]}", "}"),
          JSON.replace("churn:", "other:"),
          // Without a body: whether that has come when it is refused is a matter of luck.
          "GET /v1/models/churn:predict HTTP/1.1\r\nHost: churn\r\n\r\n",
          "GET /elsewhere HTTP/1.1\r\nHost: churn\r\n\r\n",
          JSON.replace("Content-Length: LENGTH", "Transfer-Encoding: chunked")
              .replace(
                  "{\"instances\": [{\"x\": NUMBER}]}",
                  "1c\r\n{\"instances\": [{\"x\": 1.25}]}\r\n0\r\n\r\n"));

  /** What is done to a request, after which the connection may be of no more use. */
  private static final List<UnaryOperator<String>> ODDITIES =
      List.of(
          request -> request.replace("Host: churn\r\n", "Host: churn\n"),
          request -> request.replace("\r\n\r\n", "\n\n"),
          request -> request.replace("\r\n\r\n", "\r\n\n"),
          request -> "\r\n" + request,
          request -> request.replace("HTTP/1.1", "HTTP/1.0"),
          request -> request.replace("Host", "Connection: close\r\nHost"),
          request -> request.replace("Host", "Expect: 100-continue\r\nHost"),
          request -> request.replace("Host", "Content-Length: 3\r\nHost"),
          request -> request.replace("Content-Length: ", "Content-Length: 0"),
          request -> request.replace("Content-Length: ", "Content-Length: 1"),
          request -> request.replace("Content-Length: ", "Content-Length: +"),
          request -> request.replace("Content-Length: ", "Content-Length : "),
          request -> request.replace("Content-Length: ", "X: 1\r\n Content-Length: "),
          request ->
              request.replace("Content-Length: ", "Transfer-Encoding: chunked\r\nContent-Length: "),
          request -> request.substring(0, request.length() - 2),
          request -> request + "x");

  @BeforeContainer
  static void start() throws Exception {
    FunctionModel echo = FunctionModel.echo(Field.column("x", DataType.FP64, Presence.OPTIONAL));
    Limits limits = new Limits(10_000, 10_000, 100, Duration.ofSeconds(5), 64, 1);
    repeating = Optional.of(ConnectedServer.repeating(echo, limits, UnaryOperator.identity()));
    plain = Optional.of(ConnectedServer.plain(echo, limits, UnaryOperator.identity()));
  }

  @AfterContainer
  static void stop() {
    repeating.ifPresent(ConnectedServer::close);
    plain.ifPresent(ConnectedServer::close);
  }

  /** What a caller sends, piece by piece. */
  private static List<String> pieces(Random random) {
    List<String> pieces = new ArrayList<>();
    int requests = 2 + random.nextInt(MOST_REQUESTS - 1);
    String form = REQUESTS.get(0);
    for (int i = 0; i < requests; i++) {
      if (random.nextInt(6) == 0) {
        form = REQUESTS.get(random.nextInt(REQUESTS.size()));
      }
      String request = request(form, random);
      if (form.startsWith("POST") && random.nextInt(12) == 0) {
        request = ODDITIES.get(random.nextInt(ODDITIES.size())).apply(request);
      }
      if (random.nextInt(6) == 0) {
        int cut = random.nextInt(request.length());
        pieces.add(request.substring(0, cut));
        pieces.add(request.substring(cut));
      } else if (random.nextInt(6) == 0 && !pieces.isEmpty()) {
        pieces.add(pieces.removeLast() + request);
      } else {
        pieces.add(request);
      }
    }
    return pieces;
  }

  private static String request(String form, Random random) {
    String request = form.replace("NUMBER", Double.toString(random.nextInt(1000) / 8.0));
    int body = request.length() - request.indexOf("\r\n\r\n") - 4;
    return request.replace("LENGTH", Integer.toString(body));
  }

  /**
   * What came back, and whether that may not be all: where a server ends a connection with bytes
   * unread, what it has sent may be lost.
   */
  private record Heard(String text, boolean reset) {
    boolean isAs(Heard other) {
      return (reset || other.reset)
          ? text.startsWith(other.text) || other.text.startsWith(text)
          : text.equals(other.text);
    }
  }

  private static Heard exchange(int port, List<String> pieces) throws Exception {
    StringBuilder text = new StringBuilder();
    boolean reset = false;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      InputStream in = socket.getInputStream();
      try {
        for (String piece : pieces) {
          out.write(piece.getBytes(ISO_8859_1));
          // So that most pieces are seen alone.
          Thread.sleep(Duration.ofMillis(2));
        }
        socket.shutdownOutput();
      } catch (SocketException e) {
        reset = true;
      }
      try {
        for (int next = in.read(); next >= 0; next = in.read()) {
          text.append((char) next);
        }
      } catch (SocketException e) {
        reset = true;
      }
    } catch (IOException e) {
      throw new AssertionError("after " + text, e);
    }
    String undated = DATE.matcher(text).replaceAll("");
    return new Heard(LAST_WORD.matcher(undated).replaceAll(""), reset);
  }

  @Property(tries = 150)
  void isAnsweredAsJettyAnswersIt(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < TRIES; i++) {
      List<String> pieces = pieces(random);

      Heard ours = exchange(repeating.orElseThrow().port(), pieces);
      Heard jettys = exchange(plain.orElseThrow().port(), pieces);

      assertThat(ours)
          .as("sent %s", pieces)
          .satisfies(
              heard ->
                  assertThat(heard.isAs(jettys)).as("%s%nand of Jetty %s", heard, jettys).isTrue());
    }
  }

  /** Else the other test would compare Jetty with itself. */
  @Example
  void notAllOfItIsParsedByJetty() throws Exception {
    Random random = new Random(7);
    long ours = repeating.orElseThrow().parsed();
    long jettys = plain.orElseThrow().parsed();
    for (int i = 0; i < 20; i++) {
      List<String> pieces = pieces(random);
      exchange(repeating.orElseThrow().port(), pieces);
      exchange(plain.orElseThrow().port(), pieces);
    }
    assertThat(repeating.orElseThrow().parsed() - ours)
        .isLessThan(plain.orElseThrow().parsed() - jettys);
  }
}
