package io.slipway.operator.crash;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A request of HTTP/1.1, each of its bytes a character.
 *
 * @param head up to the empty line, which is part of it
 */
record Request(String head, String body) {

  private static final Set<String> WRITING = Set.of("POST", "PUT", "PATCH", "DELETE");
  private static final String END = "\r\n\r\n";

  /** The next one of a connection; empty when there is none any more. */
  static Optional<Request> read(InputStream in) throws IOException {
    var text = new StringBuilder();
    for (int matched = 0; matched < END.length(); ) {
      int next = in.read();
      if (next < 0) {
        return Optional.empty();
      }
      text.append((char) next);
      matched = next == END.charAt(matched) ? matched + 1 : next == END.charAt(0) ? 1 : 0;
    }
    var head = new Request(text.toString(), "");
    if (head.header("transfer-encoding").isPresent()) {
      throw new IOException("only bodies of a known length are understood: " + head);
    }
    int length = head.header("content-length").map(Integer::parseInt).orElse(0);
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("in the body of " + head);
    }
    return Optional.of(new Request(head.head, new String(body, ISO_8859_1)));
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(head.getBytes(ISO_8859_1));
    out.write(body.getBytes(ISO_8859_1));
    out.flush();
  }

  /** Whether it changes something other than what tells of the operator itself. */
  boolean isWrite() {
    return WRITING.contains(method()) && !path().contains("/leases") && !path().contains("/events");
  }

  boolean isDeletion() {
    return method().equals("DELETE");
  }

  /** The name of the object of that kind that it is about, in the plural as paths have it. */
  Optional<String> named(String kind) {
    String[] parts = path().replaceFirst("\\?.*", "").split("/", -1);
    return parts.length > 1 && parts[parts.length - 2].equals(kind)
        ? Optional.of(parts[parts.length - 1])
        : Optional.empty();
  }

  /** The body as it is meant. */
  String text() {
    return new String(body.getBytes(ISO_8859_1), UTF_8);
  }

  /** Whether what follows on the connection are no requests any more. */
  boolean isUpgrade() {
    return header("upgrade").isPresent();
  }

  private String method() {
    return head.substring(0, head.indexOf(' '));
  }

  /** With the query. */
  private String path() {
    return head.split(" ", 3)[1];
  }

  private Optional<String> header(String name) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst();
  }

  @Override
  public String toString() {
    return method() + " " + path().replaceFirst("\\?.*", "").replaceFirst("/namespaces/[^/]+", "");
  }
}
