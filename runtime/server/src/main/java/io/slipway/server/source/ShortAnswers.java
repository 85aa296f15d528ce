package io.slipway.server.source;

import io.slipway.sources.Get;
import io.slipway.sources.SourceProblem;
import io.slipway.sources.Web;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks what leads to a model's bytes.
 *
 * @param client that follows no redirects
 */
record ShortAnswers(HttpClient client) implements Web {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Override
  public Answer ask(Get get) throws SourceProblem {
    URI uri = get.uri();
    String who = uri.getScheme() + "://" + uri.getAuthority();
    try {
      HttpResponse<InputStream> response = new Sender(who, client).send(uri, get.credentials());
      try (InputStream body = response.body();
          StallGuard guard = new StallGuard(body, PATIENCE, PATIENCE)) {
        String text = new String(body.readNBytes(LARGEST), StandardCharsets.UTF_8);
        guard.progress();
        return new Answer(
            response.statusCode(),
            text,
            Optional.of(String.join(", ", response.headers().allValues("WWW-Authenticate")))
                .filter(challenge -> !challenge.isEmpty()));
      }
    } catch (SourceException e) {
      throw e.asProblem();
    } catch (IOException e) {
      throw new SourceProblem(
          SourceProblem.Kind.UNREACHABLE, who + " broke off in the middle of its answer", e);
    }
  }
}
