package io.slipway.server.http;

import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpGenerator;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.util.BufferUtil;

/**
 * Replies as they go out over HTTP/1.1, with the header fields that Jetty would send. The head of
 * the last one is kept, which mostly is the next one's too. Of one thread at a time.
 */
final class ReplyBytes {
  /** A body that is longer is written from where it is: its memory is counted once. */
  private static final int MOST_COPIED = 8192;

  /** No Content, Not Modified: what follows such a head would be taken for the next answer. */
  private static final Set<Integer> BODILESS =
      Set.of(HttpStatus.NO_CONTENT_204, HttpStatus.NOT_MODIFIED_304);

  private static final byte[] NOTHING = {};
  private static final byte[] LENGTH = ascii("Content-Length: ");
  private static final byte[] LINE_END = ascii("\r\n");

  /** Of the field of that name, whose number has ten digits at most, and the empty line. */
  private static final int MOST_END = LENGTH.length + 10 + 2 * LINE_END.length;

  private final JettyReplies replies;
  private final Supplier<HttpField> date;
  private Optional<Encoded> last = Optional.empty();

  /** A head but for the length of the body and its end, and what it was made of. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Encoded(
      byte[] bytes,
      int status,
      HttpHeaders answers,
      Map<String, String> names,
      Map<String, String> added,
      HttpField date) {

    @SuppressWarnings("ReferenceEquality") // the same, not ones like them: nothing is compared
    boolean isOf(Reply reply, HttpField now) {
      return status == reply.answer().status()
          && answers == reply.answer().headers()
          && names == reply.names()
          && added == reply.added()
          && date == now;
    }
  }

  /**
   * @param replies knows which header fields a reply has
   * @param date the field of that name, the same one as long as it says the same
   */
  ReplyBytes(JettyReplies replies, Supplier<HttpField> date) {
    this.replies = replies;
    this.date = date;
  }

  /** A whole message in one piece or two, of which the body may be the answer's own. */
  ByteBuffer[] of(Reply reply) {
    HttpField now = date.get();
    Encoded head =
        last.filter(encoded -> encoded.isOf(reply, now)).orElseGet(() -> encoded(reply, now));
    last = Optional.of(head);
    return message(head.bytes(), reply.answer());
  }

  /** The same of a message that is the last one on its connection, and says so. */
  ByteBuffer[] ofLast(Reply reply) {
    HttpFields.Mutable fields = fields(reply, date.get());
    fields.put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
    return message(head(reply, fields), reply.answer());
  }

  private Encoded encoded(Reply reply, HttpField now) {
    return new Encoded(
        head(reply, fields(reply, now)),
        reply.answer().status(),
        reply.answer().headers(),
        reply.names(),
        reply.added(),
        now);
  }

  private HttpFields.Mutable fields(Reply reply, HttpField now) {
    HttpFields.Mutable fields = HttpFields.build();
    fields.add(now);
    replies.put(reply, fields);
    return fields;
  }

  private static byte[] head(Reply reply, HttpFields fields) {
    int status = reply.answer().status();
    byte[] line = ascii("HTTP/1.1 %d %s\r\n".formatted(status, HttpStatus.getMessage(status)));
    int size = line.length;
    for (HttpField field : fields) {
      // A byte each, whatever character it is: Jetty writes others as a question mark.
      size +=
          field.getName().length() + ": ".length() + field.getValue().length() + "\r\n".length();
    }
    ByteBuffer head = ByteBuffer.allocate(size).put(line);
    for (HttpField field : fields) {
      HttpGenerator.putTo(field, head);
    }
    byte[] bytes = new byte[head.position()];
    head.flip().get(bytes);
    return bytes;
  }

  private static ByteBuffer[] message(byte[] head, Answer answer) {
    boolean without = BODILESS.contains(answer.status());
    byte[] body = without ? NOTHING : answer.body();
    boolean apart = body.length > MOST_COPIED;
    ByteBuffer begin = ByteBuffer.allocate(head.length + MOST_END + (apart ? 0 : body.length));
    begin.put(head);
    if (!without) {
      begin.put(LENGTH);
      BufferUtil.putDecInt(begin, body.length);
      begin.put(LINE_END);
    }
    begin.put(LINE_END);
    return apart
        ? new ByteBuffer[] {begin.flip(), ByteBuffer.wrap(body)}
        : new ByteBuffer[] {begin.put(body).flip()};
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
