package io.slipway.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a call holds of the memory, and until when. */
@Timeout(60)
class CallMemoryTest {
  private static final int TENSOR_BYTES = 100_000;
  private static final String CALL =
      "model_name: 'churn' inputs {name: 'x' datatype: 'UINT8' shape: %1$d}".formatted(TENSOR_BYTES)
          + " raw_input_contents: '%s'".formatted("x".repeat(TENSOR_BYTES));

  private final AtomicLong held = new AtomicLong();
  private final Within within = new Within();
  private final Server server = new Server();
  private final ServerConnector connector =
      new ServerConnector(server, new HTTP2CServerConnectionFactory(new HttpConfiguration()));
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @BeforeEach
  void start() throws Exception {
    GrpcHandler handler =
        new GrpcHandler(
            new Surroundings(
                Optional::empty,
                () -> Optional.of("churn"),
                () -> false,
                Held::new,
                call -> new Anybody(),
                1 << 20,
                Duration.ofSeconds(20),
                new SimpleMeterRegistry()));
    handler.setHandler(within);
    server.addConnector(connector);
    server.setHandler(handler);
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    within.answer();
    threads.close();
    server.stop();
  }

  /** Whoever comes is let in. */
  private static final class Anybody implements Surroundings.Arrival {
    @Override
    public Optional<String> admit(Duration patience) {
      return Optional.empty();
    }

    @Override
    public void refused(int status) {}

    @Override
    public void close() {}
  }

  /** A share, counted. */
  private final class Held implements Surroundings.Share {
    private int mine;

    @Override
    public Optional<String> hold(int bytes) {
      held.addAndGet(bytes - mine);
      mine = bytes;
      return Optional.empty();
    }

    @Override
    public void close() {
      var _ = hold(0);
    }
  }

  /** Takes requests, and answers when it is told to. */
  private final class Within extends Handler.Abstract {
    private final CompletableFuture<Void> answering = new CompletableFuture<>();
    private final CompletableFuture<WeakReference<byte[]>> tensor = new CompletableFuture<>();
    private volatile long heldMeanwhile;

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      heldMeanwhile = held.get();
      Content.Chunk chunk = request.read();
      while (!chunk.isLast()) {
        chunk = request.read();
      }
      tensor.complete(new WeakReference<>(chunk.getByteBuffer().array()));
      var _ =
          answering.thenRun(
              () ->
                  response.write(
                      true,
                      ByteBuffer.wrap("{\"outputs\": []}".getBytes(StandardCharsets.UTF_8)),
                      callback));
      return true;
    }

    void answer() {
      answering.complete(null);
    }
  }

  @Test
  void aMessageIsHeldUntilItIsTakenAsARequestAndThenLetGoBeforeTheAnswer() throws Exception {
    try (GrpcCaller caller = new GrpcCaller(connector.getLocalPort())) {
      CompletableFuture<String> answer =
          CompletableFuture.supplyAsync(() -> caller.text("ModelInfer", CALL), threads);
      WeakReference<byte[]> tensor = within.tensor.get(20, TimeUnit.SECONDS);

      assertThat(within.heldMeanwhile).isGreaterThan(TENSOR_BYTES);
      await().until(() -> held.get() == 0);
      await()
          .until(
              () -> {
                System.gc();
                return tensor.refersTo(null);
              });
      assertThat(answer).isNotDone();

      within.answer();
      assertThat(answer.get(20, TimeUnit.SECONDS)).isEmpty();
      await().until(() -> held.get() == 0);
    }
  }
}
