package io.slipway.server.http;

import java.util.concurrent.Semaphore;

/** One of the places for requests in flight, until it is given back. Of one thread at a time. */
final class Place implements AutoCloseable {
  private final Semaphore places;
  private boolean closed;

  /**
   * @param places one of which has been taken
   */
  Place(Semaphore places) {
    this.places = places;
  }

  /** Once is enough. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      places.release();
    }
  }
}
