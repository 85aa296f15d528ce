package io.slipway.batch.lookup;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.slipway.batch.lookup.http.Gate;
import io.slipway.batch.lookup.http.LookupServer;
import io.slipway.batch.warehouse.Warehouse;
import io.slipway.batch.warehouse.WarehouseException;
import io.slipway.batch.warehouse.duckdb.DuckDbWarehouse;
import io.slipway.batch.warehouse.postgresql.PostgresWarehouse;
import io.slipway.serving.OperationsPort;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/** The service, put together. It keeps nothing, so that there may be any number of it. */
public final class LookupService implements AutoCloseable {
  private final Warehouse warehouse;
  private final Optional<ModelEndpoint> model;
  private final LookupServer server;
  private final OperationsPort operations;

  private LookupService(
      Warehouse warehouse,
      Optional<ModelEndpoint> model,
      LookupServer server,
      OperationsPort operations) {
    this.warehouse = warehouse;
    this.model = model;
    this.server = server;
    this.operations = operations;
  }

  /** Starts it, whether the warehouse is there or not. */
  public static LookupService start(LookupConfig config, Clock clock) throws IOException {
    Gate gate = Gate.of(config.tokens(), config.anonymousRead());
    Warehouse warehouse =
        config
            .database()
            .<Warehouse>map(PostgresWarehouse::open)
            .orElseGet(() -> DuckDbWarehouse.open(config.folder()));
    Optional<ModelEndpoint> model =
        config.model().map(uri -> new ModelEndpoint(uri, config.modelLimit()));
    Lookup lookup =
        new Lookup(
            warehouse,
            model.<Online>map(it -> it).orElseGet(Online::none),
            config.freshness(),
            clock);
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    LookupServer server =
        LookupServer.start(
            lookup,
            warehouse,
            gate,
            meters,
            new LookupServer.Settings(
                config.port(), config.mostKeys(), config.cacheAtMost(), config.stopGrace(), clock));
    OperationsPort operations =
        new OperationsPort(
            config.operationsPort(),
            meters,
            // Who is sent elsewhere when the warehouse is away finds nobody; here he is told so.
            new OperationsPort.Question("/ready", "ready", Optional::empty),
            new OperationsPort.Question("/health", "healthy", () -> obstacle(warehouse)));
    return new LookupService(warehouse, model, server, operations);
  }

  private static Optional<String> obstacle(Warehouse warehouse) {
    try {
      warehouse.ping();
      return Optional.empty();
    } catch (WarehouseException e) {
      return Optional.of(e.object() + ": " + e.why());
    }
  }

  /** Of the API. */
  public int port() {
    return server.port();
  }

  /** Of metrics and health. */
  public int operationsPort() {
    return operations.port();
  }

  @Override
  public void close() {
    server.close();
    operations.close();
    model.ifPresent(ModelEndpoint::close);
    warehouse.close();
  }
}
