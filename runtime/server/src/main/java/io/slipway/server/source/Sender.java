package io.slipway.server.source;

import io.slipway.server.source.SourceException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLException;

/**
 * Sends a GET, and says in words why nobody answered it.
 *
 * @param display who is asked, for messages
 */
record Sender(String display, HttpClient client) {
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

  /** The answer's head; its body is read by the caller, who closes it. */
  HttpResponse<InputStream> send(URI uri, Map<String, String> headers) throws SourceException {
    HttpRequest.Builder builder = HttpRequest.newBuilder(uri).timeout(ANSWER_TIMEOUT);
    headers.forEach(builder::setHeader);
    try {
      return client.send(builder.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (HttpTimeoutException e) {
      throw unreachable(
          "does not answer in time: check the host, and what a firewall or "
              + "NetworkPolicy lets the pod reach",
          e);
    } catch (SSLException e) {
      throw unreachable(
          "cannot be reached by TLS (%s): if an own authority signed its certificate, put that into the key ca.crt of credentialsSecret"
              .formatted(SafeText.plain(String.valueOf(e.getMessage()))),
          e);
    } catch (ConnectException e) {
      throw unreachable(
          e.getCause() instanceof UnresolvedAddressException || isUnresolved(e)
              ? "cannot be reached: the host's name cannot be resolved"
              : "cannot be reached: the connection is refused",
          e);
    } catch (IOException e) {
      throw unreachable("broke the connection before it answered", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable("was not waited for: the pod is leaving", e);
    }
  }

  private static boolean isUnresolved(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return true;
      }
    }
    return false;
  }

  private SourceException unreachable(String what, Exception cause) {
    return new SourceException(Reason.UNREACHABLE, display + " " + what, cause);
  }
}
