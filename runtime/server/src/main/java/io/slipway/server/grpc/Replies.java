package io.slipway.server.grpc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Writes what a call is answered with: messages, and in the end its status. */
final class Replies {
  private static final String CONTENT_TYPE = "application/grpc";
  private static final String STATUS = "grpc-status";
  private static final String MESSAGE = "grpc-message";

  /** What a caller that retries by itself heeds: milliseconds. */
  private static final String PUSHBACK = "grpc-retry-pushback-ms";

  /** Of an error's text, encoded: all headers of an answer have to fit into 8 kB. */
  private static final int MOST_OF_A_MESSAGE = 4000;

  private static final int PREFIX = 5;

  /** For a caller that may try again in a second. */
  static final HttpFields SOON = addRetry(HttpFields.build(), 1).asImmutable();

  private Replies() {}

  /** Which header fields of an answer its caller gets as metadata. */
  static void addMetadata(HttpFields.Mutable metadata, HttpFields answer) {
    for (HttpField field : answer) {
      String name = field.getName().toLowerCase(Locale.ROOT);
      if (name.startsWith("slipway-")) {
        metadata.put(name, field.getValue());
      }
    }
    String retryAfter = answer.get(HttpHeader.RETRY_AFTER);
    if (retryAfter != null && retryAfter.matches("\\d{1,5}")) {
      addRetry(metadata, Long.parseLong(retryAfter));
    }
  }

  private static HttpFields.Mutable addRetry(HttpFields.Mutable metadata, long seconds) {
    metadata.put("retry-after", seconds);
    return metadata.put(PUSHBACK, seconds * 1000);
  }

  /** The answer of a call that has one message. */
  static void message(Response response, HttpFields metadata, byte[] message, Callback callback) {
    head(response, metadata);
    response.setTrailersSupplier(() -> HttpFields.build().put(STATUS, Status.OK.code()));
    response.write(true, framed(message), callback);
  }

  /**
   * The beginning of a call that has several.
   *
   * @param trailers to be filled by its end
   */
  static void begin(Response response, HttpFields.Mutable trailers) {
    head(response, HttpFields.EMPTY);
    // Before anything is written: later is too late for trailers.
    response.setTrailersSupplier(() -> trailers);
  }

  private static void head(Response response, HttpFields metadata) {
    response.setStatus(200);
    response.getHeaders().add(metadata).put(HttpHeader.CONTENT_TYPE, CONTENT_TYPE);
    response.getHeaders().put("grpc-accept-encoding", "identity,gzip");
  }

  /** One of several messages. */
  static void next(Response response, byte[] message, Callback callback) {
    response.write(false, framed(message), callback);
  }

  /** The end of a call that had several messages. */
  static void end(
      Response response,
      HttpFields.Mutable trailers,
      Status status,
      String why,
      Callback callback) {
    status(trailers, status, why);
    response.write(true, ByteBuffer.allocate(0), callback);
  }

  /** The end of a call that had none. */
  static void error(
      Response response, HttpFields metadata, Status status, String why, Callback callback) {
    head(response, metadata);
    status(response.getHeaders(), status, why);
    response.write(true, ByteBuffer.allocate(0), callback);
  }

  private static void status(HttpFields.Mutable fields, Status status, String why) {
    fields.put(STATUS, status.code());
    if (!why.isEmpty()) {
      fields.put(MESSAGE, encoded(why));
    }
  }

  private static ByteBuffer framed(byte[] message) {
    return ByteBuffer.allocate(PREFIX + message.length)
        .put((byte) 0)
        .putInt(message.length)
        .put(message)
        .flip();
  }

  /** Percent-encoded where it is not printable ASCII, cut where it is too long. */
  static String encoded(String text) {
    StringBuilder encoded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      String next =
          c >= ' ' && c <= '~' && c != '%' ? Character.toString(c) : percent(Character.toString(c));
      if (encoded.length() + next.length() > MOST_OF_A_MESSAGE) {
        break;
      }
      encoded.append(next);
      i += Character.charCount(c);
    }
    return encoded.toString();
  }

  private static String percent(String character) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : character.getBytes(StandardCharsets.UTF_8)) {
      encoded.append("%%%02X".formatted(b & 0xFF));
    }
    return encoded.toString();
  }
}
