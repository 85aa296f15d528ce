package io.slipway.server.http;

import java.time.Duration;

/**
 * Hears of every request that is HTTP, on the thread that serves it: it must be quick and must not
 * throw.
 */
public interface RequestListener {

  /**
   * How a request ended.
   *
   * @param request with an empty body if it was refused before the body was read
   * @param status of the answer
   * @param answeredBy the revision that scored it; empty when none did
   * @param took from its first byte read to its answer being there
   */
  record Exchange(CallerRequest request, int status, String answeredBy, Duration took) {}

  RequestListener NONE = new RequestListener() {};

  /**
   * A request has arrived, whatever becomes of it.
   *
   * @param request with an empty body, which is not read yet
   */
  default void arrived(CallerRequest request) {}

  /** Its answer is there and will now be written. */
  default void answered(Exchange exchange) {}
}
