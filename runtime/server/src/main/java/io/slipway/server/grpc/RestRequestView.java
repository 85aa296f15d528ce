package io.slipway.server.grpc;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** A call as the request that it is translated to, for the handler within. */
final class RestRequestView extends Request.Wrapper {
  /** Of the call itself, and what the translation says anew. */
  private static final Set<String> OF_THE_CALL =
      Set.of(
          "accept",
          "accept-encoding",
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "expect",
          "inference-header-content-length",
          "te",
          "transfer-encoding");

  private final String method;
  private final HttpURI uri;
  private final HttpFields headers;
  private final long length;
  private final Deque<ByteBuffer> body;

  RestRequestView(Request call, RestRequest rest) {
    super(call);
    this.method = rest.method();
    this.length = rest.length();
    this.uri = HttpURI.build(call.getHttpURI()).pathQuery(rest.path()).asImmutable();
    this.headers = headers(call.getHeaders(), rest.headers(), length);
    this.body = new ArrayDeque<>(rest.body());
  }

  private static HttpFields headers(HttpFields call, Map<String, String> added, long length) {
    HttpFields.Mutable headers = HttpFields.build();
    for (HttpField field : call) {
      String name = field.getName().toLowerCase(Locale.ROOT);
      if (!OF_THE_CALL.contains(name) && !name.startsWith("grpc-")) {
        headers.add(field);
      }
    }
    added.forEach(headers::put);
    if (length > 0) {
      headers.put(HttpHeader.CONTENT_LENGTH, length);
    }
    return headers.asImmutable();
  }

  @Override
  public String getMethod() {
    return method;
  }

  @Override
  public HttpURI getHttpURI() {
    return uri;
  }

  @Override
  public HttpFields getHeaders() {
    return headers;
  }

  @Override
  public long getLength() {
    return length;
  }

  /** All of it is there at once; what was read is let go. */
  @Override
  public Content.Chunk read() {
    ByteBuffer next = body.poll();
    return next == null ? Content.Chunk.EOF : Content.Chunk.from(next, body.isEmpty());
  }

  @Override
  public boolean consumeAvailable() {
    body.clear();
    return true;
  }

  @Override
  public void demand(Runnable callback) {
    callback.run();
  }

  @Override
  public void fail(Throwable failure) {
    body.clear();
  }
}
