package io.slipway.server.http;

import io.slipway.server.http.CallerRequest.Origin;
import java.util.function.Supplier;

/**
 * Decides, for each request and before anything is parsed, which revision answers it. Called by
 * many threads at once, some of which have others' work to do.
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

    /**
     * To be sent to another pod, which may end in an answer of this one's model.
     *
     * @param sending waits for the other pod; neither throws nor gives another of this kind
     */
    record Away(Supplier<Route> sending) implements Route {}

    /** This one, or what comes of it; waits if it is {@link Away}. */
    default Route settled() {
      return this instanceof Away away ? away.sending().get() : this;
    }
  }

  Route HERE = new Route.Here(RequestWatcher.NONE);

  /** Answers everything with this pod's own model. */
  static RequestRouter always() {
    return (request, deadline) -> HERE;
  }

  /** Who sends a request with these headers; asked once, before the body is read. */
  default Origin origin(RequestHeaders headers) {
    return Origin.CALLER;
  }

  /**
   * Never throws, and never waits: what has to be waited for is {@link Route.Away}.
   *
   * @param deadline by which the request must have been answered, by whomever
   */
  Route route(CallerRequest request, Deadline deadline);
}
