package io.slipway.conformance.check;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * The checks of gRPC. They come with the client that the JDK does not have, in a module of their
 * own, and are found on the class path.
 */
public interface GrpcChecks {

  /** Empty where that module is not on the class path. */
  static Optional<GrpcChecks> installed() {
    return ServiceLoader.load(GrpcChecks.class).findFirst();
  }

  /**
   * Connects without TLS.
   *
   * @param timeout for an answer
   * @throws IOException if nothing there speaks gRPC
   */
  Connected connect(Target target, Duration timeout) throws IOException;

  /**
   * Where gRPC is answered.
   *
   * @param port from 1 to 65535
   */
  record Target(String host, int port) {
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /** A connection to ask one server by; not safe for use by many threads. */
  interface Connected extends AutoCloseable {
    /** All of them, in the order of the sections. */
    List<Check> checks();

    @Override
    void close();
  }
}
