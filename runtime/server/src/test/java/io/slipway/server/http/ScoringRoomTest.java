package io.slipway.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Signature;
import io.slipway.server.FunctionModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many may be scored at once, and only so many of the large ones. */
@Timeout(60)
class ScoringRoomTest {
  private static final Field X = Field.column("x", DataType.FP64, Field.Presence.REQUIRED);

  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final Semaphore turns = new Semaphore(0);
  private final FunctionModel counting =
      new FunctionModel(
          new Signature(List.of(X), List.of(X)),
          inputs -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            turns.acquireUninterruptibly();
            inside.decrementAndGet();
            return inputs;
          });

  private static String body(int bytes) {
    int numbers = (bytes - 70) / 2;
    return "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP64\",\"shape\":["
        + numbers
        + "],\"data\":["
        + "1,".repeat(numbers - 1)
        + "1]}]}";
  }

  private RunningServer server(long memory) {
    RunningServer server =
        RunningServer.of(
            counting,
            new Limits(1 << 20, 1 << 20, 1 << 20, Duration.ofSeconds(30), 64, 1),
            new MemoryBudget(memory));
    server.server.scoreAtOnce(16);
    return server;
  }

  @Test
  void largeRequestsWaitForRoomAndAreAllAnswered() throws Exception {
    int bytes = 64 * 1024;
    int fit = 2;
    try (RunningServer server = server((long) fit * ScoringRoom.DECODED_PER_BYTE * bytes);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        answers.add(callers.submit(() -> server.infer(body(bytes)).statusCode()));
      }
      await().until(() -> inside.get() == fit);

      turns.release(8);

      for (Future<Integer> answer : answers) {
        assertThat(answer.get()).isEqualTo(200);
      }
      assertThat(most.get()).isEqualTo(fit);
    }
  }

  @Test
  void smallOnesNeedNone() throws Exception {
    try (RunningServer server = server(1 << 20);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        answers.add(callers.submit(() -> server.infer(body(8 * 1024)).statusCode()));
      }
      await().until(() -> inside.get() == 16);

      turns.release(16);

      for (Future<Integer> answer : answers) {
        assertThat(answer.get()).isEqualTo(200);
      }
    }
  }

  @Test
  void compressedOnesWaitForTheRoomOfWhatTheyBecome() throws Exception {
    int bytes = 64 * 1024;
    int fit = 2;
    byte[] compressed = gzip(body(bytes));
    assertThat(compressed).hasSizeLessThan(bytes / 100);
    try (RunningServer server = server((long) fit * ScoringRoom.DECODED_PER_BYTE * bytes);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        answers.add(callers.submit(() -> status(server, compressed, "gzip")));
      }
      await().until(() -> inside.get() == fit);

      turns.release(8);

      for (Future<Integer> answer : answers) {
        assertThat(answer.get()).isEqualTo(200);
      }
      assertThat(most.get()).isEqualTo(fit);
    }
  }

  @Test
  void whatSaysThatItIsNotCompressedIsNotTakenForLarge() throws Exception {
    byte[] plain = body(8 * 1024).getBytes(StandardCharsets.UTF_8);
    try (RunningServer server = server(1 << 20);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        answers.add(callers.submit(() -> status(server, plain, "Identity")));
      }
      await().until(() -> inside.get() == 16);

      turns.release(16);

      for (Future<Integer> answer : answers) {
        assertThat(answer.get()).isEqualTo(200);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"gzip, true", " X-GZip , true", "identity, false", "'', false", "br, true"})
  void whatIsCompressedIsSaidByTheHeader(String coding, boolean compressed) {
    assertThat(ContentCoding.isCompressed(coding)).isEqualTo(compressed);
  }

  @Test
  void theLengthIsOfAllPartsAndWhatIsTooLongIsRefusedBeforeItTakesRoom() throws Exception {
    byte[] one = gzip("a".repeat(1000));
    byte[] two = Arrays.copyOf(one, 2 * one.length);
    System.arraycopy(one, 0, two, one.length, one.length);
    assertThat(ContentCoding.length(two, "gzip", 2000)).isEqualTo(2000);
    assertThat(ContentCoding.length(two, "identity", 2000)).isEqualTo(two.length);
    for (byte[] broken : new byte[][] {{1, 2, 3}, Arrays.copyOf(one, one.length - 1)}) {
      assertThatThrownBy(() -> ContentCoding.length(broken, "gzip", 2000))
          .hasMessageContaining("expected gzip");
    }
    assertThatThrownBy(() -> ContentCoding.length(two, "gzip", 1999))
        .isInstanceOfSatisfying(
            HttpProblem.class, refused -> assertThat(refused.status()).isEqualTo(413));
  }

  private static int status(RunningServer server, byte[] body, String coding) {
    return server.post("/v2/models/churn/infer", body, "Content-Encoding", coding).statusCode();
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void whatNeedsMoreThanThereIsGoesAlone() throws Exception {
    ScoringRoom room = new ScoringRoom(1024);
    try (ScoringRoom.Taken _ = room.take(1 << 20)) {
      Thread second =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (ScoringRoom.Taken _ = room.take(1 << 20)) {
                      inside.incrementAndGet();
                    } catch (InterruptedException e) {
                      most.incrementAndGet();
                    }
                  });
      await().until(() -> second.getState() == Thread.State.WAITING);

      // As at a request's time limit.
      second.interrupt();
      second.join();

      assertThat(inside.get()).isZero();
      assertThat(most.get()).isOne();
    }
    try (ScoringRoom.Taken _ = room.take(1 << 20)) {
      assertThat(inside.get()).isZero();
    }
  }
}
