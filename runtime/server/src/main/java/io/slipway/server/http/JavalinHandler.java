package io.slipway.server.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.servlet.JavalinServlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.ThreadPool;

/**
 * Javalin's routes as a handler of a Jetty server of ours. The server that Javalin would start has
 * sessions, websockets and a monitor of resources, none of which a pod needs, and a pod that starts
 * has callers waiting.
 */
public final class JavalinHandler {
  private JavalinHandler() {}

  /**
   * @param routes registers them, and says how Javalin goes about them
   */
  public static Handler of(Consumer<JavalinConfig> routes) {
    Javalin javalin =
        Javalin.create(
            config -> {
              config.startup.startupWatcherEnabled = false;
              config.http.compressionStrategy = CompressionStrategy.NONE;
              routes.accept(config);
            });
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServlet(new ServletHolder(new JavalinServlet(javalin.unsafe)), "/*");
    return context;
  }

  /** A server without handlers and connectors that answers with text as Javalin's own does. */
  public static Server server(ThreadPool threads) {
    Server server = new Server(threads);
    server.getMimeTypes().addInferred("text/plain", StandardCharsets.UTF_8.name());
    return server;
  }

  /** How the connectors of such a server speak HTTP; Javalin decides about odd paths by itself. */
  public static HttpConfiguration http() {
    HttpConfiguration http = new HttpConfiguration();
    http.setUriCompliance(UriCompliance.LEGACY);
    http.setSendServerVersion(false);
    return http;
  }

  /**
   * Starts such a server, or ends what of it has begun.
   *
   * @param ports that it listens on, in words
   * @throws UncheckedIOException if it cannot listen there
   */
  public static void start(Server server, String ports) {
    try {
      server.start();
    } catch (Exception e) {
      // Jetty declares nothing narrower, and whatever it is leaves a server half begun.
      LifeCycle.stop(server);
      throw new UncheckedIOException(
          new IOException("port " + ports + " cannot be listened on: " + e.getMessage(), e));
    }
  }
}
