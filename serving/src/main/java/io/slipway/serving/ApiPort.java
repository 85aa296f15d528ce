package io.slipway.serving;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An API on a port. A request has a virtual thread, which may wait for a slow sender. Safe for use
 * by many threads once it listens.
 */
public final class ApiPort implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ApiPort.class);
  private static final int SERVER_THREADS = 16;

  /** How long nobody must have asked for anything before what still connects is closed. */
  private static final Duration QUIET = Duration.ofMillis(250);

  /** Then, how long it may take to close. */
  private static final Duration END = Duration.ofSeconds(2);

  private static final Duration IDLE = Duration.ofSeconds(60);

  private final Settings settings;
  private final InFlight inFlight = new InFlight();
  private final Javalin javalin;

  /**
   * Where and how.
   *
   * @param port 0 for any that is free
   * @param tls plain HTTP when absent
   * @param grace how long requests in flight may take when it is closed
   */
  public record Settings(int port, Optional<SslContextFactory.Server> tls, Duration grace) {}

  /**
   * Nobody can connect before {@link #listen}.
   *
   * @param api adds the routes, and what else Javalin is to know of them
   */
  public ApiPort(Settings settings, Consumer<JavalinConfig> api) {
    this.settings = settings;
    this.javalin =
        Javalin.create(
            config -> {
              configure(config);
              api.accept(config);
            });
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.http.prefer405over404 = true;
    QueuedThreadPool threads = new QueuedThreadPool(SERVER_THREADS);
    threads.setName("http");
    threads.setVirtualThreadsExecutor(new VirtualThreadPool());
    config.jetty.threadPool = threads;
    config.jetty.modifyServer(
        server -> {
          server.setHandler(new GracefulHandler());
          server.setErrorHandler(new JettyErrors());
        });
    config.jetty.addConnector(this::connector);
  }

  private LeavingConnector connector(Server server, HttpConfiguration http) {
    http.setSendServerVersion(false);
    LeavingConnector connector =
        settings
            .tls()
            .map(
                tls -> {
                  HttpConfiguration secure = new HttpConfiguration(http);
                  SecureRequestCustomizer customizer = new SecureRequestCustomizer();
                  // Clients come by Service names, addresses and port forwards.
                  customizer.setSniHostCheck(false);
                  secure.addCustomizer(customizer);
                  return new LeavingConnector(
                      server,
                      new SslConnectionFactory(tls, "http/1.1"),
                      new HttpConnectionFactory(secure));
                })
            .orElseGet(() -> new LeavingConnector(server, new HttpConnectionFactory(http)));
    connector.setPort(settings.port());
    connector.setIdleTimeout(IDLE.toMillis());
    return connector;
  }

  /**
   * Begins to listen.
   *
   * @throws UncheckedIOException if the port cannot be listened on
   */
  public void listen() {
    try {
      javalin.start();
    } catch (JavalinException e) {
      throw new UncheckedIOException(
          new IOException(
              "port %d cannot be listened on: %s".formatted(settings.port(), e.getMessage()), e));
    }
  }

  /** The port that it really is. */
  public int port() {
    return javalin.port();
  }

  /** Answers a request, which is waited for when the port is closed. */
  public void answer(Runnable request) {
    inFlight.begins();
    try {
      request.run();
    } finally {
      inFlight.ends();
    }
  }

  /** Lets requests in flight end, and takes no others. */
  @Override
  public void close() {
    LeavingConnector connector =
        (LeavingConnector) javalin.jettyServer().server().getConnectors()[0];
    try {
      // Only the door at first: Jetty's own stop closes on those who are slow.
      connector.stopListening();
      inFlight.awaitQuiet(QUIET, settings.grace());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    connector.setShutdownIdleTimeout(QUIET.toMillis());
    javalin.jettyServer().server().setStopTimeout(END.toMillis());
    try {
      javalin.stop();
    } catch (JavalinException e) {
      log.atWarn().setCause(e).log("requests in flight were cut off when their time had passed");
    }
  }
}
