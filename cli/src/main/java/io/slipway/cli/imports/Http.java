package io.slipway.cli.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.slipway.client.Progress;
import io.slipway.sources.Get;
import io.slipway.sources.SourceProblem;
import io.slipway.sources.SourceProblem.Kind;
import io.slipway.sources.Web;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * Sends GETs with the client that is in every Java runtime, and gives up on who falls silent. What
 * breaks is begun again, a few times.
 */
public final class Http implements Web {
  private static final int ATTEMPTS = 4;
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** Of servers that are busy or begin anew, and of what stands before them. */
  private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);

  private static final int REDIRECTS = 5;
  private static final int CONNECT_MILLIS = 10_000;
  private static final int SILENCE_MILLIS = 60_000;
  private static final int CHUNK = 1 << 16;

  /** Makes a request, anew for each attempt, since a signature holds the time. */
  interface Request {
    Get next() throws SourceProblem;
  }

  /** Reads an answer. */
  private interface Reading<T> {
    T read(int status, InputStream body) throws IOException, SourceProblem;
  }

  @Override
  public Answer ask(Get get) throws SourceProblem {
    return patiently(
        () -> get,
        0,
        (status, body) -> new Answer(status, new String(body.readNBytes(LARGEST), UTF_8)));
  }

  /** Fetches a file, whole. */
  void fetch(String name, Request request, Path target, Progress progress) throws SourceProblem {
    patiently(
        request,
        REDIRECTS,
        (status, body) -> {
          if (status != 200) {
            throw refused(name, status);
          }
          progress.begun(Progress.Work.FETCHING, name, 0);
          long bytes = 0;
          byte[] chunk = new byte[CHUNK];
          try (OutputStream out = Files.newOutputStream(target)) {
            for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
              out.write(chunk, 0, read);
              bytes += read;
              progress.at(bytes);
            }
          }
          progress.ended();
          return bytes;
        });
  }

  private static SourceProblem refused(String name, int status) {
    String answered = "the store answered %d for %s".formatted(status, name);
    return switch (status) {
      case 401, 403 ->
          new SourceProblem(Kind.FORBIDDEN, answered + ": check the keys, and what they may read");
      case 404, 410 ->
          new SourceProblem(Kind.NOT_FOUND, answered + ": see whether it was deleted meanwhile");
      default ->
          new SourceProblem(Kind.UNREACHABLE, answered + ": see whether it works, and try again");
    };
  }

  private static <T> T patiently(Request request, int redirects, Reading<T> reading)
      throws SourceProblem {
    for (int attempt = 1; ; attempt++) {
      Get get = request.next();
      try {
        return once(get, redirects, reading);
      } catch (IOException e) {
        if (attempt == ATTEMPTS || Thread.currentThread().isInterrupted()) {
          throw new SourceProblem(
              Kind.UNREACHABLE,
              "%s://%s cannot be read (%s): check the address, and whether it works"
                  .formatted(get.uri().getScheme(), get.uri().getAuthority(), words(e)),
              e);
        }
      }
      pause(attempt);
    }
  }

  /** Twice as long each time: who is busy is not helped by being asked again at once. */
  private static void pause(int attempt) {
    try {
      Thread.sleep(PAUSE.multipliedBy(1L << (attempt - 1)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String words(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static <T> T once(Get get, int redirects, Reading<T> reading)
      throws IOException, SourceProblem {
    URI uri = get.uri();
    Map<String, String> headers = get.credentials();
    for (int hop = 0; ; hop++) {
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setConnectTimeout(CONNECT_MILLIS);
      connection.setReadTimeout(SILENCE_MILLIS);
      connection.setUseCaches(false);
      // Credentials are for one host.
      connection.setInstanceFollowRedirects(false);
      headers.forEach(connection::setRequestProperty);
      int status = connection.getResponseCode();
      String location = connection.getHeaderField("Location");
      if (status >= 300 && status < 400 && location != null && hop < redirects) {
        URI next = redirected(uri, location);
        if (!String.valueOf(next.getAuthority()).equals(uri.getAuthority())
            || !String.valueOf(next.getScheme()).equals(uri.getScheme())) {
          headers = Map.of();
        }
        uri = next;
        continue;
      }
      if (PASSING.contains(status)) {
        error(connection).close();
        throw new IOException("it answered " + status);
      }
      try (InputStream body = status >= 400 ? error(connection) : connection.getInputStream()) {
        return reading.read(status, body);
      }
    }
  }

  private static URI redirected(URI from, String location) throws SourceProblem {
    try {
      URI next = from.resolve(location);
      boolean secure = "https".equals(next.getScheme());
      boolean plain = "http".equals(next.getScheme()) && "http".equals(from.getScheme());
      if ((secure || plain) && next.getHost() != null) {
        return next;
      }
    } catch (IllegalArgumentException e) {
      // Said below, where the other ways to lead nowhere are said too.
    }
    throw new SourceProblem(
        Kind.FORBIDDEN,
        "%s://%s redirects to where nothing is fetched from, no https address or no address at all: ask who runs it"
            .formatted(from.getScheme(), from.getAuthority()));
  }

  private static InputStream error(HttpURLConnection connection) {
    InputStream error = connection.getErrorStream();
    return error == null ? InputStream.nullInputStream() : error;
  }
}
