package io.slipway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.server.FunctionModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no well-meaning client sends. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RawSocketTest {
  private static final int MAX_BODY = 1000;
  private static final String HEAD =
      "POST /v1/models/churn:predict HTTP/1.1\r\nHost: churn\r\nConnection: close\r\n";

  private RunningServer server;

  @BeforeAll
  void start() {
    Limits limits = new Limits(MAX_BODY, MAX_BODY, 10, Duration.ofSeconds(1), 4, 1);
    server =
        RunningServer.of(
            FunctionModel.echo(Field.column("x", DataType.FP64, Presence.OPTIONAL)), limits);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void aBodyThatIsAnnouncedTooLargeIsRefusedBeforeItIsSent() throws IOException {
    assertThat(exchange(HEAD + "Content-Length: 1001\r\nExpect: 100-continue\r\n\r\n"))
        .startsWith("HTTP/1.1 413 ")
        .contains("{\"error\":\"the body: expected at most 1000 bytes, also when decompressed");
  }

  @Test
  void aChunkedBodyThatGrowsTooLargeIsRefused() throws IOException {
    String chunk = "190\r\n" + "x".repeat(400) + "\r\n";

    assertThat(
            exchange(HEAD + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(3) + "0\r\n\r\n"))
        .startsWith("HTTP/1.1 413 ");
  }

  @Test
  void aChunkedBodyWithinTheLimitIsScored() throws IOException {
    String body = "{\"instances\": [{\"x\": 1}]}";
    String chunked =
        "5\r\n"
            + body.substring(0, 5)
            + "\r\n"
            + Integer.toHexString(body.length() - 5)
            + "\r\n"
            + body.substring(5)
            + "\r\n0\r\n\r\n";

    assertThat(exchange(HEAD + "Transfer-Encoding: chunked\r\n\r\n" + chunked))
        .startsWith("HTTP/1.1 200 ")
        .contains("{\"predictions\":[{\"x\":1.0}]}");
  }

  @Test
  void aBodyThatTricklesIsGivenUp() throws Exception {
    try (Socket socket = new Socket("localhost", server.server.port())) {
      OutputStream out = socket.getOutputStream();
      out.write((HEAD + "Content-Length: 900\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      out.flush();
      Thread trickle =
          Thread.startVirtualThread(
              () -> {
                try {
                  for (int i = 0; i < 100; i++) {
                    out.write(' ');
                    out.flush();
                    Thread.sleep(Duration.ofMillis(50)); // the slow caller itself, not a wait
                  }
                } catch (IOException | InterruptedException e) {
                  // The server has hung up, as it should.
                  return;
                }
              });
      socket.setSoTimeout(10_000);

      assertThat(read(socket)).startsWith("HTTP/1.1 408 ");
      trickle.interrupt();
    }
  }

  @Test
  void aBodyThatBreaksOffLeavesTheServerAtWork() throws IOException {
    try (Socket socket = new Socket("localhost", server.server.port())) {
      socket
          .getOutputStream()
          .write((HEAD + "Content-Length: 900\r\n\r\n{\"inst").getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      socket.setSoTimeout(10_000);
      assertThat(read(socket)).doesNotStartWith("HTTP/1.1 5");
    }
    assertThat(server.predict("{\"instances\": []}").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\0\0\0\0\r\n\r\n",
        "GET\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET /..%2f..%2fetc/passwd HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
        "GET /v2/models/%00 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "POST /v1/models/churn:predict HTTP/1.1\r\nHost: h\r\nContent-Length: -5\r\n\r\n",
        "POST /v1/models/churn:predict HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        "POST /v1/models/churn:predict HTTP/1.1\r\nHost: h\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        "POST /v1/models/churn:predict?unknown-fields=%zz HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}",
        "BREW /v2 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
        "POST /v2/models/churn/infer HTTP/1.1\r\nHost: h\r\nConnection: close\r\nInference-Header-Content-Length: 99999999999\r\nContent-Length: 2\r\n\r\n{}",
        "POST /v1/models/churn:predict HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
        "POST /v1/models/churn:predict HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Encoding: br\r\nContent-Length: 2\r\n\r\n{}",
      })
  void garbageIsTheCallersFault(String request) throws IOException {
    assertThat(exchange(request)).matches("(?s)HTTP/1.1 4\\d\\d .*\\{\"error\":\".*");
  }

  @Test
  void aFieldThatComesTwiceInDifferentCaseIsOneField() throws IOException {
    String body = "{\"instances\": [{\"x\": 1}]}";
    String fields = "X-Way: a\r\nx-wAY: b\r\nContent-Length: " + body.length();

    assertThat(exchange(HEAD + fields + "\r\n\r\n" + body)).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CONNECT h:80", "OPTIONS *"})
  void aTargetThatIsNoPathIsTheCallersFaultToo(String line) throws IOException {
    try (RawCaller caller = new RawCaller(server.server.port())) {
      caller.send(line + " HTTP/1.1\r\nHost: h:80\r\n\r\n");

      assertThat(caller.answer()).startsWith("HTTP/1.1 4");
    }
  }

  @Test
  void aVersionOfHttpThatThereIsNotIsNamed() throws IOException {
    assertThat(exchange("GET / HTTP/9.9\r\nHost: h\r\n\r\n"))
        .startsWith("HTTP/1.1 505 HTTP Version Not Supported");
  }

  @Test
  void headersThatAreTooLargeAreRefused() throws IOException {
    assertThat(exchange("GET /v2 HTTP/1.1\r\nHost: h\r\nX: " + "y".repeat(20_000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431 ");
  }

  private String exchange(String request) throws IOException {
    try (Socket socket = new Socket("localhost", server.server.port())) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      return read(socket);
    }
  }

  private static String read(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder answer = new StringBuilder();
    try {
      for (int b = in.read(); b >= 0; b = in.read()) {
        answer.append((char) b);
      }
    } catch (IOException e) {
      // A reset after the answer: the server did not read what was still being sent.
      return answer.toString();
    }
    return answer.toString();
  }
}
