package io.slipway.server.http;

import io.slipway.server.measure.OutputSink;
import java.time.Duration;
import java.util.Map;

/**
 * Hears what becomes of one request for predictions that this pod's model answers. Must be quick
 * and must not throw.
 */
public interface RequestWatcher {

  /**
   * A request's end.
   *
   * @param answer a refusal or a failure too
   * @param took from the decision to score it here to its answer, the wait for a thread included
   * @param faultyRows what {@link #outputs} made of it; 0 when nothing was scored
   */
  record Ending(Answer answer, Duration took, int faultyRows) {}

  RequestWatcher NONE = new RequestWatcher() {};

  /** Takes note of what the model gives, on the scoring thread. */
  default OutputSink outputs() {
    return OutputSink.NONE;
  }

  /**
   * The answer is there and will now be written.
   *
   * @return header fields to add to it
   */
  default Map<String, String> ended(Ending ending) {
    return Map.of();
  }

  /** The answer has been written. */
  default void written(Answer answer) {}
}
