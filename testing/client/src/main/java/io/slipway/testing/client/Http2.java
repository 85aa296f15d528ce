package io.slipway.testing.client;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.Map;
import java.util.TreeMap;

/**
 * HTTP/2 without TLS, by the JDK's client, which upgrades its first connection and sends all else
 * on it. It sends a request a second time only when the server has said that it did not look at it.
 * A connection on which an answer is overdue is left, as clients with a keep-alive do.
 */
final class Http2 implements Transport {
  static {
    System.setProperty("jdk.httpclient.disableRetryConnect", "true");
  }

  private volatile HttpClient current = open();

  private static HttpClient open() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
  }

  @Override
  public Response send(Request request) throws IOException, InterruptedException {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(request.url())
            .timeout(request.timeout())
            .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()));
    request.headers().forEach(builder::header);
    HttpClient client = current;
    try {
      HttpResponse<byte[]> answer =
          client.send(builder.build(), HttpResponse.BodyHandlers.ofByteArray());
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      answer.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
      return new Response(answer.statusCode(), headers, answer.body());
    } catch (HttpTimeoutException e) {
      leave(client);
      throw e;
    }
  }

  /** Once, however many answers are overdue on it. */
  private synchronized void leave(HttpClient client) {
    if (current.equals(client)) {
      current = open();
      client.shutdown();
    }
  }

  @Override
  public void close() {
    current.shutdownNow();
  }
}
