package io.slipway.server.http;

import io.slipway.scoring.Batch;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** The server of callers' ports. Safe for use by many threads. */
public interface ScoringServer extends AutoCloseable {

  /**
   * Starts listening; answers 503 until the context has a model.
   *
   * @param port 0 for any that is free
   * @throws java.io.UncheckedIOException if the port cannot be had
   */
  static ScoringServer start(int port, ServingContext context) {
    return start(ScoringPorts.http(port), context);
  }

  /**
   * The same, with gRPC where {@code ports} say so.
   *
   * @throws java.io.UncheckedIOException if a port cannot be had
   */
  static ScoringServer start(ScoringPorts ports, ServingContext context) {
    return JavalinScoringServer.start(ports, context);
  }

  /** The port it listens on. */
  int port();

  /** The port that it listens on for gRPC; empty if it has none. */
  OptionalInt grpcPort();

  /** Requests read, scored or forwarded at this moment; probes are not counted. */
  int inFlight();

  /** Whether more than half of the requests that it takes at once are in flight. */
  boolean isBusy();

  /**
   * Scores so many requests at once from now on; a thread for each processor before.
   *
   * @param requests more than there are processors only where they wait for each other
   */
  void scoreAtOnce(int requests);

  /**
   * For how long no call of the model has been answered although some were made.
   *
   * @return empty while the last was answered
   */
  Optional<Duration> silence();

  /**
   * Scores a row as one of a caller's is scored, on the same threads, and counts it nowhere but
   * that it ends a {@link #silence}.
   *
   * @throws TimeoutException if it took longer than a request may
   * @throws ExecutionException with what the model threw
   */
  void tryOut(Batch row) throws TimeoutException, ExecutionException, InterruptedException;

  /**
   * Stops accepting connections (HTTP/2 callers get GOAWAY), waits for the requests in flight, and
   * then ends.
   *
   * @param grace how long to wait for them
   */
  void stop(Duration grace);

  /** Stops without waiting. */
  @Override
  default void close() {
    stop(Duration.ZERO);
  }
}
