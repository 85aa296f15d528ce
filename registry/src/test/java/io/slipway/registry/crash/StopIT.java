package io.slipway.registry.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.registry.model.Digest;
import io.slipway.registry.testing.RegistryClient;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asked to leave while somebody uploads: the upload ends first. */
class StopIT {
  @TempDir Path folder;

  @Test
  void whatIsInFlightEndsAndTheProcessSaysThatAllIsWell() throws Exception {
    byte[] bytes = new byte[400_000];
    try (HttpClient http = HttpClient.newHttpClient();
        ChildRegistry child = ChildRegistry.start(folder);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), child.base().getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          "PUT /v1/blobs/%s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n"
              .formatted(Digest.of(bytes), ChildRegistry.TOKEN, bytes.length)
              .getBytes(UTF_8));
      out.write(bytes, 0, 200_000);
      out.flush();
      awaitBegun(child.client(http), Digest.of(bytes));
      child.terminate();
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(isListening(child)).isFalse());
      out.write(bytes, 200_000, 200_000);
      out.flush();
      assertThat(firstLine(socket.getInputStream())).isEqualTo("HTTP/1.1 201 Created");
      assertThat(child.exitCode()).isZero();
    }
  }

  private static void awaitBegun(RegistryClient client, Digest digest) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(
                        client
                            .get("/v1/blobs/%s/upload".formatted(digest))
                            .json()
                            .get("received")
                            .intValue())
                    .isPositive());
  }

  private static boolean isListening(ChildRegistry child) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), child.base().getPort())) {
      return socket.isConnected();
    } catch (ConnectException e) {
      return false;
    }
  }

  private static String firstLine(InputStream in) throws Exception {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\r'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString();
  }
}
