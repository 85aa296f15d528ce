package io.slipway.server.http;

import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  /** As they were last written: those of one model's answers are mostly the same. */
  private volatile Encoded encoded = Encoded.of(Answers.headers(Map.of()), Map.of());

  /** Header fields of answers, and names of what answered, and both as bytes. */
  private record Encoded(HttpHeaders headers, Map<String, String> names, List<HttpField> fields) {
    static Encoded of(HttpHeaders headers, Map<String, String> names) {
      List<HttpField> fields = new ArrayList<>();
      headers
          .map()
          .forEach(
              (name, values) -> {
                if (!HopHeaders.isOne(name)) {
                  values.forEach(value -> fields.add(new PreEncodedHttpField(name, value)));
                }
              });
      names.forEach((name, value) -> fields.add(new PreEncodedHttpField(name, value)));
      return new Encoded(headers, names, fields);
    }

    @SuppressWarnings("ReferenceEquality") // the same, not ones like it: nothing is compared
    boolean isOf(Reply reply) {
      return reply.answer().headers() == headers && reply.names() == names;
    }
  }

  /**
   * @param callback hears when all of it was taken
   */
  void write(Request request, Response response, Reply reply, Callback callback) {
    response.setStatus(reply.answer().status());
    HttpFields.Mutable headers = response.getHeaders();
    for (HttpField field : fields(reply)) {
      headers.add(field);
    }
    boolean http2 = request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2;
    reply
        .added()
        .forEach(
            (name, value) -> {
              if (!http2 || !name.equalsIgnoreCase("Connection")) {
                headers.put(name, value);
              }
            });
    headers.put(HttpHeader.CONTENT_LENGTH, reply.answer().body().length);
    if (!request.consumeAvailable() && !http2) {
      // More of the body is to come than anybody will read, so Jetty ends the connection after
      // this: a caller that is not told would lose its next request on it.
      headers.put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
    }
    response.write(true, ByteBuffer.wrap(reply.answer().body()), callback);
  }

  private List<HttpField> fields(Reply reply) {
    Encoded last = encoded;
    if (!last.isOf(reply)) {
      last = Encoded.of(reply.answer().headers(), reply.names());
      if (!reply.names().isEmpty()) { // else it is another pod's, and comes once
        encoded = last;
      }
    }
    return last.fields();
  }
}
