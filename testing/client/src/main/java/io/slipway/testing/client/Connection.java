package io.slipway.testing.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * One HTTP/1.1 connection over a plain socket. The JDK's client may try a request a second time
 * without saying so; this one never does. Not thread safe.
 */
final class Connection implements AutoCloseable {
  private static final int MAX_LINE = 65_536;

  private final Socket socket;
  private final InputStream in;
  private final String host;
  private boolean reusable = true;

  private Connection(Socket socket, String host) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.host = host;
  }

  /** Looks the host up afresh and connects to the first address. */
  static Connection open(Request request) throws IOException {
    return open(request.url(), request.timeout());
  }

  private static Connection open(URI url, Duration timeout) throws IOException {
    int port = url.getPort() == -1 ? 80 : url.getPort();
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) timeout.toMillis());
      socket.connect(
          new InetSocketAddress(InetAddress.getByName(url.getHost()), port),
          (int) timeout.toMillis());
      return new Connection(socket, url.getAuthority());
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** False once the server has said that it closes the connection. */
  boolean isReusable() {
    return reusable;
  }

  Response send(Request request) throws IOException {
    String path = request.url().getRawPath().isEmpty() ? "/" : request.url().getRawPath();
    String query = request.url().getRawQuery();
    StringBuilder head = new StringBuilder(256);
    head.append(request.method()).append(' ').append(path);
    if (query != null) {
      head.append('?').append(query);
    }
    head.append(" HTTP/1.1\r\nHost: ").append(host).append("\r\n");
    request
        .headers()
        .forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Content-Length: ").append(request.body().length).append("\r\n\r\n");
    byte[] headBytes = head.toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] message = Arrays.copyOf(headBytes, headBytes.length + request.body().length);
    System.arraycopy(request.body(), 0, message, headBytes.length, request.body().length);
    if (request.upload().isZero()) {
      socket.getOutputStream().write(message);
    } else {
      writeSlowly(message, request.upload());
    }
    return receive();
  }

  private void writeSlowly(byte[] message, Duration upload) throws IOException {
    int pieces = Math.clamp(upload.toMillis() / 100, 1, message.length);
    for (int i = 0; i < pieces; i++) {
      int from = (int) ((long) message.length * i / pieces);
      int to = (int) ((long) message.length * (i + 1) / pieces);
      LockSupport.parkNanos(upload.dividedBy(pieces).toNanos());
      socket.getOutputStream().write(message, from, to - from);
    }
  }

  private Response receive() throws IOException {
    String statusLine = line();
    String[] parts = statusLine.split(" ", 3);
    if (parts.length < 2 || !parts[0].startsWith("HTTP/1.")) {
      throw new IOException("not an HTTP answer: " + statusLine);
    }
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
    }
    byte[] body;
    if (headers
        .getOrDefault("Transfer-Encoding", "")
        .toLowerCase(Locale.ROOT)
        .contains("chunked")) {
      body = chunks();
    } else if (headers.containsKey("Content-Length")) {
      int length = Integer.parseInt(headers.get("Content-Length"));
      body = in.readNBytes(length);
      if (body.length < length) {
        throw new EOFException(
            "the answer ended after %d of %d bytes".formatted(body.length, length));
      }
    } else {
      body = in.readAllBytes();
      reusable = false;
    }
    if (headers.getOrDefault("Connection", "").equalsIgnoreCase("close")) {
      reusable = false;
    }
    return new Response(Integer.parseInt(parts[1]), headers, body);
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line().split(";", 2)[0].strip(), 16);
      byte[] chunk = in.readNBytes(size);
      if (chunk.length < size) {
        throw new EOFException("the answer ended within a chunk");
      }
      body.write(chunk);
      line();
      if (size == 0) {
        return body.toByteArray();
      }
    }
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(80);
    while (line.size() < MAX_LINE) {
      int c = in.read();
      if (c == -1) {
        throw new EOFException("the connection was closed before the answer was complete");
      }
      if (c == '\n') {
        return line.toString(StandardCharsets.ISO_8859_1).strip();
      }
      line.write(c);
    }
    throw new IOException("a header line is longer than " + MAX_LINE + " bytes");
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
