package io.slipway.server.grpc;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What gRPC asks of the server that it is part of. Each part is called by many threads.
 *
 * @param obstacle why callers cannot be answered; empty when they can
 * @param modelName of what is served; empty while it is being loaded
 * @param sendsCallersAway whether callers are to find another pod
 * @param memory what messages may hold
 * @param maxMessageBytes of a request
 * @param limit of a call's time
 * @param meters where metrics go
 */
public record Surroundings(
    Supplier<Optional<String>> obstacle,
    Supplier<Optional<String>> modelName,
    BooleanSupplier sendsCallersAway,
    Memory memory,
    int maxMessageBytes,
    Duration limit,
    MeterRegistry meters) {

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
