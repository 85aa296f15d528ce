package io.slipway.images;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Calls one port of an application that runs on this machine. */
final class LoopbackCaller {

  private static final Duration READY_WITHIN = Duration.ofMinutes(2);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** Once asked without a body, which is how it comes to speak it without TLS. */
  private final HttpClient http2 =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();

  private final int port;

  private LoopbackCaller(int port) {
    this.port = port;
  }

  /** For a port that is free at the moment. */
  static LoopbackCaller ofFreePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new LoopbackCaller(socket.getLocalPort());
    }
  }

  int port() {
    return port;
  }

  /**
   * Waits until a path is answered with 200.
   *
   * @throws ImageException when the application ends before, or takes too long
   */
  void awaitOk(String path, Process application) throws IOException, InterruptedException {
    long end = System.nanoTime() + READY_WITHIN.toNanos();
    while (!isOk(path)) {
      if (application.waitFor(100, TimeUnit.MILLISECONDS)) {
        throw new ImageException(
            "it ended with " + application.exitValue() + " before it was ready");
      }
      if (System.nanoTime() > end) {
        throw new ImageException("it was not ready within " + READY_WITHIN.toSeconds() + " s");
      }
    }
  }

  /** The body of the answer to a GET, which must be 200. */
  String get(String path) throws IOException, InterruptedException {
    return expectOk(request(path).build());
  }

  /** Sends a POST, whose answer must be 200. */
  void post(String path, String type, String body) throws IOException, InterruptedException {
    expectOk(
        request(path).header("Content-Type", type).POST(BodyPublishers.ofString(body)).build());
  }

  /** Sends an inference request with binary tensors, whose answer must be 200. */
  void post(String path, BinaryInfer request) throws IOException, InterruptedException {
    expectOk(
        request(path)
            .header("Content-Type", "application/octet-stream")
            .header("Inference-Header-Content-Length", Integer.toString(request.jsonLength()))
            .POST(BodyPublishers.ofByteArray(request.body()))
            .build());
  }

  /**
   * Sends the same POST a number of times over one connection, each in one piece, which the JDK's
   * client only does at times; the answers must be 200.
   */
  void repeat(int times, String path, String type, String body) throws IOException {
    byte[] message =
        "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(path, type, body.getBytes(StandardCharsets.UTF_8).length, body)
            .getBytes(StandardCharsets.UTF_8);
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      var in = new BufferedInputStream(socket.getInputStream());
      for (int i = 0; i < times; i++) {
        socket.getOutputStream().write(message);
        String head = head(in);
        if (!head.startsWith("HTTP/1.1 200 ")) {
          throw new ImageException("POST " + path + " was answered with " + head);
        }
        in.skipNBytes(Long.parseLong(head.replaceAll("(?is).*\ncontent-length: *(\\d+).*", "$1")));
      }
    }
  }

  private static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the connection ended after: " + head);
      }
      head.append((char) next);
    }
    return head.toString();
  }

  /** Makes a gRPC call over HTTP/2 without TLS; {@code path} is where the client changes to it. */
  void call(String path, String method, byte[] message) throws IOException, InterruptedException {
    http2.send(request(path).build(), BodyHandlers.discarding());
    HttpResponse<byte[]> response =
        http2.send(
            request(method)
                .header("Content-Type", "application/grpc")
                .POST(BodyPublishers.ofByteArray(message))
                .build(),
            BodyHandlers.ofByteArray());
    // The status is in trailers, which this client does not tell; without success there is no body.
    if (response.statusCode() != 200 || response.body().length == 0) {
      throw new ImageException(method + " was not answered: " + response.headers().map());
    }
  }

  private boolean isOk(String path) throws IOException, InterruptedException {
    try {
      return send(request(path).build()).statusCode() == 200;
    } catch (ConnectException e) {
      return false;
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private String expectOk(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = send(request);
    if (response.statusCode() != 200) {
      throw new ImageException(
          request.method()
              + " "
              + request.uri().getPath()
              + " was answered with "
              + response.statusCode()
              + ": "
              + response.body());
    }
    return response.body();
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, BodyHandlers.ofString());
  }
}
