package io.slipway.server.grpc;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slipway.server.FunctionModel;
import io.slipway.server.http.Limits;
import io.slipway.server.http.RequestListener;
import io.slipway.server.http.RequestRouter;
import io.slipway.server.http.ScoringPorts;
import io.slipway.server.http.ScoringServer;
import io.slipway.server.http.ServingContext;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A server with gRPC on a free port, around a function that is the model {@code churn}. */
final class GrpcServer implements AutoCloseable {
  static final Limits LIMITS = new Limits(1 << 20, 1 << 20, 1000, Duration.ofSeconds(20), 32, 4);

  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  volatile Optional<FunctionModel> model;
  volatile Optional<String> obstacle = Optional.empty();
  volatile Map<String, String> answerHeaders = Map.of();
  final ScoringServer server;
  final GrpcCaller caller;

  GrpcServer(FunctionModel model) {
    this(Optional.of(model), LIMITS);
  }

  GrpcServer(Optional<FunctionModel> model, Limits limits) {
    this.model = model;
    this.server =
        ScoringServer.start(
            new ScoringPorts(0, OptionalInt.of(0)),
            new ServingContext(
                () -> this.model.map(FunctionModel::served),
                () -> this.model.isEmpty() ? Optional.of("the model is being fetched") : obstacle,
                RequestRouter.always(),
                () -> answerHeaders,
                RequestListener.NONE,
                limits,
                meters));
    this.caller = new GrpcCaller(port());
  }

  int port() {
    return server.grpcPort().orElseThrow();
  }

  @Override
  public void close() {
    caller.close();
    server.close();
  }
}
