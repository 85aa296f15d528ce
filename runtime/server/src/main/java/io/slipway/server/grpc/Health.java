package io.slipway.server.grpc;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * {@code grpc.health.v1.Health}: of the server (the empty name), of its services, and of the model
 * by its name. Safe for use by many threads.
 */
final class Health {
  static final String SERVICE = "grpc.health.v1.Health";

  private final Surroundings surroundings;

  /** What can be said of a service, by its number in {@code ServingStatus}. */
  enum Serving {
    SERVING(1),
    NOT_SERVING(2),
    SERVICE_UNKNOWN(3);

    private final int number;

    Serving(int number) {
      this.number = number;
    }

    byte[] message() {
      return new ProtoWriter().varint(1, number).toByteArray();
    }
  }

  Health(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** The service that a {@code HealthCheckRequest} names. */
  static String service(ByteBuffer message) throws CallException {
    String service = "";
    ProtoReader in = new ProtoReader(message);
    while (in.next()) {
      if (in.field() == 1) {
        service = in.text();
      } else {
        in.skip();
      }
    }
    return service;
  }

  /** What {@code Check} answers. */
  byte[] check(String service) throws CallException {
    Serving serving = of(service);
    if (serving == Serving.SERVICE_UNKNOWN) {
      throw new CallException(
          Status.NOT_FOUND,
          "service: expected nothing, %s, or the model that is served here, found another"
              .formatted(InferenceMethods.SERVICE));
    }
    return serving.message();
  }

  Serving of(String service) {
    Optional<String> model = surroundings.modelName().get();
    boolean known =
        service.isEmpty()
            || service.equals(InferenceMethods.SERVICE)
            || service.equals(SERVICE)
            // Until it is loaded nobody here knows what it will be called.
            || model.map(service::equals).orElse(true);
    if (!known) {
      return Serving.SERVICE_UNKNOWN;
    }
    return surroundings.obstacle().get().isEmpty() ? Serving.SERVING : Serving.NOT_SERVING;
  }
}
