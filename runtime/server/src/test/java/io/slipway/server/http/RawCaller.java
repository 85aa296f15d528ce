package io.slipway.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One connection of HTTP/1.1, every byte of which is sent and read when a test wants it. */
final class RawCaller implements AutoCloseable {
  private static final int SMALL_BUFFER = 1 << 16;
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)\r\n");

  private final Socket socket = new Socket();
  private final InputStream in;

  /**
   * @throws IOException if nothing listens
   */
  RawCaller(int port) throws IOException {
    // Small, so that a large answer waits for its reader in the server.
    socket.setReceiveBufferSize(SMALL_BUFFER);
    socket.setSoTimeout(10_000);
    // What is sent goes at once, and is not put together with what comes next.
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress("localhost", port));
    in = new BufferedInputStream(socket.getInputStream());
  }

  static String predict(String body) {
    return "POST /v1/models/churn:predict HTTP/1.1\r\nHost: churn\r\n"
        + "Content-Type: application/json\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  void saysNoMore() throws IOException {
    socket.shutdownOutput();
  }

  /** The next answer, status line and all; what there is of it where the connection ends. */
  String answer() throws IOException {
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return answer.toString();
      }
      answer.append((char) next);
    }
    Matcher length = LENGTH.matcher(answer);
    int body = length.find() ? Integer.parseInt(length.group(1)) : 0;
    return answer.append(new String(in.readNBytes(body), ISO_8859_1)).toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
