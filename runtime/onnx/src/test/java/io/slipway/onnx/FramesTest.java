package io.slipway.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Shape;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory that is used again must never show: an answer is that of its own inputs. */
class FramesTest {
  @TempDir Path folder;

  @Test
  void rowsOfEveryNumberAnswerForThemselvesWhateverCameBefore() throws Exception {
    try (Model model = load(Graphs.unary("Neg", Graphs.FLOAT))) {
      for (int rows : new int[] {1, 1, 1, 3, 1, 3, 3, 500_000, 500_000, 1, 3}) {
        assertThat(negated(model, rows, rows + 0.5f)).isEqualTo(repeated(rows, -rows - 0.5f));
      }
    }
  }

  @Test
  void anAnswerStaysWhatItWasWhenTheNextIsMade() throws Exception {
    try (Model model = load(Graphs.unary("Neg", Graphs.FLOAT))) {
      negated(model, 2, 1);
      float[] answer = negated(model, 2, 2);

      negated(model, 2, 3);

      assertThat(answer).containsExactly(-2, -2);
    }
  }

  @Test
  void anOutputWhoseShapeFollowsTheValuesIsAnsweredInTheShapeThatItHas() throws Exception {
    try (Model model = load(nonZero())) {
      for (float[] values :
          new float[][] {
            {1, 0, 1}, {0, 1, 1}, {1, 1, 0}, {1, 1, 1}, {0, 0, 0}, {0, 1, 0}, {1, 1, 1}
          }) {
        Column x = Column.ofFloats("x", values);

        Column y = model.score(Batch.of(x)).column("y").orElseThrow();

        assertThat(y.longs()).isEqualTo(places(values));
        assertThat(y.shape()).isEqualTo(Shape.of(1, y.length()));
      }
    }
  }

  @Test
  void aModelThatRefusesSomeValuesScoresTheNext() throws Exception {
    try (Model model = load(gather())) {
      for (long index : new long[] {2, 1, 99, 0, 99, 2}) {
        Batch batch = Batch.of(Column.ofLongs("x", index));
        if (index == 99) {
          assertThat(refusal(model, batch)).contains("out of data bounds");
        } else {
          assertThat(model.score(batch).column("y").orElseThrow().floats())
              .containsExactly(index * 10f);
        }
      }
    }
  }

  @Test
  void anInputThatIsAnOutputTooIsAnsweredAsItCame() throws Exception {
    ProtoWriter node = new ProtoWriter().text(1, "x").text(2, "y").text(4, "Neg");
    byte[] file =
        Graphs.model(
            8,
            "",
            17,
            new ProtoWriter()
                .message(1, node)
                .text(2, "g")
                .message(11, Graphs.vector("x", Graphs.FLOAT))
                .message(12, Graphs.vector("x", Graphs.FLOAT))
                .message(12, Graphs.vector("y", Graphs.FLOAT)));
    try (Model model = load(file)) {
      for (int run = 1; run < 5; run++) {
        Batch answer = model.score(Batch.of(Column.ofFloats("x", run, 7)));

        assertThat(answer.column("x").orElseThrow().floats()).containsExactly(run, 7);
        assertThat(answer.column("y").orElseThrow().floats()).containsExactly(-run, -7);
      }
    }
  }

  @Test
  void aRunThatWasToldToEndDoesNotEndTheNext() throws Exception {
    try (Model model = load(Graphs.unary("Neg", Graphs.FLOAT))) {
      String refusal = "";
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      Thread.currentThread().interrupt();
      while (!refusal.contains("interrupted") && System.nanoTime() < deadline) {
        refusal = refusal(model, Batch.of(Column.ofFloats("x", repeated(300_000, 1))));
      }
      assertThat(Thread.interrupted()).isTrue();
      assertThat(refusal).contains("interrupted");

      for (int call = 1; call <= 100; call++) {
        assertThat(negated(model, 300_000, call)[call]).isEqualTo(-call);
      }
    }
  }

  @Test
  void callersSideBySideGetTheirOwnAnswers() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(8);
    try (Model model = load(Graphs.unary("Neg", Graphs.FLOAT))) {
      List<Future<Boolean>> calls = new ArrayList<>();
      for (int caller = 0; caller < 8; caller++) {
        int seed = caller;
        calls.add(
            callers.submit(
                () -> {
                  boolean right = true;
                  for (int call = 0; call < 2000; call++) {
                    int rows = 1 + (call * 7 + seed) % 40;
                    float value = seed * 10_000 + call;
                    right &=
                        java.util.Arrays.equals(
                            negated(model, rows, value), repeated(rows, -value));
                  }
                  return right;
                }));
      }
      for (Future<Boolean> call : calls) {
        assertThat(call.get()).isTrue();
      }
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  void whatIsKeptOfManyShapesIsBounded() throws Exception {
    BufferPoolMXBean direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .findFirst()
            .orElseThrow();
    try (Model model = load(Graphs.unary("Neg", Graphs.FLOAT))) {
      long before = direct.getTotalCapacity();
      for (int rows = 1; rows <= 40_000; rows += 7) {
        negated(model, rows, 1);
        negated(model, rows, 2);
      }

      System.gc();

      // 16 frames and 64 buffers of 256 KiB at most, which is what 40,000 rows take.
      assertThat(direct.getTotalCapacity() - before).isLessThan((2 * 16 + 64) * (256L << 10));
    }
  }

  private static float[] negated(Model model, int rows, float value) throws ScoringException {
    Batch batch = Batch.of(Column.ofFloats("x", repeated(rows, value)));
    return model.score(batch).column("y").orElseThrow().floats();
  }

  private static float[] repeated(int rows, float value) {
    float[] values = new float[rows];
    java.util.Arrays.fill(values, value);
    return values;
  }

  private static long[] places(float[] values) {
    return java.util.stream.LongStream.range(0, values.length)
        .filter(i -> values[(int) i] != 0)
        .toArray();
  }

  private static String refusal(Model model, Batch batch) {
    try {
      return "no refusal, but " + model.score(batch);
    } catch (ScoringException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** Where x is not 0, as [1, how many]. */
  private static byte[] nonZero() {
    ProtoWriter node = new ProtoWriter().text(1, "x").text(2, "y").text(4, "NonZero");
    ProtoWriter dims =
        new ProtoWriter()
            .message(1, new ProtoWriter().number(1, 1))
            .message(1, new ProtoWriter().text(2, "found"));
    ProtoWriter tensor = new ProtoWriter().number(1, Graphs.INT64).message(2, dims);
    return Graphs.model(
        8,
        "",
        17,
        new ProtoWriter()
            .message(1, node)
            .text(2, "g")
            .message(11, Graphs.vector("x", Graphs.FLOAT))
            .message(
                12,
                new ProtoWriter().text(1, "y").message(2, new ProtoWriter().message(1, tensor))));
  }

  /** 0, 10 or 20 for 0, 1 or 2, and a failure for anything else. */
  private static byte[] gather() {
    ProtoWriter data = new ProtoWriter().number(1, 3).number(2, Graphs.FLOAT).text(8, "w");
    java.nio.ByteBuffer raw =
        java.nio.ByteBuffer.allocate(12).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    raw.putFloat(0).putFloat(10).putFloat(20);
    data.bytes(9, raw.array());
    ProtoWriter node = new ProtoWriter().text(1, "w").text(1, "x").text(2, "y").text(4, "Gather");
    return Graphs.model(
        8,
        "",
        17,
        new ProtoWriter()
            .message(1, node)
            .text(2, "g")
            .message(5, data)
            .message(11, Graphs.vector("x", Graphs.INT64))
            .message(12, Graphs.vector("y", Graphs.FLOAT)));
  }

  private Model load(byte[] file) throws Exception {
    return new OnnxEngine()
        .load(Files.write(folder.resolve("model.onnx"), file), LoadOptions.cpu());
  }
}
