package io.slipway.server.http;

import io.slipway.server.http.CallerRequest.Origin;
import java.net.http.HttpHeaders;

/**
 * Decides, for each request and before anything is parsed, which revision answers it. Called on a
 * virtual thread of its own, so it may block; called by many at once.
 */
@FunctionalInterface
public interface RequestRouter {

  /** Where a request is answered. */
  sealed interface Route {
    /**
     * By this pod's model.
     *
     * @param watcher hears what becomes of it, if it asks for predictions
     */
    record Here(RequestWatcher watcher) implements Route {}

    /**
     * By another pod, which has done so.
     *
     * @param answer what it said, given to the caller as it is
     * @param answeredBy the revision that gave it; empty when no model did (a refusal)
     */
    record Elsewhere(Answer answer, String answeredBy) implements Route {}
  }

  Route HERE = new Route.Here(RequestWatcher.NONE);

  /** Answers everything with this pod's own model. */
  static RequestRouter always() {
    return (request, deadline) -> HERE;
  }

  /** Who sends a request with these headers; asked once, before the body is read. */
  default Origin origin(HttpHeaders headers) {
    return Origin.CALLER;
  }

  /**
   * Never throws: a forward that fails is scored here.
   *
   * @param deadline by which the request must have been answered, by whomever
   */
  Route route(CallerRequest request, Deadline deadline);
}
