package io.slipway.registry.http;

import io.javalin.http.HandlerType;
import io.slipway.registry.auth.Scope;
import io.slipway.registry.service.Refusal;
import java.io.IOException;
import java.util.List;

/**
 * A path of the API, a method on it, and what it does.
 *
 * @param path as Javalin writes it
 * @param scope that it needs
 * @param summary for the OpenAPI document
 * @param shape of what is sent and answered
 */
record Route(
    HandlerType method, String path, Scope scope, String summary, Shape shape, Handler handler) {

  /** What a request does. */
  @FunctionalInterface
  interface Handler {
    Answer answer(Call call) throws Refusal, IOException, InterruptedException;
  }

  /**
   * What is sent and answered, by the names of the OpenAPI document's schemas; {@code bytes} for
   * what has none, empty for nothing.
   *
   * @param query parameters
   * @param headers of the request that have a meaning
   * @param success statuses of an answer that is not an error
   */
  record Shape(
      String request,
      String response,
      List<String> query,
      List<String> headers,
      List<Integer> success) {
    static Shape answers(String response, String... query) {
      return new Shape("", response, List.of(query), List.of(), List.of(200));
    }

    static Shape takes(String request, String response) {
      return new Shape(request, response, List.of(), List.of(), List.of(200));
    }

    Shape status(Integer... statuses) {
      return new Shape(request, response, query, headers, List.of(statuses));
    }

    Shape with(String... names) {
      return new Shape(request, response, query, List.of(names), success);
    }
  }
}
