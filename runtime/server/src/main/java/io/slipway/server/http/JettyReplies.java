package io.slipway.server.http;

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
  /** As they were last written: those of one model are the same for each answer. */
  private volatile Encoded encoded = new Encoded(Map.of(), List.of());

  /** Names of what answered, and the same as bytes. */
  private record Encoded(Map<String, String> names, List<HttpField> fields) {
    static Encoded of(Map<String, String> names) {
      List<HttpField> fields = new ArrayList<>();
      names.forEach((name, value) -> fields.add(new PreEncodedHttpField(name, value)));
      return new Encoded(names, fields);
    }
  }

  /**
   * @param callback hears when all of it was taken
   */
  void write(Request request, Response response, Reply reply, Callback callback) {
    response.setStatus(reply.answer().status());
    HttpFields.Mutable headers = response.getHeaders();
    for (Map.Entry<String, List<String>> field : reply.answer().headers().map().entrySet()) {
      if (!HopHeaders.isOne(field.getKey())) {
        headers.put(field.getKey(), field.getValue());
      }
    }
    for (HttpField field : encoded(reply.names())) {
      headers.put(field);
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

  @SuppressWarnings("ReferenceEquality") // the same map, not one like it: nothing is compared
  private List<HttpField> encoded(Map<String, String> names) {
    Encoded last = encoded;
    if (last.names() != names) {
      last = Encoded.of(names);
      encoded = last;
    }
    return last.fields();
  }
}
