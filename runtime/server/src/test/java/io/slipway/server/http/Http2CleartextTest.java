package io.slipway.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.server.FunctionModel;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** HTTP/2 without TLS, by an upgrade or with no word before it, on the paths of predictions too. */
@Timeout(60)
class Http2CleartextTest {
  private static final FunctionModel ECHO =
      FunctionModel.echo(Field.column("x", DataType.FP64, Presence.OPTIONAL));
  private static final String INFER =
      "{\"inputs\":[{\"name\":\"x\",\"shape\":[1,1],\"datatype\":\"FP64\",\"data\":[%d]}]}";
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int END_STREAM = 1;
  private static final int ACK = 1;
  private static final int END_HEADERS = 4;

  private static final byte CANCEL = 8;
  private static final byte ENHANCE_YOUR_CALM = 11;

  /** {@code :status: 200} by HPACK's own table. */
  private static final byte STATUS_200 = (byte) 0x88;

  private static HttpRequest infer(RunningServer server, int x) {
    return HttpRequest.newBuilder(server.uri("/v2/models/churn/infer"))
        .POST(BodyPublishers.ofString(INFER.formatted(x)))
        .build();
  }

  @Test
  void aClientThatHasAskedForItSendsManyPredictionsAtOnceOnOneConnection() throws Exception {
    try (RunningServer server = RunningServer.of(ECHO);
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      client.send(
          HttpRequest.newBuilder(server.uri("/v2/health/live")).build(), BodyHandlers.discarding());
      List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        all.add(client.sendAsync(infer(server, i), BodyHandlers.ofString()));
      }

      for (int i = 0; i < 100; i++) {
        HttpResponse<String> answer = all.get(i).get();
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.body()).contains("\"data\":[%d.0]".formatted(i));
      }
    }
  }

  @Test
  void aClientThatAsksWithABodyIsAnsweredInTheVersionThatItAskedIn() throws Exception {
    try (RunningServer server = RunningServer.of(ECHO);
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      for (int i = 0; i < 10; i++) {
        HttpResponse<String> answer = client.send(infer(server, i), BodyHandlers.ofString());

        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(answer.body()).contains("\"data\":[%d.0]".formatted(i));
      }
    }
  }

  @Test
  void aClientThatKnowsNeedNotAsk() throws Exception {
    try (RunningServer server = RunningServer.of(ECHO);
        Socket socket = connect(server)) {
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      byte[] body = INFER.formatted(5).getBytes(StandardCharsets.UTF_8);
      frame(out, HEADERS, END_HEADERS, 1, headers("/v2/models/churn/infer", body.length));
      frame(out, DATA, END_STREAM, 1, body);

      assertThat(answer(new DataInputStream(socket.getInputStream()))).contains("\"data\":[5.0]");
    }
  }

  @Test
  void aClientThatOpensStreamsOnlyToResetThemLosesItsConnection() throws Exception {
    try (RunningServer server = RunningServer.of(ECHO);
        Socket socket = connect(server)) {
      ByteArrayOutputStream burst = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(burst);
      for (int stream = 1; stream < 400; stream += 2) {
        frame(out, HEADERS, END_HEADERS, stream, headers("/v2/models/churn/infer", 100));
        frame(out, RST_STREAM, 0, stream, new byte[] {0, 0, 0, CANCEL});
      }
      socket.getOutputStream().write(burst.toByteArray());

      assertThat(errorAtTheEnd(new DataInputStream(socket.getInputStream())))
          .isEqualTo(ENHANCE_YOUR_CALM);
    }
  }

  /** Otherwise it may take the reset of its stream for its answer. */
  @Test
  void aCallerThatIsRefusedWhileItStillSendsMaySendAllOfIt() throws Exception {
    Limits one = new Limits(1 << 20, 1 << 20, 10_000, Duration.ofSeconds(30), 1, 1);
    try (RunningServer server = RunningServer.of(ECHO, one);
        Socket socket = connect(server)) {
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] body = INFER.formatted(5).getBytes(StandardCharsets.UTF_8);
      byte[] head = headers("/v2/models/churn/infer", body.length);
      frame(out, HEADERS, END_HEADERS, 1, head);
      await().until(() -> server.server.inFlight() == 1);

      frame(out, HEADERS, END_HEADERS, 3, head);
      List<Frame> refusal = until(in, frame -> frame.type() == DATA && frame.hasFlag(END_STREAM));
      frame(out, DATA, END_STREAM, 3, body);
      frame(out, PING, 0, 0, new byte[8]);
      List<Frame> afterwards = until(in, frame -> frame.type() == PING && frame.hasFlag(ACK));

      assertThat(refusal).last().extracting(Frame::stream).isEqualTo(3);
      assertThat(StandardCharsets.UTF_8.decode(refusal.getLast().payload()).toString())
          .contains("as many requests as may be are in flight");
      assertThat(afterwards).noneMatch(frame -> frame.type() == RST_STREAM);

      frame(out, DATA, END_STREAM, 1, body);
      assertThat(answer(in)).contains("\"data\":[5.0]");
    }
  }

  /** What comes, up to and with the first of a kind. */
  private static List<Frame> until(DataInputStream in, Predicate<Frame> last) throws IOException {
    List<Frame> frames = new ArrayList<>();
    do {
      frames.add(Frame.read(in));
    } while (!last.test(frames.getLast()));
    return frames;
  }

  /** The error that ends a connection. */
  private static byte errorAtTheEnd(DataInputStream in) throws IOException {
    try {
      Frame frame = Frame.read(in);
      while (frame.type() != GOAWAY) {
        frame = Frame.read(in);
      }
      return frame.payload().get(7);
    } catch (SocketException reset) {
      // What the server did not want to read any more has overtaken what it said.
      return ENHANCE_YOUR_CALM;
    }
  }

  @Test
  void oneThatPingsAsOftenAsGrpcCallersDoKeepsIt() throws Exception {
    try (RunningServer server = RunningServer.of(ECHO);
        Socket socket = connect(server)) {
      ByteArrayOutputStream burst = new ByteArrayOutputStream();
      for (int i = 0; i < 1000; i++) {
        frame(new DataOutputStream(burst), PING, 0, 0, new byte[8]);
      }
      socket.getOutputStream().write(burst.toByteArray());

      DataInputStream in = new DataInputStream(socket.getInputStream());
      for (int answered = 0; answered < 1000; ) {
        Frame frame = Frame.read(in);
        assertThat(frame.type()).isNotEqualTo(GOAWAY);
        answered += frame.type() == PING && frame.hasFlag(ACK) ? 1 : 0;
      }
    }
  }

  /** A connection that speaks HTTP/2 from the start. */
  private static Socket connect(RunningServer server) throws IOException {
    Socket socket = new Socket("localhost", server.server.port());
    socket.setSoTimeout(10_000);
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    out.write(PREFACE);
    frame(out, SETTINGS, 0, 0, new byte[0]);
    return socket;
  }

  private static void frame(DataOutputStream out, int type, int flags, int stream, byte[] payload)
      throws IOException {
    out.writeByte(payload.length >> 16);
    out.writeShort(payload.length);
    out.writeByte(type);
    out.writeByte(flags);
    out.writeInt(stream);
    out.write(payload);
    out.flush();
  }

  /** Each field as a literal that is in no table. */
  private static byte[] headers(String path, int length) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    Map.of(
            ":method", "POST",
            ":scheme", "http",
            ":authority", "churn",
            ":path", path)
        .forEach((name, value) -> literal(block, name, value));
    literal(block, "content-length", Integer.toString(length));
    return block.toByteArray();
  }

  private static void literal(ByteArrayOutputStream block, String name, String value) {
    block.write(0);
    for (String text : List.of(name, value)) {
      block.write(text.length());
      block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** One frame that has come. */
  private record Frame(int type, int flags, int stream, ByteBuffer payload) {
    static Frame read(DataInputStream in) throws IOException {
      int length = (in.readUnsignedByte() << 16) + in.readUnsignedShort();
      return new Frame(
          in.readUnsignedByte(),
          in.readUnsignedByte(),
          in.readInt(),
          ByteBuffer.wrap(in.readNBytes(length)));
    }

    boolean hasFlag(int flag) {
      return (flags & flag) != 0;
    }
  }

  /** The data of stream 1, whose status is to be 200. */
  private static String answer(DataInputStream in) throws IOException {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    Frame frame;
    do {
      frame = Frame.read(in);
      if (frame.stream() == 1 && frame.type() == HEADERS) {
        // Before it at most the size of the table.
        assertThat(Arrays.copyOf(frame.payload().array(), 4)).contains(STATUS_200);
      } else if (frame.stream() == 1 && frame.type() == DATA) {
        data.writeBytes(frame.payload().array());
      }
    } while (frame.stream() != 1 || !frame.hasFlag(END_STREAM));
    return data.toString(StandardCharsets.UTF_8);
  }
}
