package io.slipway.server.http;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** Writes to a caller of Javalin's. */
final class ResponseWriter {
  private ResponseWriter() {}

  static void write(Context ctx, Reply reply) throws IOException {
    HttpServletResponse response = ctx.res();
    Answer answer = reply.answer();
    ctx.status(answer.status());
    answer
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!HopHeaders.isOne(name)) {
                // Set before added to: Javalin has put a Content-Type there already.
                response.setHeader(name, values.getFirst());
                values.stream().skip(1).forEach(value -> response.addHeader(name, value));
              }
            });
    reply.names().forEach(response::setHeader);
    boolean http1 = ctx.protocol().startsWith("HTTP/1");
    reply
        .added()
        .forEach(
            (name, value) -> {
              if (http1 || !name.equalsIgnoreCase("Connection")) {
                response.setHeader(name, value);
              }
            });
    if (http1 && !ServletContextRequest.getServletContextRequest(ctx.req()).consumeAvailable()) {
      // More of the body is to come than anybody will read, so Jetty ends the connection after
      // this: a caller that is not told would lose its next request on it.
      response.setHeader("Connection", "close");
    }
    response.setContentLength(answer.body().length);
    response.getOutputStream().write(answer.body());
  }
}
