package io.slipway.operator.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.operator.podclient.LimitedBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Requests to the registry. The token and the authority are read afresh, so that new ones count
 * without a restart. Safe for use by several threads.
 */
final class RegistryClient implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int MOST_BYTES = 8 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the registry answered. */
  record Response(int status, Optional<String> etag, JsonNode body) {

    /** What it says is wrong, in its own words. */
    String words() {
      String error = body.path("error").asText();
      return error.isEmpty() ? "it answers " + status : error;
    }
  }

  private record Trusting(String authority, HttpClient http) {}

  private final RegistryAddress address;
  private final Duration limit;
  private Optional<Trusting> client = Optional.empty();

  RegistryClient(RegistryAddress address) {
    this(address, LIMIT);
  }

  /**
   * @param limit how long an answer may take, to its last byte
   */
  RegistryClient(RegistryAddress address, Duration limit) {
    this.address = address;
    this.limit = limit;
  }

  /**
   * @throws UselessAnswerException when the answer is too long to be one
   * @throws IOException when there is no answer
   */
  Response get(String path, Optional<String> known) throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path).GET();
    known.ifPresent(etag -> request.header("If-None-Match", etag));
    return send(request);
  }

  /**
   * @param key by which the registry knows a repetition
   * @throws IOException when there is no answer
   */
  Response post(String path, Map<String, String> body, String key)
      throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
  }

  private HttpRequest.Builder request(String path) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address.at(path)));
    credential("token").ifPresent(token -> request.header("Authorization", "Bearer " + token));
    return request;
  }

  private Response send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        await(http().sendAsync(request.build(), info -> new LimitedBody(MOST_BYTES)));
    return new Response(
        response.statusCode(), response.headers().firstValue("ETag"), json(response.body()));
  }

  /** The client's own limits end with the headers: a body that stalls would be waited for. */
  private HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> exchange)
      throws IOException, InterruptedException {
    try {
      return exchange.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw switch (e.getCause()) {
        case LimitedBody.TooLongException tooLong ->
            new UselessAnswerException(String.valueOf(tooLong.getMessage()));
        case IOException cause -> cause;
        case null, default -> new IOException(e);
      };
    } catch (TimeoutException e) {
      throw new IOException("no whole answer within %d ms".formatted(limit.toMillis()), e);
    } finally {
      exchange.cancel(true);
    }
  }

  /** Of a proxy's page, which is no JSON, the status says enough. */
  private static JsonNode json(byte[] body) throws IOException {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  private synchronized HttpClient http() throws IOException {
    String authority = credential("ca.crt").orElse("");
    if (client.filter(known -> known.authority().equals(authority)).isEmpty()) {
      HttpClient.Builder builder =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(limit);
      if (!authority.isEmpty()) {
        builder.sslContext(trusting(authority));
      }
      client.ifPresent(old -> old.http().shutdownNow());
      client = Optional.of(new Trusting(authority, builder.build()));
    }
    return client.orElseThrow().http();
  }

  /** One that believes this authority alone: who names one has no other registry in mind. */
  private static SSLContext trusting(String pem) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      var text = new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8));
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(text)) {
        store.setCertificateEntry("ca-" + store.size(), each);
      }
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("the registry's ca.crt is no certificate in PEM form", e);
    }
  }

  private Optional<String> credential(String key) throws IOException {
    Path file = address.credentials().resolve(key);
    try {
      return Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public synchronized void close() {
    client.ifPresent(known -> known.http().shutdownNow());
  }
}
