package io.slipway.server.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Errors of the HTTP layer itself, such as a request line that is none, in the form of all others.
 */
final class JettyErrors extends ErrorHandler {

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, MediaTypes.JSON);
    response.write(true, ByteBuffer.wrap(Answers.errorJson(text(code, message))), callback);
  }

  private static String text(int status, @Nullable String message) {
    String standard = HttpStatus.getMessage(status);
    return message == null || message.equals(standard) || status >= 500
        ? "HTTP: " + standard
        : "HTTP: " + message;
  }
}
