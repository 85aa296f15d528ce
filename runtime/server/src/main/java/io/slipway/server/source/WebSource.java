package io.slipway.server.source;

import io.slipway.server.source.SourceException.Reason;
import io.slipway.sources.Get;
import io.slipway.sources.SourceProblem;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bytes over HTTP. Redirects are followed here rather than by the client, so that credentials stay
 * with the host that they are for.
 */
final class WebSource implements Source {
  private static final int REDIRECTS = 5;
  private static final int ERROR_BYTES = 4096;
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-\\d+/(\\d{1,18}|\\*)");
  private static final Pattern S3_CODE = Pattern.compile("<Code>([A-Za-z0-9.]{1,64})</Code>");

  private final String display;
  private final HttpClient client;
  private final WebRequest request;

  /**
   * @param client that follows no redirects
   */
  WebSource(String display, HttpClient client, WebRequest request) {
    this.display = display;
    this.client = client;
    this.request = request;
  }

  @Override
  public String display() {
    return display;
  }

  @Override
  public Content open(Optional<Resume> resume) throws SourceException {
    Get get = next();
    Map<String, String> credentials = get.credentials();
    URI uri = get.uri();
    for (int hop = 0; hop <= REDIRECTS; hop++) {
      HttpResponse<InputStream> response = send(uri, credentials, resume);
      if (!isRedirect(response.statusCode())) {
        return content(response, resume);
      }
      URI next = redirected(uri, response);
      if (!sameHost(uri, next)) {
        credentials = Map.of();
      }
      uri = next;
    }
    throw new SourceException(
        Reason.NOT_FOUND,
        "%s redirects more than %d times: write the final URL into spec.model.uri"
            .formatted(display, REDIRECTS));
  }

  private Get next() throws SourceException {
    try {
      return request.next();
    } catch (SourceProblem e) {
      throw SourceException.of(e);
    }
  }

  private HttpResponse<InputStream> send(
      URI uri, Map<String, String> credentials, Optional<Resume> resume) throws SourceException {
    Map<String, String> headers = new HashMap<>(credentials);
    headers.put("Accept-Encoding", "identity");
    resume.ifPresent(
        r -> {
          headers.put("Range", "bytes=" + r.from() + "-");
          headers.put("If-Range", r.validator());
        });
    return new Sender(display, client).send(uri, headers);
  }

  private URI redirected(URI from, HttpResponse<InputStream> response) throws SourceException {
    discard(response);
    String location = response.headers().firstValue("Location").orElse("");
    URI next;
    try {
      next = from.resolve(URI.create(location));
    } catch (IllegalArgumentException e) {
      throw new SourceException(
          Reason.NOT_FOUND, display + " redirects to something that is not a URL", e);
    }
    boolean web =
        "https".equalsIgnoreCase(next.getScheme()) || "http".equalsIgnoreCase(next.getScheme());
    boolean downgrade =
        "https".equalsIgnoreCase(from.getScheme()) && !"https".equalsIgnoreCase(next.getScheme());
    if (location.isEmpty() || !web || next.getHost() == null || downgrade) {
      throw new SourceException(
          Reason.FORBIDDEN,
          "%s redirects to %s, which is not followed: write the final URL into spec.model.uri"
              .formatted(display, location.isEmpty() ? "nowhere" : SafeText.of(next)));
    }
    return next;
  }

  private Content content(HttpResponse<InputStream> response, Optional<Resume> resume)
      throws SourceException {
    int status = response.statusCode();
    if (status == 200) {
      return new Content(response.body(), 0, length(response), validator(response));
    }
    if (status == 206 && resume.isPresent()) {
      Matcher range =
          CONTENT_RANGE.matcher(response.headers().firstValue("Content-Range").orElse(""));
      if (range.matches() && Long.parseLong(range.group(1)) == resume.get().from()) {
        OptionalLong total =
            range.group(2).equals("*")
                ? OptionalLong.empty()
                : OptionalLong.of(Long.parseLong(range.group(2)));
        return new Content(
            response.body(), resume.get().from(), total, Optional.of(resume.get().validator()));
      }
      discard(response);
      return open(Optional.empty());
    }
    if (status == 416 && resume.isPresent()) {
      discard(response);
      return open(Optional.empty());
    }
    throw refused(response);
  }

  private SourceException refused(HttpResponse<InputStream> response) {
    int status = response.statusCode();
    String answered = "%s answered %d%s".formatted(display, status, errorCode(response));
    return switch (status) {
      case 401, 403 ->
          new SourceException(
              Reason.FORBIDDEN,
              answered + ": check the keys of credentialsSecret, and what they may read");
      case 404, 410 ->
          new SourceException(
              Reason.NOT_FOUND, answered + ": check spec.model.uri, and that the file is there");
      case 408, 425, 429 -> new SourceException(Reason.UNREACHABLE, answered);
      default ->
          status >= 500
              ? new SourceException(Reason.UNREACHABLE, answered)
              : new SourceException(
                  Reason.FORBIDDEN,
                  answered + ": it does not take this request; check spec.model.uri");
    };
  }

  /** The code an S3 store gives in its answer, for example {@code NoSuchBucket}. */
  private static String errorCode(HttpResponse<InputStream> response) {
    try (InputStream body = response.body()) {
      Matcher code =
          S3_CODE.matcher(new String(body.readNBytes(ERROR_BYTES), StandardCharsets.UTF_8));
      return code.find() ? " " + code.group(1) : "";
    } catch (IOException e) {
      return "";
    }
  }

  private static void discard(HttpResponse<InputStream> response) {
    try {
      response.body().close();
    } catch (IOException e) {
      // Nobody wanted these bytes.
    }
  }

  private static OptionalLong length(HttpResponse<InputStream> response) {
    return response.headers().firstValueAsLong("Content-Length");
  }

  /** A strong entity tag alone may be used to go on with a download (RFC 9110, 13.1.5). */
  private static Optional<String> validator(HttpResponse<InputStream> response) {
    return response.headers().firstValue("ETag").filter(tag -> tag.startsWith("\""));
  }

  private static boolean isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  private static boolean sameHost(URI a, URI b) {
    return Objects.equals(a.getScheme(), b.getScheme())
        && a.getHost().equalsIgnoreCase(b.getHost())
        && a.getPort() == b.getPort();
  }
}
