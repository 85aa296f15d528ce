package io.slipway.operator;

import static java.net.HttpURLConnection.HTTP_FORBIDDEN;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * What an operator sends to the API server: recorded, and cut where a test says so. Thread-safe.
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
  private volatile Consumer<Request> before = request -> {};

  /** A client of which every request passes here. */
  KubernetesClient client(Config config) {
    return new KubernetesClientBuilder()
        .withConfig(config)
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

  void mend() {
    cut = false;
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

  void forget() {
    requests.clear();
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    var seen = new Request(request.method(), request.uri().toString());
    if (seen.isWrite()) {
      countDown();
    }
    if (cut) {
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
