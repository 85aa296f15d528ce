package io.slipway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.server.FunctionModel;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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
  private static final int SETTINGS = 4;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;

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
        Socket socket = new Socket("localhost", server.server.port())) {
      socket.setSoTimeout(10_000);
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.write(PREFACE);
      frame(out, SETTINGS, 0, 0, new byte[0]);
      byte[] body = INFER.formatted(5).getBytes(StandardCharsets.UTF_8);
      frame(out, HEADERS, END_HEADERS, 1, headers("/v2/models/churn/infer", body.length));
      frame(out, DATA, END_STREAM, 1, body);

      assertThat(answer(new DataInputStream(socket.getInputStream()))).contains("\"data\":[5.0]");
    }
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

  /** The data of stream 1, whose status is to be 200. */
  private static String answer(DataInputStream in) throws IOException {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    int flags;
    int stream;
    do {
      int length = (in.readUnsignedByte() << 16) + in.readUnsignedShort();
      int type = in.readUnsignedByte();
      flags = in.readUnsignedByte();
      stream = in.readInt();
      byte[] payload = in.readNBytes(length);
      if (stream == 1 && type == HEADERS) {
        // Before it at most the size of the table.
        assertThat(Arrays.copyOf(payload, 4)).contains(STATUS_200);
      } else if (stream == 1 && type == DATA) {
        data.writeBytes(payload);
      }
    } while (stream != 1 || (flags & END_STREAM) == 0);
    return data.toString(StandardCharsets.UTF_8);
  }
}
