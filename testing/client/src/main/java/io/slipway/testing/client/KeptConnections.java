package io.slipway.testing.client;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * A pool of HTTP/1.1 connections to one host: a request takes the one that has rested for longest,
 * so that each is used again and again, and opens one where none is free.
 */
final class KeptConnections implements Transport {
  private static final int MOST_IDLE = 8;

  private final BlockingQueue<Connection> idle = new ArrayBlockingQueue<>(MOST_IDLE);

  @Override
  public Response send(Request request) throws IOException {
    Optional<Connection> kept = Optional.ofNullable(idle.poll());
    Connection connection = kept.isPresent() ? kept.get() : Connection.open(request);
    try {
      Response response = connection.send(request);
      if (!connection.isReusable() || !idle.offer(connection)) {
        connection.close();
      }
      return response;
    } catch (IOException | RuntimeException e) {
      connection.close();
      throw new IOException((kept.isPresent() ? "on a kept connection: " : "connecting: ") + e, e);
    }
  }

  @Override
  public void close() {
    Optional.ofNullable(idle.poll())
        .ifPresent(
            connection -> {
              closeQuietly(connection);
              close();
            });
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (IOException e) {
      // Its requests are counted already; how it closes concerns nobody.
    }
  }
}
