package io.slipway.server.http;

/**
 * Decides, for each request and before anything is parsed, which revision answers it. Called on a
 * virtual thread of its own, so it may block; called by many at once.
 */
@FunctionalInterface
public interface RequestRouter {

  /** Where a request is answered. */
  sealed interface Route {
    /** By this pod's model. */
    record Here() implements Route {}

    /**
     * By another pod, which has done so.
     *
     * @param answer what it said, given to the caller as it is
     * @param answeredBy the revision that gave it; empty when no model did (a refusal)
     */
    record Elsewhere(Answer answer, String answeredBy) implements Route {}
  }

  Route HERE = new Route.Here();

  /** Answers everything with this pod's own model. */
  static RequestRouter always() {
    return request -> HERE;
  }

  /** Never throws: a forward that fails is scored here. */
  Route route(CallerRequest request);
}
