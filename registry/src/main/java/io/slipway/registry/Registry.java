package io.slipway.registry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.slipway.registry.auth.Gate;
import io.slipway.registry.auth.TokenDesk;
import io.slipway.registry.auth.TokenFile;
import io.slipway.registry.blob.BlobStore;
import io.slipway.registry.blob.FileBlobStore;
import io.slipway.registry.blob.S3BlobStore;
import io.slipway.registry.blob.S3Location;
import io.slipway.registry.http.Api;
import io.slipway.registry.http.RegistryServer;
import io.slipway.registry.http.Tls;
import io.slipway.registry.model.InvalidException;
import io.slipway.registry.service.Aliases;
import io.slipway.registry.service.Catalog;
import io.slipway.registry.service.Cleaning;
import io.slipway.registry.service.Deployments;
import io.slipway.registry.service.Families;
import io.slipway.registry.service.History;
import io.slipway.registry.service.Overview;
import io.slipway.registry.service.Publishing;
import io.slipway.registry.service.Scrubbing;
import io.slipway.registry.service.Storage;
import io.slipway.registry.service.Uploads;
import io.slipway.registry.service.Validations;
import io.slipway.registry.service.Validator;
import io.slipway.registry.service.Withdrawal;
import io.slipway.registry.store.Database;
import io.slipway.registry.store.StoreException;
import io.slipway.serving.OperationsPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A registry that runs: its parts, put together, and taken apart in the opposite order. */
public final class Registry implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Registry.class);

  private final RegistryConfig config;
  private final Database database;
  private final BlobStore blobs;
  private final Validations validations;
  private final RegistryServer server;
  private final OperationsPort operations;
  private final ScheduledExecutorService tasks;
  private volatile Optional<String> leaving = Optional.empty();

  private Registry(RegistryConfig config, Validator validator, Clock clock) throws IOException {
    this.config = config;
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    this.database = Database.open(config.database());
    this.blobs = blobs(config);
    this.validations =
        new Validations(
            database,
            blobs,
            validator,
            clock,
            new Validations.Settings(config.data().resolve("work"), config.validation()));
    Cleaning cleaning = new Cleaning(database, blobs, clock, config.cleaning());
    Api api =
        new Api(
            database,
            blobs,
            new Catalog(database, clock),
            new Overview(database, clock),
            new Families(database),
            new Publishing(database, blobs, clock, validations::wake),
            new Uploads(database, blobs, clock, config.largestBlob()),
            new Aliases(database, clock),
            new Deployments(database, clock),
            new History(database, clock),
            new Withdrawal(database, clock),
            cleaning,
            new Scrubbing(database, blobs, clock),
            new Storage(database, blobs),
            new TokenDesk(database, clock));
    Gate gate = new Gate(database, clock, config.tokens().map(TokenFile::new), config.anonymous());
    Optional<Tls> tls = tls(config);
    this.tasks = Executors.newScheduledThreadPool(1, Thread.ofPlatform().daemon().factory());
    validations.start();
    this.server =
        RegistryServer.start(
            api, gate, meters, new RegistryServer.Settings(config.port(), tls, config.stopGrace()));
    this.operations =
        new OperationsPort(
            config.operationsPort(),
            meters,
            new OperationsPort.Question("/ready", "ready", this::obstacle));
    schedule(cleaning, meters, tls);
  }

  /** Opens what is there and serves it, with versions validated by the engines that are here. */
  public static Registry open(RegistryConfig config) throws IOException {
    requireWritable(config.data());
    return start(
        config,
        new ModelValidator(
            io.slipway.registry.validation.Validator.open(
                config.data().resolve("validation"), config.validationLimits())),
        Clock.systemUTC());
  }

  /** Before anything else is tried: a volume with another owner is the commonest bad start. */
  private static void requireWritable(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, "written", ""));
    } catch (IOException e) {
      throw new InvalidException(
          ("SLIPWAY_REGISTRY_DATA_DIR: user %s cannot write into %s (%s); give the folder to that user, in a pod by fsGroup"
                  + " (chart value registry.podSecurityContext), or name another folder")
              .formatted(System.getProperty("user.name"), folder, e),
          e);
    }
  }

  /** The same with another validation and another clock. */
  static Registry start(RegistryConfig config, Validator validator, Clock clock)
      throws IOException {
    Registry registry = new Registry(config, validator, clock);
    log.atInfo()
        .addKeyValue("port", registry.port())
        .addKeyValue("database", config.database())
        .addKeyValue("blobs", config.blobs().orElse("a folder"))
        .log("serving");
    return registry;
  }

  private static BlobStore blobs(RegistryConfig config) throws IOException {
    if (config.blobs().isEmpty()) {
      return FileBlobStore.open(config.data().resolve("blobs"));
    }
    return S3BlobStore.open(
        S3Location.parse(config.blobs().get()),
        config.data().resolve("incoming"),
        config.environment());
  }

  private static Optional<Tls> tls(RegistryConfig config) throws IOException {
    if (config.tls().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Tls(config.tls().get().certificate(), config.tls().get().key()));
  }

  private void schedule(Cleaning cleaning, PrometheusMeterRegistry meters, Optional<Tls> tls) {
    Counter collected =
        Counter.builder("slipway.registry.collected")
            .baseUnit("bytes")
            .description("Bytes that were taken away because nothing needed them")
            .register(meters);
    repeat(() -> clean(cleaning, collected), config.cleaningEvery());
    tls.ifPresent(files -> repeat(files::refresh, config.tls().orElseThrow().refresh()));
  }

  /** What is repeated says itself what went wrong, and throws nothing. */
  private void repeat(Runnable task, Duration every) {
    Future<?> _ =
        tasks.scheduleWithFixedDelay(
            task, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void clean(Cleaning cleaning, Counter collected) {
    try {
      Cleaning.Report report = cleaning.run();
      collected.increment((double) report.bytes());
      log.atInfo().addKeyValue("report", report).log("cleaned");
    } catch (IOException | RuntimeException e) {
      log.atWarn().setCause(e).log("cleaning failed; tried again later");
    }
  }

  /** Where the API is. */
  public int port() {
    return server.port();
  }

  int operationsPort() {
    return operations.port();
  }

  private Optional<String> obstacle() {
    if (leaving.isPresent()) {
      return leaving;
    }
    try {
      database.ping();
      return Optional.empty();
    } catch (StoreException e) {
      return Optional.of("the database cannot be reached");
    }
  }

  /** Not ready from now on; what is asked for meanwhile is still answered. */
  void leave() {
    leaving = Optional.of("leaving");
  }

  @Override
  public void close() throws IOException {
    leave();
    tasks.shutdownNow();
    server.close();
    validations.close();
    operations.close();
    if (blobs instanceof AutoCloseable closeable) {
      close(closeable);
    }
    database.close();
  }

  private static void close(AutoCloseable closeable) throws IOException {
    try {
      closeable.close();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
