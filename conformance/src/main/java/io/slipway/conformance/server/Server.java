package io.slipway.conformance.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/** A server somewhere. */
public final class Server implements AutoCloseable {
  private final String base;
  private final Duration timeout;
  private final HttpClient client;

  /**
   * @param base its URL, with or without a slash at the end
   * @param timeout for an answer
   */
  public Server(URI base, Duration timeout) {
    this.base = base.toString().replaceAll("/+$", "");
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .build();
  }

  /**
   * @throws IOException if no answer comes
   */
  public Answered send(Sent sent) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + sent.path()))
            .timeout(timeout)
            .method(
                sent.method(),
                sent.body().length == 0
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(sent.body()));
    sent.headers().forEach(request::header);
    try {
      return answer(request.build());
    } catch (HttpTimeoutException e) {
      throw e;
    } catch (IOException e) {
      // A connection that the server has ended after an earlier answer is not this request's fault.
      return answer(request.build());
    }
  }

  private Answered answer(HttpRequest request) throws IOException {
    try {
      HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
      return new Answered(response.statusCode(), response.headers(), response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for an answer", e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
