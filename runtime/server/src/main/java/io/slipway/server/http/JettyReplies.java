package io.slipway.server.http;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Writes to callers without waiting for them. */
final class JettyReplies {
  private JettyReplies() {}

  /**
   * @param callback hears when all of it was taken
   */
  static void write(Request request, Response response, Reply reply, Callback callback) {
    response.setStatus(reply.answer().status());
    HttpFields.Mutable headers = response.getHeaders();
    for (Map.Entry<String, List<String>> field : reply.answer().headers().map().entrySet()) {
      if (!HopHeaders.isOne(field.getKey())) {
        headers.put(field.getKey(), field.getValue());
      }
    }
    reply.names().forEach(headers::put);
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
}
