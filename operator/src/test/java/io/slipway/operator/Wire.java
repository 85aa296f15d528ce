package io.slipway.operator;

import static java.net.HttpURLConnection.HTTP_FORBIDDEN;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What an operator sends to the API server and hears from it: recorded, and cut or late where a
 * test says so. Thread-safe.
 */
final class Wire implements Interceptor {

  /** One request. */
  record Request(String method, String uri) {

    boolean isWrite() {
      return !method.equals("GET") && !uri.contains("/leases");
    }

    @Override
    public String toString() {
      return method + " " + uri.replaceFirst("^https?://[^/]+", "");
    }
  }

  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<Request> forbidden = new CopyOnWriteArrayList<>();
  private volatile int writesLeft = Integer.MAX_VALUE;
  private volatile boolean cut;
  private volatile boolean writesCut;
  private final AtomicInteger lateDeliveries = new AtomicInteger();
  private final Optional<Supplier<Duration>> lateness;
  private volatile Consumer<Request> before = request -> {};

  private Wire(Optional<Supplier<Duration>> lateness) {
    this.lateness = lateness;
  }

  static Wire prompt() {
    return new Wire(Optional.empty());
  }

  /**
   * One that lets each delivery of a watch wait, and all that come after it.
   *
   * @param delay for how long, asked anew each time
   */
  static Wire late(Supplier<Duration> delay) {
    return new Wire(Optional.of(delay));
  }

  /** A client of which every request passes here. */
  KubernetesClient client(Config config) {
    Config own = new ConfigBuilder(config).build();
    // As plain streams, deliveries pass by the interceptor; by web sockets they would not.
    own.setOnlyHttpWatches(lateness.isPresent());
    return new KubernetesClientBuilder()
        .withConfig(own)
        .withHttpClientBuilderConsumer(builder -> builder.addOrReplaceInterceptor("wire", this))
        .build();
  }

  /** Lets so many writes through; with the next one the process is as good as dead. */
  void dieAfterWrites(int count) {
    writesLeft = count;
  }

  boolean isDead() {
    return cut && writesLeft <= 0;
  }

  /** Nothing gets through until {@link #mend}. */
  void cut() {
    cut = true;
  }

  /** Only what reads, and renews the lease, gets through until {@link #mend}. */
  void cutWrites() {
    writesCut = true;
  }

  void mend() {
    cut = false;
    writesCut = false;
  }

  /** How many deliveries have waited. */
  int lateDeliveries() {
    return lateDeliveries.get();
  }

  /** To be called with every request before it is sent. */
  void before(Consumer<Request> hook) {
    before = hook;
  }

  List<Request> requests() {
    return List.copyOf(requests);
  }

  List<Request> writes() {
    return requests.stream().filter(Request::isWrite).toList();
  }

  /** What the API server did not let the operator do. */
  List<Request> forbidden() {
    return List.copyOf(forbidden);
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    if (response.code() == HTTP_FORBIDDEN) {
      forbidden.add(new Request(request.method(), request.uri().toString()));
    }
  }

  @Override
  public AsyncBody.Consumer<List<ByteBuffer>> consumer(
      AsyncBody.Consumer<List<ByteBuffer>> consumer, HttpRequest request) {
    if (lateness.isEmpty() || !request.uri().toString().contains("watch=true")) {
      return consumer;
    }
    // The next delivery is asked for by the consumer, so that none overtakes another.
    return (value, body) -> {
      lateDeliveries.incrementAndGet();
      Executor later =
          CompletableFuture.delayedExecutor(lateness.get().get().toMillis(), TimeUnit.MILLISECONDS);
      later.execute(() -> deliver(consumer, value, body));
    };
  }

  private static void deliver(
      AsyncBody.Consumer<List<ByteBuffer>> consumer, List<ByteBuffer> value, AsyncBody body) {
    try {
      consumer.consume(value, body);
    } catch (Exception e) {
      // What a watch does when its consumer fails: it ends, and the informer begins another one.
      body.cancel();
    }
  }

  void forget() {
    requests.clear();
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    var seen = new Request(request.method(), request.uri().toString());
    if (seen.isWrite()) {
      countDown();
    }
    if (cut || (writesCut && seen.isWrite())) {
      throw new IllegalStateException("the wire is cut");
    }
    requests.add(seen);
    before.accept(seen);
  }

  private synchronized void countDown() {
    if (writesLeft <= 0) {
      cut = true;
    }
    writesLeft--;
  }
}
