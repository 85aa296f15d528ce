package io.slipway.server.grpc;

import io.micrometer.core.instrument.Counter;
import io.slipway.server.grpc.StreamCall.Conversation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers gRPC calls with what the handler within answers to the requests that they mean; all other
 * requests go to it as they are. Each call has a virtual thread. Safe for use by many threads.
 */
public final class GrpcHandler extends Handler.Wrapper {
  private static final String CONTENT_TYPE = "application/grpc";

  /** How often it is looked whether a watched service is still as it was. */
  private static final Duration WATCH_LOOK = Duration.ofMillis(500);

  private final Surroundings surroundings;
  private final Connections connections = new Connections();
  private final Health health;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("grpc-", 0).factory());

  /** Threads of calls that end only when somebody wants them to. */
  private final Set<Thread> streams = ConcurrentHashMap.newKeySet();

  private final CountDownLatch leaving = new CountDownLatch(1);
  private final Map<String, Method> methods = new HashMap<>();
  private final Map<String, Counter> counters = new ConcurrentHashMap<>();
  private final Supplier<Reflection> reflection = new Once();

  /** One of the methods that are here. */
  private sealed interface Method {
    record Question(UnaryMethod how) implements Method {}

    record Prediction(UnaryMethod how) implements Method {}

    record Immediate(UnaryCall.Immediate how) implements Method {}

    record Streamed(Conversation how) implements Method {}
  }

  public GrpcHandler(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.health = new Health(surroundings);
    String inference = "/" + InferenceMethods.SERVICE + "/";
    InferenceMethods.QUESTIONS.forEach(
        (name, how) -> methods.put(inference + name, new Method.Question(how)));
    InferenceMethods.PREDICTIONS.forEach(
        (name, how) -> methods.put(inference + name, new Method.Prediction(how)));
    methods.put(
        "/" + Health.SERVICE + "/Check",
        new Method.Immediate(message -> health.check(Health.service(message))));
    methods.put("/" + Health.SERVICE + "/Watch", new Method.Streamed(this::watch));
    for (String service : Reflection.SERVICES) {
      methods.put("/" + service + "/ServerReflectionInfo", new Method.Streamed(this::reflect));
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!isGrpc(request)) {
      return super.handle(request, response, callback);
    }
    threads.execute(() -> call(request, response, callback));
    return true;
  }

  private static boolean isGrpc(Request request) {
    if (request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_2) {
      return false;
    }
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    return type != null
        && type.startsWith(CONTENT_TYPE)
        && (type.length() == CONTENT_TYPE.length()
            || type.charAt(CONTENT_TYPE.length()) == '+'
            || type.charAt(CONTENT_TYPE.length()) == ';');
  }

  private void call(Request request, Response response, Callback callback) {
    String path = request.getHttpURI().getPath();
    Method method = methods.get(path);
    UnaryCall.Ended ended = status -> count(method == null ? "unknown" : path, status);
    switch (method) {
      case Method.Question question ->
          new UnaryCall(surroundings, connections, request, response, callback, ended)
              .answer(question.how(), getHandler());
      case Method.Prediction prediction ->
          new UnaryCall(surroundings, connections, request, response, callback, ended)
              .predict(prediction.how(), getHandler());
      case Method.Immediate immediate ->
          new UnaryCall(surroundings, connections, request, response, callback, ended)
              .answer(immediate.how());
      case Method.Streamed streamed ->
          stream(new StreamCall(surroundings, request, response, callback, ended), streamed.how());
      case null -> {
        ended.with(Status.UNIMPLEMENTED);
        Replies.error(
            response,
            HttpFields.EMPTY,
            Status.UNIMPLEMENTED,
            "the method: expected one that server reflection lists, found another",
            callback);
      }
    }
  }

  private void count(String path, Status status) {
    counters
        .computeIfAbsent(
            path + " " + status,
            key ->
                Counter.builder("slipway.grpc.calls")
                    .description("gRPC calls, by method and status")
                    .tags("method", path.substring(path.indexOf('/') + 1), "code", status.name())
                    .register(surroundings.meters()))
        .increment();
  }

  private void stream(StreamCall call, Conversation conversation) {
    streams.add(Thread.currentThread());
    try {
      call.hold(
          conversing -> {
            if (leaving.getCount() == 0) {
              throw new InterruptedException();
            }
            conversation.with(conversing);
          });
    } finally {
      streams.remove(Thread.currentThread());
    }
  }

  /** Says how it is, and then whenever that changes. */
  private void watch(StreamCall call) throws CallException, IOException, InterruptedException {
    String service;
    try (StreamCall.Messages messages = call.messages()) {
      service =
          Health.service(
              messages
                  .next()
                  .orElseThrow(
                      () -> CallException.invalid("the call: expected a message, found none")));
    }
    Optional<Health.Serving> said = Optional.empty();
    do {
      Optional<Health.Serving> now = Optional.of(health.of(service));
      if (!now.equals(said)) {
        call.say(now.get().message());
        said = now;
      }
    } while (!leaving.await(WATCH_LOOK.toMillis(), TimeUnit.MILLISECONDS));
    throw new InterruptedException();
  }

  private void reflect(StreamCall call) throws CallException, IOException {
    try (StreamCall.Messages messages = call.messages()) {
      for (Optional<ByteBuffer> asked = messages.next();
          asked.isPresent();
          asked = messages.next()) {
        call.say(reflection.get().answer(asked.get()));
      }
    }
  }

  /** Ends the calls that would go on for as long as their callers like. */
  public void leave() {
    leaving.countDown();
    streams.forEach(Thread::interrupt);
  }

  @Override
  protected void doStop() throws Exception {
    super.doStop();
    leave();
    threads.shutdownNow();
  }

  /** Read when it is first asked for: most pods are never asked. */
  private static final class Once implements Supplier<Reflection> {
    private Optional<Reflection> loaded = Optional.empty();

    @Override
    public synchronized Reflection get() {
      if (loaded.isEmpty()) {
        loaded = Optional.of(Reflection.load());
      }
      return loaded.get();
    }
  }
}
