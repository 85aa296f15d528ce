package io.slipway.server.http;

import io.slipway.server.grpc.GrpcHandler;
import io.slipway.server.grpc.Surroundings;
import io.slipway.server.model.ServedModel;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.ServerConnector;

/** The port of gRPC, whose calls go the way of all requests. */
final class GrpcPort {
  private final int wanted;
  private final GrpcHandler handler;
  private volatile Optional<ServerConnector> connector = Optional.empty();

  /**
   * @param port 0 for any that is free
   * @param obstacle why callers cannot be answered
   */
  GrpcPort(
      int port,
      ServingContext context,
      Supplier<Optional<String>> obstacle,
      RequestPipeline pipeline) {
    this.wanted = port;
    Limits limits = context.limits();
    this.handler =
        new GrpcHandler(
            new Surroundings(
                obstacle,
                () -> context.model().get().map(ServedModel::name),
                () -> context.answerHeaders().get().containsKey("Connection"),
                () -> new Held(pipeline.memory().share()),
                call -> new Arrival(pipeline, call),
                limits.maxBodyBytes(),
                limits.requestTimeout(),
                context.meters()));
  }

  /** Translates calls for {@code within}; all else goes there as it is. */
  GrpcHandler before(Handler within) {
    handler.setHandler(within);
    return handler;
  }

  int wanted() {
    return wanted;
  }

  /** Remembers who listens here. */
  ServerConnector listening(ServerConnector fresh) {
    connector = Optional.of(fresh);
    return fresh;
  }

  int port() {
    return connector.orElseThrow().getLocalPort();
  }

  void leave() {
    handler.leave();
  }

  /** A call's share of the budget of all. */
  private record Held(MemoryBudget.Share share) implements Surroundings.Share {
    @Override
    public Optional<String> hold(int bytes) {
      try {
        share.grow(bytes);
        return Optional.empty();
      } catch (HttpProblem e) {
        return Optional.of(e.getMessage());
      }
    }

    @Override
    public void close() {
      share.close();
    }
  }
}
