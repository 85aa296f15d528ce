package io.slipway.batch.lookup.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.slipway.batch.lookup.http.Gate.Scope;
import java.util.List;

/**
 * A path of the API, a method on it, and what it does.
 *
 * @param path as Javalin writes it
 * @param request the schema of what is sent; empty for nothing
 * @param response the schema of what is answered
 * @param parameters of the query, or headers where they begin with a capital letter
 */
record Route(
    HandlerType method,
    String path,
    Scope scope,
    String summary,
    String request,
    String response,
    List<String> parameters,
    Handler handler) {

  /** What a request does. */
  @FunctionalInterface
  interface Handler {
    Reply answer(Context ctx);
  }
}
