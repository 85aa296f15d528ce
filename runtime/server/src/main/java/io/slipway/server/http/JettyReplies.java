package io.slipway.server.http;

import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Writes to callers without waiting for them. Safe for use by many threads. */
final class JettyReplies {
  /** As they were last written: those of one model are the same for each answer. */
  private volatile Encoded names = Encoded.of(Map.of(), Map.of());

  /** Those of an answer that was not the only one to have them. */
  private volatile Encoded repeated = names;

  /** Those of the last answer that had others. */
  private volatile Object seen = names.source();

  /** Header fields as bytes, those of a hop left out, and what they were made of. */
  private record Encoded(Object source, List<HttpField> fields) {
    static Encoded of(Object source, Map<String, List<String>> headers) {
      List<HttpField> fields = new ArrayList<>();
      headers.forEach(
          (name, values) -> {
            if (HopHeaders.isOne(name)) {
              return;
            }
            for (String value : values) {
              // With the header's own constant, by which others look for it.
              fields.add(new PreEncodedHttpField(HttpHeader.CACHE.get(name), name, value));
            }
          });
      return new Encoded(source, List.copyOf(fields));
    }

    @SuppressWarnings("ReferenceEquality") // the same, not one like it: nothing is compared
    boolean isOf(Object other) {
      return source == other;
    }
  }

  /**
   * @param callback hears when all of it was taken
   */
  void write(Request request, Response response, Reply reply, Callback callback) {
    response.setStatus(reply.answer().status());
    HttpFields.Mutable headers = response.getHeaders();
    put(reply, headers);
    headers.put(HttpHeader.CONTENT_LENGTH, reply.answer().body().length);
    if (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2) {
      // The rest of the body can still come: see UnreadBody.
      headers.remove(HttpHeader.CONNECTION);
    } else if (!request.consumeAvailable()) {
      // More of the body is to come than anybody will read, so Jetty ends the connection after
      // this: a caller that is not told would lose its next request on it.
      headers.put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
    }
    response.write(true, ByteBuffer.wrap(reply.answer().body()), callback);
  }

  /** All header fields of a reply but those that frame it. */
  void put(Reply reply, HttpFields.Mutable headers) {
    write(reply.answer().headers(), headers);
    encoded(reply.names()).forEach(headers::put);
    reply.added().forEach(headers::put);
  }

  @SuppressWarnings("ReferenceEquality") // the same, not ones like them: nothing is compared
  private void write(HttpHeaders answers, HttpFields.Mutable headers) {
    Encoded encoded = repeated;
    if (encoded.isOf(answers)) {
      encoded.fields().forEach(headers::put);
      return;
    }
    answers
        .map()
        .forEach(
            (name, values) -> {
              if (!HopHeaders.isOne(name)) {
                headers.put(name, values);
              }
            });
    if (seen == answers) {
      repeated = Encoded.of(answers, answers.map());
    } else {
      seen = answers;
    }
  }

  private List<HttpField> encoded(Map<String, String> wanted) {
    if (wanted.isEmpty()) {
      return List.of();
    }
    Encoded last = names;
    if (!last.isOf(wanted)) {
      Map<String, List<String>> fields = new TreeMap<>();
      wanted.forEach((name, value) -> fields.put(name, List.of(value)));
      last = Encoded.of(wanted, fields);
      names = last;
    }
    return last.fields();
  }
}
