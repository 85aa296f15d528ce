package io.slipway.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.server.FunctionModel;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Callers that send in pieces, read late or go away: none costs another a thread or a place. */
@Timeout(60)
class SlowCallersTest {
  private static final FunctionModel ECHO =
      FunctionModel.echo(Field.column("x", DataType.FP64, Presence.OPTIONAL));
  private static final String ROW = "{\"instances\": [{\"x\": 1}]}";
  private static final String SCORED = "{\"predictions\":[{\"x\":1.0}]}";

  private static Limits limits(int requests) {
    return new Limits(1 << 20, 16 << 20, 100_000, Duration.ofSeconds(30), requests, 1);
  }

  @TempDir private Path folder;

  /** All there are, virtual ones too. */
  private String threads() throws IOException {
    Path dump = folder.resolve(UUID.randomUUID() + ".txt");
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
    return Files.readString(dump);
  }

  @Test
  void manyBodiesThatTrickleInHoldNoThread() throws Exception {
    String request = RawCaller.predict(ROW);
    List<RawCaller> slow = new ArrayList<>();
    try (RunningServer server = RunningServer.of(ECHO, limits(300))) {
      assertThat(server.predict(ROW).body()).isEqualTo(SCORED);
      for (int i = 0; i < 250; i++) {
        RawCaller caller = new RawCaller(server.server.port());
        slow.add(caller);
        caller.send(request.substring(0, request.length() - 5));
      }
      await().until(() -> server.server.inFlight() == slow.size());

      // Not even a virtual one, such as those that wait for costly models.
      await().untilAsserted(() -> assertThat(threads()).doesNotContain("\"request-"));
      assertThat(threads()).contains("\"http-").contains("\"scoring-");
      assertThat(server.predict(ROW).body()).isEqualTo(SCORED);

      for (RawCaller caller : slow) {
        caller.send(request.substring(request.length() - 5));
      }
      for (RawCaller caller : slow) {
        assertThat(caller.answer()).startsWith("HTTP/1.1 200").endsWith(SCORED);
        caller.close();
      }
      await().until(() -> server.server.inFlight() == 0);
    }
  }

  @Test
  void aBodyThatComesByteByByteIsScored() throws Exception {
    try (RunningServer server = RunningServer.of(ECHO);
        RawCaller caller = new RawCaller(server.server.port())) {
      String request = RawCaller.predict(ROW);
      int head = request.indexOf(ROW);
      caller.send(request.substring(0, head));
      // Then the server has seen that there is a body, and that nothing of it is there.
      await().until(() -> server.server.inFlight() == 1);
      for (char one : request.substring(head).toCharArray()) {
        caller.send(Character.toString(one));
      }

      assertThat(caller.answer()).endsWith(SCORED);
    }
  }

  @Test
  void requestsThatComeAtOnceAreAnsweredInTheirOrder() throws Exception {
    try (RunningServer server = RunningServer.of(ECHO);
        RawCaller caller = new RawCaller(server.server.port())) {
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < 50; i++) {
        all.append(RawCaller.predict("{\"instances\": [{\"x\": %d}]}".formatted(i)));
      }
      caller.send(all.toString());

      for (int i = 0; i < 50; i++) {
        assertThat(caller.answer()).endsWith("{\"predictions\":[{\"x\":%d.0}]}".formatted(i));
      }
    }
  }

  @Test
  void aBodyOfManyBuffersIsScoredWhetherItIsAnnouncedOrChunked() throws Exception {
    int rows = 20_000;
    String body = "{\"instances\": [" + "{\"x\": 1},".repeat(rows - 1) + "{\"x\": 1}]}";
    String scored = "{\"predictions\":[" + "{\"x\":1.0},".repeat(rows - 1) + "{\"x\":1.0}]}";
    try (RunningServer server = RunningServer.of(ECHO, limits(8));
        RawCaller caller = new RawCaller(server.server.port())) {
      assertThat(server.predict(body).body()).isEqualTo(scored);

      StringBuilder chunked =
          new StringBuilder(
              "POST /v1/models/churn:predict HTTP/1.1\r\nHost: churn\r\nTransfer-Encoding: chunked\r\n\r\n");
      for (int at = 0; at < body.length(); at += 1000) {
        String chunk = body.substring(at, Math.min(body.length(), at + 1000));
        chunked.append(Integer.toHexString(chunk.length())).append("\r\n").append(chunk);
        chunked.append("\r\n");
      }
      caller.send(chunked.append("0\r\n\r\n").toString());
      assertThat(caller.answer()).endsWith(scored);
    }
  }

  @Test
  void aCallerThatAsksFirstIsToldToGoOn() throws Exception {
    try (RunningServer server = RunningServer.of(ECHO);
        RawCaller caller = new RawCaller(server.server.port())) {
      caller.send(
          "POST /v1/models/churn:predict HTTP/1.1\r\nHost: churn\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n"
              .formatted(ROW.length()));
      assertThat(caller.answer()).startsWith("HTTP/1.1 100 Continue");

      caller.send(ROW);
      assertThat(caller.answer()).startsWith("HTTP/1.1 200").endsWith(SCORED);

      caller.send(RawCaller.predict(ROW));
      assertThat(caller.answer()).startsWith("HTTP/1.1 200").endsWith(SCORED);
    }
  }

  @Test
  void aCallerThatHasNothingMoreToSendIsAnswered() throws Exception {
    try (RunningServer server = RunningServer.of(ECHO);
        Socket socket = new Socket("localhost", server.server.port())) {
      socket.getOutputStream().write(RawCaller.predict(ROW).getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 200")
          .endsWith(SCORED);
    }
  }

  @Test
  void callersThatGoAwayInTheMiddleGiveTheirPlacesBack() throws Exception {
    String request = RawCaller.predict(ROW);
    try (RunningServer server = RunningServer.of(ECHO, limits(4))) {
      for (int round = 0; round < 10; round++) {
        List<RawCaller> leaving = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          RawCaller caller = new RawCaller(server.server.port());
          leaving.add(caller);
          caller.send(request.substring(0, request.length() - 5));
        }
        await().until(() -> server.server.inFlight() == 4);
        assertThat(server.predict(ROW).statusCode()).isEqualTo(503);

        for (RawCaller caller : leaving) {
          caller.close();
        }
        await().until(() -> server.server.inFlight() == 0);
      }
      assertThat(server.predict(ROW).body()).isEqualTo(SCORED);
    }
  }

  @Test
  void aCallerThatDoesNotTakeItsAnswerAndGoesGivesItsMemoryBack() throws Exception {
    Column large = Column.ofStrings("x", "a".repeat(12 << 20)); // beyond what sockets hold
    FunctionModel generous =
        new FunctionModel(
            FunctionModel.echo(Field.column("x", DataType.BYTES, Presence.OPTIONAL)).signature(),
            inputs -> Batch.of(large));
    MemoryBudget memory = new MemoryBudget(20 << 20);
    try (RunningServer server = RunningServer.of(generous, limits(8), memory)) {
      try (RawCaller first = new RawCaller(server.server.port())) {
        first.send(RawCaller.predict("{\"instances\": [{}]}"));
        await().until(() -> server.meters.get("slipway.rows").counter().count() == 1);
        assertThat(server.predict("{\"instances\": [{}]}").statusCode()).isEqualTo(503);
      }
      await().until(() -> server.server.inFlight() == 0);

      assertThat(server.predict("{\"instances\": [{}]}").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aRefusalBeforeTheBodyEndsTheConnectionRatherThanTakingTheBodyForARequest()
      throws IOException {
    try (RunningServer server =
            RunningServer.of(ECHO, new Limits(100, 1000, 10, Duration.ofSeconds(30), 4, 1));
        RawCaller caller = new RawCaller(server.server.port())) {
      caller.send(
          "POST /v1/models/churn:predict HTTP/1.1\r\nHost: churn\r\nContent-Length: 5000\r\n\r\n");

      assertThat(caller.answer())
          .startsWith("HTTP/1.1 413")
          .containsIgnoringCase("connection: close");
      assertThat(caller.answer()).isEmpty();
    }
  }
}
