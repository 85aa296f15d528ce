package io.slipway.client;

import io.slipway.client.RegistryException.Kind;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;

/**
 * Single requests. The JDK's older client, because it alone gives up on a sender that falls silent
 * in the middle of a body, and is part of the smallest Java runtime.
 */
final class Http {
  private static final int CONNECT_MILLIS = 10_000;

  /** Longer than the registry keeps a question back. */
  private static final int SILENCE_MILLIS = 90_000;

  private static final int LARGEST_DOCUMENT = 64 << 20;

  /** Up to here the JDK may hold a body in memory, and tells why a token was refused. */
  private static final int LARGEST_BUFFERED = 1 << 20;

  private final Connection registry;
  private final Optional<SSLSocketFactory> trust;

  Http(Connection registry) {
    this.registry = registry;
    this.trust = registry.authorities().map(Trust::in);
  }

  /** Writes a request's body. */
  interface Body {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Reads an answer's body while it comes. */
  interface Reading<T> {
    T read(int status, InputStream body) throws IOException, RegistryException;
  }

  /** Asks, and reads the whole answer; one that is a refusal is thrown. */
  Reply ask(String method, String path, Map<String, String> headers, byte[] body)
      throws RegistryException {
    Body writing = out -> out.write(body);
    return exchange(
        method,
        path,
        headers,
        body.length == 0 ? Optional.empty() : Optional.of(writing),
        body.length,
        Http::whole);
  }

  /** Sends many bytes. */
  Reply send(String path, Map<String, String> headers, Body body, long length)
      throws RegistryException {
    return exchange("PUT", path, headers, Optional.of(body), length, Http::whole);
  }

  /** Asks for many bytes. */
  <T> T fetch(String path, Map<String, String> headers, Reading<T> reading)
      throws RegistryException {
    return exchange("GET", path, headers, Optional.empty(), 0, reading);
  }

  private static Reply whole(int status, InputStream body) throws IOException {
    return new Reply(status, body.readNBytes(LARGEST_DOCUMENT));
  }

  private <T> T exchange(
      String method,
      String path,
      Map<String, String> headers,
      Optional<Body> body,
      long length,
      Reading<T> reading)
      throws RegistryException {
    String object = path.replaceFirst("^/v1/", "").replaceFirst("\\?.*", "");
    try {
      HttpURLConnection connection = open(method, path, headers);
      if (body.isPresent()) {
        connection.setDoOutput(true);
        if (length > LARGEST_BUFFERED) {
          connection.setFixedLengthStreamingMode(length);
        }
        write(connection, body.get());
      }
      int status = connection.getResponseCode();
      if (status >= 300) {
        try (InputStream error = errorStream(connection)) {
          Reply reply = whole(status, error);
          throw status < 400 ? elsewhere(connection, object) : reply.refusal(object);
        }
      }
      try (InputStream in = connection.getInputStream()) {
        return reading.read(status, in);
      }
    } catch (HttpRetryException e) {
      throw new Reply(e.responseCode(), new byte[0]).refusal(object);
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  /** A registry that refuses need not have read all: then its answer says more than the break. */
  private static void write(HttpURLConnection connection, Body body) throws IOException {
    try (OutputStream out = connection.getOutputStream()) {
      body.writeTo(out);
    } catch (LocalFileException e) {
      connection.disconnect();
      throw e;
    } catch (IOException broken) {
      try {
        if (connection.getResponseCode() >= 400) {
          return;
        }
      } catch (IOException e) {
        broken.addSuppressed(e);
      }
      throw broken;
    }
  }

  private HttpURLConnection open(String method, String path, Map<String, String> headers)
      throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(registry.address() + path).toURL().openConnection();
    if (connection instanceof HttpsURLConnection secure) {
      trust.ifPresent(secure::setSSLSocketFactory);
    }
    connection.setRequestMethod(method);
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(SILENCE_MILLIS);
    connection.setUseCaches(false);
    // The token is for this address and no other.
    connection.setInstanceFollowRedirects(false);
    connection.setRequestProperty("Accept", "*/*");
    registry
        .token()
        .ifPresent(token -> connection.setRequestProperty("Authorization", "Bearer " + token));
    headers.forEach(connection::setRequestProperty);
    return connection;
  }

  private static InputStream errorStream(HttpURLConnection connection) {
    InputStream error = connection.getErrorStream();
    return error == null ? InputStream.nullInputStream() : error;
  }

  private RegistryException elsewhere(HttpURLConnection connection, String object) {
    return new RegistryException(
        Kind.UNEXPECTED,
        object,
        "it is said to be elsewhere, at " + connection.getHeaderField("Location"),
        "give the address that the registry answers at itself");
  }

  private RegistryException unreachable(IOException e) {
    String object = "the registry " + registry.address();
    if (e instanceof LocalFileException) {
      return new RegistryException(
          Kind.INVALID, "the file", String.valueOf(e.getMessage()), "push it again", e);
    }
    if (e instanceof SSLException) {
      return new RegistryException(
          Kind.UNTRUSTED,
          object,
          "it cannot prove who it is: " + e.getMessage(),
          "give the file of the authority that signed its certificate, or mend the address",
          e);
    }
    String why =
        e instanceof UnknownHostException
            ? "there is no host " + registry.address().getHost()
            : e instanceof ConnectException
                ? "nobody answers there"
                : e instanceof SocketTimeoutException
                    ? "it fell silent"
                    : e instanceof FileNotFoundException
                        ? "the answer has no body"
                        : "the connection broke: " + e.getMessage();
    return new RegistryException(
        Kind.UNREACHABLE, object, why, "see whether the address is right and the registry runs", e);
  }

  /** A file of ours that cannot be read, or is not what it was. */
  static final class LocalFileException extends IOException {
    private static final long serialVersionUID = 1;

    LocalFileException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
