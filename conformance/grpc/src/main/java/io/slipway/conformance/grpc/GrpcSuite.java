package io.slipway.conformance.grpc;

import io.slipway.conformance.check.Check;
import io.slipway.conformance.check.GrpcChecks;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** All checks of gRPC, in the order of the sections. */
public final class GrpcSuite implements GrpcChecks {
  static List<GrpcCheck> all() {
    return Stream.of(
            HealthChecks.all(),
            MetadataChecks.all(),
            InferenceChecks.all(),
            DatatypeChecks.all(),
            ErrorChecks.all(),
            HealthServiceChecks.all(),
            ReflectionChecks.all())
        .flatMap(List::stream)
        .toList();
  }

  @Override
  public Connected connect(Target target, Duration timeout) throws IOException {
    Caller caller = new Caller(target, timeout);
    if (caller.call(GrpcProbe.path("ServerLive"), new byte[0]) instanceof Outcome.Lost lost) {
      caller.close();
      throw new IOException(
          "nothing answers gRPC at %s: %s; is it the port of gRPC, without TLS?"
              .formatted(target, Outcome.text(lost.status())));
    }
    return new Connection(caller);
  }

  private record Connection(Caller caller) implements Connected {
    @Override
    public List<Check> checks() {
      return all().stream().map(check -> check.by(caller)).toList();
    }

    @Override
    public void close() {
      caller.close();
    }
  }
}
