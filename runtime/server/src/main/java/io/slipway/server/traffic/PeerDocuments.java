package io.slipway.server.traffic;

import io.slipway.server.contract.DocumentException;
import io.slipway.server.contract.SignedDocument;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks other pods which document they go by: the mounted one may be a minute old when a pod starts.
 */
public final class PeerDocuments {
  private static final Logger log = LoggerFactory.getLogger(PeerDocuments.class);
  private static final Duration DIAL_TIMEOUT = Duration.ofMillis(500);
  private static final Duration TOGETHER = Duration.ofSeconds(2);

  private PeerDocuments() {}

  /**
   * Offers what the pods say to {@code current}. Takes two seconds at most; a pod that does not
   * answer is passed over, since the operator sends its document to each pod too.
   *
   * @param pods their port 9090
   */
  public static void offerTo(CurrentDocument current, List<PodAddress> pods)
      throws InterruptedException {
    if (pods.isEmpty()) {
      return;
    }
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(DIAL_TIMEOUT)
            .build()) {
      CompletableFuture<?>[] answers =
          pods.stream()
              .map(pod -> ask(client, pod.uri("/traffic"), current))
              .toArray(CompletableFuture<?>[]::new);
      try {
        CompletableFuture.allOf(answers).get(TOGETHER.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException | TimeoutException e) {
        log.debug("not every peer said which document it goes by", e);
      }
      client.shutdownNow();
    }
  }

  private static CompletableFuture<?> ask(HttpClient client, URI uri, CurrentDocument current) {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(TOGETHER).build();
    return client
        .sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
        .thenAccept(
            response -> {
              try (var body = response.body()) {
                if (response.statusCode() == 200) {
                  current.offer(
                      SignedDocument.parse(body.readNBytes(SignedDocument.LARGEST_BYTES + 1)));
                }
              } catch (IOException | DocumentException e) {
                log.debug("{} gave no document", uri, e);
              }
            });
  }
}
