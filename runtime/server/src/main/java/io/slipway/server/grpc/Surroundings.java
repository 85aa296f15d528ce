package io.slipway.server.grpc;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Request;

/**
 * What gRPC asks of the server that it is part of. Each part is called by many threads.
 *
 * @param obstacle why callers cannot be answered; empty when they can
 * @param modelName of what is served; empty while it is being loaded
 * @param sendsCallersAway whether callers are to find another pod
 * @param memory what messages may hold
 * @param entrance lets calls for predictions in
 * @param maxMessageBytes of a request
 * @param limit of a call's time
 * @param meters where metrics go
 */
public record Surroundings(
    Supplier<Optional<String>> obstacle,
    Supplier<Optional<String>> modelName,
    BooleanSupplier sendsCallersAway,
    Memory memory,
    Entrance entrance,
    int maxMessageBytes,
    Duration limit,
    MeterRegistry meters) {

  /** Where calls for predictions come in. */
  @FunctionalInterface
  public interface Entrance {
    /** A call has come, and is in flight until this is closed or, as a request, is answered. */
    Arrival arrived(Request call);
  }

  /** A call until it goes its way as a request. Of one thread at a time. */
  public interface Arrival extends AutoCloseable {
    /**
     * Asks for a place, before anything is read.
     *
     * @param patience how long its caller waits
     * @return why there is none; empty if there is
     */
    Optional<String> admit(Duration patience);

    /**
     * It never becomes a request. Called by whichever thread ends it.
     *
     * @param status the HTTP status code that would say so
     */
    void refused(int status);

    @Override
    void close();
  }

  /** What messages may hold of the heap, with all else that holds of it. */
  @FunctionalInterface
  public interface Memory {
    /** An empty share. */
    Share share();
  }

  /** What one call holds. Of one thread at a time. */
  public interface Share extends AutoCloseable {
    /**
     * @param bytes how much it is to be
     * @return why so much is not there; empty if it is
     */
    Optional<String> hold(int bytes);

    @Override
    void close();
  }
}
