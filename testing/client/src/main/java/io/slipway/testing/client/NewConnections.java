package io.slipway.testing.client;

import java.io.IOException;

/** Keeps nothing: each request looks its host up and connects. */
final class NewConnections implements Transport {

  @Override
  public Response send(Request request) throws IOException {
    try (Connection connection = Connection.open(request)) {
      return connection.send(request);
    }
  }

  @Override
  public void close() {
    // Nothing is kept.
  }
}
