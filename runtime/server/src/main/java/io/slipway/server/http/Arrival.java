package io.slipway.server.http;

import io.slipway.server.grpc.Surroundings;
import io.slipway.server.http.CallerRequest.Origin;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.server.Request;

/**
 * A call that will be a request for predictions once it is read: in flight from its head on, with a
 * place that the request takes over. Of one thread at a time.
 */
final class Arrival implements Surroundings.Arrival {
  private static final String ATTRIBUTE = Arrival.class.getName();

  private final RequestPipeline pipeline;
  private final Request call;
  private final long begun = System.nanoTime();
  private Optional<Place> place = Optional.empty();
  private Duration patience;

  Arrival(RequestPipeline pipeline, Request call) {
    this.pipeline = pipeline;
    this.call = call;
    this.patience = pipeline.limits().requestTimeout();
    pipeline.begun();
    call.setAttribute(ATTRIBUTE, this);
  }

  /** That of the call which a request was, if it was one. */
  static Optional<Arrival> of(Request request) {
    return request.getAttribute(ATTRIBUTE) instanceof Arrival arrival
        ? Optional.of(arrival)
        : Optional.empty();
  }

  @Override
  public Optional<String> admit(Duration patience) {
    this.patience = patience;
    try {
      place = Optional.of(pipeline.admit(Origin.CALLER));
      return Optional.empty();
    } catch (HttpProblem e) {
      return Optional.of(e.getMessage());
    }
  }

  /** Hands its place over; empty if it has none any more. */
  Optional<Place> takePlace() {
    Optional<Place> taken = place;
    place = Optional.empty();
    return taken;
  }

  /** When it came, on the clock of {@link System#nanoTime}. */
  long begun() {
    return begun;
  }

  /** How long its caller waits. */
  Duration patience() {
    return patience;
  }

  @Override
  public void refused(int status) {
    HttpProblem problem = new HttpProblem(status, "the call: refused before it was a request");
    pipeline.refused(PredictionHandler.head(call), Protocol.INFER, problem, begun);
  }

  @Override
  public void close() {
    place.ifPresent(Place::close);
    pipeline.ended();
  }
}
