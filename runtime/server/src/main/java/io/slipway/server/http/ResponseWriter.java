package io.slipway.server.http;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** Writes an answer to the caller. */
final class ResponseWriter {
  /** They frame one hop's message, and are this server's to set. */
  private static final Set<String> HOP_HEADERS =
      Set.of(
          "connection",
          "content-length",
          "date",
          "keep-alive",
          "server",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          ":status");

  private ResponseWriter() {}

  /**
   * @param names what answered; an answer from elsewhere has its own
   * @param added such as {@code Connection: close}, which HTTP/2 has no place for
   */
  static void write(
      Context ctx, Answer answer, Map<String, String> names, Map<String, String> added)
      throws IOException {
    HttpServletResponse response = ctx.res();
    ctx.status(answer.status());
    answer
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!HOP_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                // Set before added to: Javalin has put a Content-Type there already.
                response.setHeader(name, values.getFirst());
                values.stream().skip(1).forEach(value -> response.addHeader(name, value));
              }
            });
    names.forEach(response::setHeader);
    boolean http1 = ctx.protocol().startsWith("HTTP/1");
    added.forEach(
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
