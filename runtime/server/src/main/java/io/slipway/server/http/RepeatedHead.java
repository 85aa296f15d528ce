package io.slipway.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;

/**
 * The head of a request as it came over the wire, and what it means: the same bytes mean the same
 * again. Only how long the body is may differ from time to time. Immutable.
 */
final class RepeatedHead {
  private static final Pattern LENGTH =
      Pattern.compile("\r\ncontent-length:[ \t]*([0-9]+)[ \t]*\r\n", Pattern.CASE_INSENSITIVE);

  /** A longer number is no length of a body that is read at once. */
  private static final int MOST_DIGITS = 9;

  /** Fields that ask for more than to read a body of so many bytes and to answer. */
  private static final Set<HttpHeader> DEMANDS =
      Set.of(
          HttpHeader.EXPECT,
          HttpHeader.TE,
          HttpHeader.TRAILER,
          HttpHeader.TRANSFER_ENCODING,
          HttpHeader.UPGRADE);

  /** Fields that are one caller's own: others are not to find out by how long they take. */
  private static final Set<HttpHeader> SECRETS =
      Set.of(HttpHeader.AUTHORIZATION, HttpHeader.PROXY_AUTHORIZATION, HttpHeader.COOKIE);

  /**
   * What a head means.
   *
   * @param head whose length is that of the first body
   */
  record Meaning(Head head, Protocol protocol, PredictionPath path) {}

  private final ByteBuffer beforeLength;
  private final ByteBuffer afterLength;
  private final Meaning meaning;

  private RepeatedHead(ByteBuffer beforeLength, ByteBuffer afterLength, Meaning meaning) {
    this.beforeLength = beforeLength;
    this.afterLength = afterLength;
    this.meaning = meaning;
  }

  /**
   * The first head of what has come in, with the empty line that ends it. Empty as well where a
   * line ends with anything but CRLF: whoever reads it may see another end of it.
   */
  static Optional<byte[]> head(ByteBuffer message) {
    int begin = message.position();
    int line = begin;
    for (int i = begin; i < message.limit(); i++) {
      boolean ended = i > begin && message.get(i - 1) == '\r';
      if (ended != (message.get(i) == '\n')) {
        return Optional.empty();
      }
      if (ended) {
        if (i - line == 1) {
          byte[] head = new byte[i + 1 - begin];
          message.get(begin, head);
          return Optional.of(head);
        }
        line = i + 1;
      }
    }
    return Optional.empty();
  }

  /**
   * @param raw with the empty line that ends it
   * @param fields that Jetty has found in it
   * @return empty if more than its bytes decides what is to be done with such a request
   */
  static Optional<RepeatedHead> of(byte[] raw, HttpFields fields, Meaning meaning) {
    if (DEMANDS.stream().anyMatch(fields::contains) || !goesOn(fields)) {
      return Optional.empty();
    }
    Matcher length = LENGTH.matcher(new String(raw, StandardCharsets.ISO_8859_1));
    if (!length.find()) {
      return Optional.empty();
    }
    int from = length.start(1);
    int to = length.end(1);
    // As Jetty has read it.
    if (!fields.getValuesList(HttpHeader.CONTENT_LENGTH).equals(List.of(length.group(1)))) {
      return Optional.empty();
    }
    return Optional.of(
        new RepeatedHead(
            ByteBuffer.wrap(raw, 0, from).slice(),
            ByteBuffer.wrap(raw, to, raw.length - to).slice(),
            meaning));
  }

  /** Whether the connection is to go on, for all that the caller says. */
  private static boolean goesOn(HttpFields fields) {
    return fields.getValuesList(HttpHeader.CONNECTION).stream()
        .allMatch(HttpHeaderValue.KEEP_ALIVE::is);
  }

  Meaning meaning() {
    return meaning;
  }

  /** Whether other connections may be compared with it, which are other callers'. */
  boolean isForAll() {
    RequestHeaders headers = meaning.head().headers();
    return SECRETS.stream().noneMatch(secret -> headers.has(secret.asString()));
  }

  /**
   * The body of a message that has this head, all of its body, and nothing behind it. Empty for any
   * other.
   *
   * @param message from its first byte to the last that has come
   */
  Optional<ByteBuffer> body(ByteBuffer message) {
    if (!begins(message, beforeLength)) {
      return Optional.empty();
    }
    int from = message.position() + beforeLength.remaining();
    int to = digits(message, from);
    int body = to + afterLength.remaining();
    if (to == from
        || body > message.limit()
        || message.limit() - body != number(message, from, to)
        || !message.slice(to, afterLength.remaining()).equals(afterLength)) {
      return Optional.empty();
    }
    return Optional.of(message.slice(body, message.limit() - body));
  }

  /** Whether what has come of a message may be this head, as far as it goes. */
  boolean mayBegin(ByteBuffer message) {
    int from = message.position() + beforeLength.remaining();
    if (from >= message.limit()) {
      return begins(beforeLength, message);
    }
    int to = digits(message, from);
    ByteBuffer rest = message.slice(to, message.limit() - to);
    return begins(message, beforeLength)
        && (to > from || !rest.hasRemaining())
        && (begins(afterLength, rest) || begins(rest, afterLength));
  }

  private static boolean begins(ByteBuffer bytes, ByteBuffer with) {
    int size = with.remaining();
    return bytes.remaining() >= size && bytes.slice(bytes.position(), size).equals(with);
  }

  /** Where the digits end that begin at {@code from}. */
  private static int digits(ByteBuffer message, int from) {
    int most = Math.min(message.limit(), from + MOST_DIGITS);
    int to = from;
    while (to < most && message.get(to) >= '0' && message.get(to) <= '9') {
      to++;
    }
    return to;
  }

  private static int number(ByteBuffer message, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = 10 * number + message.get(i) - '0';
    }
    return number;
  }
}
