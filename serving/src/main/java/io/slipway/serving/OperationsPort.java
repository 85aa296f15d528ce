package io.slipway.serving;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/** A port for the kubelet and Prometheus: {@code /live}, {@code /metrics}, and what is added. */
public final class OperationsPort implements AutoCloseable {
  private static final int SERVER_THREADS = 8;

  private final PrometheusMeterRegistry meters;
  private final Javalin javalin;

  /**
   * A question that is answered with 200 and a word while nothing is in the way, else with 503 and
   * what is.
   *
   * @param path such as {@code /ready}
   * @param word for 200
   * @param obstacle what is in the way, if anything is
   */
  public record Question(String path, String word, Supplier<Optional<String>> obstacle) {

    private void answer(Context ctx) {
      Optional<String> why = obstacle.get();
      ctx.status(why.isEmpty() ? 200 : 503).result(why.orElse(word));
    }
  }

  /** Listens. */
  public OperationsPort(int port, PrometheusMeterRegistry meters, Question... questions) {
    this.meters = meters;
    this.javalin = Javalin.create(config -> configure(config, questions)).start(port);
  }

  private void configure(JavalinConfig config, Question... questions) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    QueuedThreadPool threads = new QueuedThreadPool(SERVER_THREADS);
    threads.setName("operations");
    threads.setVirtualThreadsExecutor(new VirtualThreadPool());
    config.jetty.threadPool = threads;
    config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    config.routes.get("/live", ctx -> ctx.result("live"));
    for (Question question : questions) {
      config.routes.get(question.path(), question::answer);
    }
    config.routes.get("/metrics", this::metrics);
  }

  /** The port that it really is. */
  public int port() {
    return javalin.port();
  }

  private void metrics(Context ctx) {
    ctx.contentType("text/plain; version=0.0.4; charset=utf-8").result(meters.scrape());
  }

  @Override
  public void close() {
    javalin.stop();
  }
}
