package io.slipway.server.http;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slipway.server.FunctionModel;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The handler of predictions behind connections of one kind, which can be looked at. */
final class ConnectedServer implements AutoCloseable {
  private final ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor();
  private final ScoringPool pool = new ScoringPool(1, 4);
  private final QueuedThreadPool threads = new QueuedThreadPool(8, 8);
  private final ReadingThreads reading = new ReadingThreads(threads, waiting);
  private final List<Connection> connections = new CopyOnWriteArrayList<>();
  private final Server server = JavalinHandler.server(threads);
  private final LeavingConnector connector;

  /** How a server comes by connections. */
  @FunctionalInterface
  private interface Connections {
    ConnectionFactory factory(HttpConfiguration http, Predictions predictions);
  }

  private ConnectedServer(
      FunctionModel model,
      Limits limits,
      UnaryOperator<ServingContext> change,
      Connections connections)
      throws Exception {
    ServingContext context =
        change.apply(
            ServingContext.of(
                () -> Optional.of(model.served()), limits, new SimpleMeterRegistry()));
    MemoryBudget memory = MemoryBudget.of(Runtime.getRuntime().maxMemory(), limits);
    Predictions predictions =
        new Predictions(new RequestPipeline(context, pool, memory), reading, waiting);
    HttpConfiguration http = JavalinHandler.http();
    connector = new LeavingConnector(server, reading, 1, connections.factory(http, predictions));
    connector.addEventListener(
        new Connection.Listener() {
          @Override
          public void onOpened(Connection connection) {
            ConnectedServer.this.connections.add(connection);
          }
        });
    PredictionHandler handler = new PredictionHandler(predictions);
    handler.setHandler(new Elsewhere());
    server.addConnector(connector);
    server.setHandler(handler);
    server.setErrorHandler(new JettyErrors());
    server.start();
  }

  /** With the connections of a pod. */
  static ConnectedServer repeating(
      FunctionModel model, Limits limits, UnaryOperator<ServingContext> change) throws Exception {
    return new ConnectedServer(model, limits, change, RepeatingConnection::factory);
  }

  /** With Jetty's own. */
  static ConnectedServer plain(
      FunctionModel model, Limits limits, UnaryOperator<ServingContext> change) throws Exception {
    return new ConnectedServer(
        model, limits, change, (http, predictions) -> new HttpConnectionFactory(http));
  }

  int port() {
    return connector.getLocalPort();
  }

  RawCaller call() throws IOException {
    return new RawCaller(port());
  }

  /** Waits until every connection waits for what comes next. */
  void awaitWaiting() {
    await()
        .pollInterval(Duration.ofMillis(1))
        .until(
            () ->
                connections.stream()
                    .filter(connection -> connection.getEndPoint().isOpen())
                    .allMatch(connection -> ((AbstractConnection) connection).isFillInterested()));
  }

  /** How many requests of all connections Jetty has parsed. */
  long parsed() {
    return connections.stream().mapToLong(Connection::getMessagesIn).sum();
  }

  /** Lets no further requests come on the connections that there are. */
  void sendCallersAway() {
    connector.sendCallersAway();
  }

  @Override
  public void close() {
    LifeCycle.stop(server);
    reading.close();
    waiting.shutdownNow();
    pool.close();
  }

  /** What is no prediction. */
  private static final class Elsewhere extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      Response.writeError(request, response, callback, 404);
      return true;
    }
  }
}
