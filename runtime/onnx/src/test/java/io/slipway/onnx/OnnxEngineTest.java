package io.slipway.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.ExecutionProvider;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ModelLoadException.Reason;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Validity;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxEngineTest {
  private static final LoadOptions CUDA = new LoadOptions(ExecutionProvider.CUDA, 1);

  @TempDir Path folder;

  private final OnnxEngine engine = new OnnxEngine();

  @ParameterizedTest
  @CsvSource({
    "1,FP32",
    "2,UINT8",
    "3,INT8",
    "4,UINT16",
    "5,INT16",
    "6,INT32",
    "7,INT64",
    "8,BYTES",
    "9,BOOL",
    "10,FP16",
    "11,FP64",
    "12,UINT32",
    "13,UINT64"
  })
  void everyTypePassesBitForBitAndSoDoesNoRowAtAll(int onnxType, DataType type) throws Exception {
    try (Model model = load(Graphs.unary("Identity", onnxType))) {
      assertThat(model.signature().input("x").orElseThrow().type()).isEqualTo(type);
      for (Object values : List.of(extremes(type), none(type))) {
        int length = java.lang.reflect.Array.getLength(values);
        Column x = Column.of("x", type, Shape.of(length), values);

        Column y = model.score(Batch.of(x)).column("y").orElseThrow();

        assertThat(y.shape()).isEqualTo(x.shape());
        assertThat(y.values()).isEqualTo(values);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"pizza \uD83C\uDF55", "nul\0byte", "né", "漢字", "\uD83D\uDE00\uD83D\uDE00"})
  void textMatchesTheModelsTextWhateverItsCharacters(String text) throws Exception {
    try (Model model = load(Graphs.labelEncoder(text, 7))) {
      Batch answer = model.score(Batch.of(Column.ofStrings("x", text, "other")));

      assertThat(answer.column("y").orElseThrow().longs()).containsExactly(7, -1);
    }
  }

  @Test
  void textBeyondTheBasicPlaneComesBackWhole() throws Exception {
    try (Model model = load(Graphs.unary("Identity", Graphs.STRING))) {
      Batch answer = model.score(Batch.of(Column.ofStrings("x", "a\uD83C\uDF55b", "ðñ", "")));

      assertThat(answer.column("y").orElseThrow().strings())
          .containsExactly("a\uD83C\uDF55b", "ðñ", "");
    }
  }

  @Test
  void whatTheCallerDidWrongIsNamedWithItsInput() throws Exception {
    try (Model model = load(Graphs.unary("Relu", Graphs.FLOAT))) {
      assertRefused(model, Batch.of(), "x", "missing");
      assertRefused(model, Batch.of(Column.ofFloats("z", 1)), "z", "no input 'z'");
      assertRefused(model, Batch.of(Column.ofLongs("x", 1)), "x", "FP32, not INT64");
      assertRefused(
          model,
          Batch.of(Column.of("x", DataType.FP32, Shape.of(1, 1), new float[1])),
          "x",
          "shape [-1]");
      BitSet second = new BitSet();
      second.set(1);
      Column holed =
          Column.of("x", DataType.FP32, Shape.of(2), new float[2], Validity.allBut(second));
      assertThatThrownBy(() -> model.score(Batch.of(holed)))
          .isInstanceOfSatisfying(ScoringException.class, e -> assertThat(e.row()).hasValue(1));
    }
  }

  /** Some kernels divide by lengths in native code: a 0 there ends the process. */
  @Test
  void noRowsAreAnsweredOrRefusedWithoutTheLibrary() throws Exception {
    Path relu = TestModels.committedFolder().resolve("bad/onnx/ok-tiny.onnx");
    try (Model model = engine.load(relu, LoadOptions.cpu())) {
      Batch none = Batch.of(Column.of("x", DataType.FP32, Shape.of(0, 2), new float[0]));

      assertThat(model.score(none).column("y").orElseThrow().shape()).isEqualTo(Shape.of(0, 2));
    }
    TestModel several = TestModels.committed("onnx-multi-io");
    try (Model model = engine.load(several.onnx().orElseThrow(), LoadOptions.cpu())) {
      List<Column> columns = new ArrayList<>(several.onnxInput().columns());
      Column first = columns.get(0);
      long[] shape = first.shape().toArray();
      shape[0] = 0;
      columns.set(0, Column.of(first.name(), first.type(), Shape.of(shape), new float[0]));

      assertThatThrownBy(() -> model.score(Batch.of(columns)))
          .isInstanceOfSatisfying(
              ScoringException.class,
              e -> assertThat(e.fault()).isEqualTo(ScoringException.Fault.INPUT));
    }
  }

  @Test
  void halfACharacterIsRefusedRatherThanReplaced() throws Exception {
    try (Model model = load(Graphs.unary("Identity", Graphs.STRING))) {
      assertRefused(model, Batch.of(Column.ofStrings("x", "\uD83C")), "x", "surrogate");
    }
  }

  @Test
  @Timeout(30)
  void anInterruptEndsALoopThatWouldNotEnd() throws Exception {
    Path file = TestModels.committedFolder().resolve("bad/onnx/infinite-loop.onnx");
    ExecutorService scorer = Executors.newSingleThreadExecutor();
    try (Model model = engine.load(file, LoadOptions.cpu())) {
      Batch one = Batch.of(Column.ofFloats("x", 1));
      Future<?> run = scorer.submit(() -> model.score(one));
      assertThatThrownBy(() -> run.get(200, TimeUnit.MILLISECONDS))
          .isInstanceOf(java.util.concurrent.TimeoutException.class);

      run.cancel(true);
      scorer.shutdown();

      assertThat(scorer.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void manyThreadsScoreOneModelEachItsOwnBatch() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (Model model = load(Graphs.unary("Neg", Graphs.FLOAT))) {
      List<Future<Boolean>> runs = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        float value = i;
        int rows = 1 + i % 50;
        runs.add(threads.submit(() -> allAre(-value, scoreRows(model, value, rows))));
      }
      for (Future<Boolean> run : runs) {
        assertThat(run.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void scoringAndLoadingAgainAndAgainTakesNoMoreMemory() throws Exception {
    Path status = Path.of("/proc/self/status");
    assumeTrue(Files.exists(status), "no /proc here to read the resident memory from");
    byte[] file = Graphs.unary("Neg", Graphs.FLOAT);
    loadAndScore(file, 50);
    long before = residentKilobytes(status);

    loadAndScore(file, 200);

    assertThat(residentKilobytes(status) - before).isLessThan(64 << 10);
  }

  @Test
  void aClosedModelSaysSo() throws Exception {
    Model model = load(Graphs.unary("Relu", Graphs.FLOAT));
    model.close();
    model.close();

    assertThatThrownBy(() -> model.score(Batch.of(Column.ofFloats("x", 1))))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void cudaWithoutTheGpuLibraryIsRefusedAndNeverRunOnTheCpu() throws Exception {
    Path file = write(Graphs.unary("Relu", Graphs.FLOAT));
    assumeTrue(
        !new OrtSessionFactory().providers().contains(ExecutionProvider.CUDA),
        "this build has the GPU library");

    assertThatThrownBy(() -> engine.load(file, CUDA))
        .isInstanceOfSatisfying(
            ModelLoadException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.EXECUTION_PROVIDER_UNAVAILABLE))
        .hasMessageContaining("CUDA image");
  }

  @Test
  void whatCudaSaysOfItselfIsAboutTheProviderAndWhatItSaysOfTheModelIsNot() throws Exception {
    assertThat(reasonOf(new FakeCuda(new OrtException("CUDA failure 100: no CUDA-capable device"))))
        .isEqualTo(Reason.EXECUTION_PROVIDER_UNAVAILABLE);
    assertThat(
            reasonOf(
                new FakeCuda(
                    new OrtException(
                        "This session contains graph nodes that are assigned to the default CPU EP, but fallback to CPU EP has been explicitly disabled by the user."))))
        .isEqualTo(Reason.EXECUTION_PROVIDER_UNAVAILABLE);
    assertThat(
            reasonOf(
                new FakeCuda(
                    new SessionFactory.ProviderException(
                        new OrtException("libcudnn.so.9: cannot open shared object file")))))
        .isEqualTo(Reason.EXECUTION_PROVIDER_UNAVAILABLE);
    assertThat(reasonOf(new FakeCuda(new OrtException("the graph is not acyclic"))))
        .isEqualTo(Reason.MODEL_INVALID);
  }

  @Test
  void aModelSaysWhatItRunsOn() throws Exception {
    try (Model model = load(Graphs.unary("Relu", Graphs.FLOAT))) {
      assertThat(model.engine().name()).isEqualTo("onnxruntime");
      assertThat(model.engine().executionProvider()).isEqualTo(ExecutionProvider.CPU);
      assertThat(model.engine().version()).matches("\\d+\\.\\d+\\.\\d+");
    }
  }

  @Test
  void externalDataBehindALinkIsNotRead() throws Exception {
    Path secret = Files.write(folder.resolve("secret"), new byte[4]);
    Path models = Files.createDirectories(folder.resolve("models"));
    Files.createSymbolicLink(models.resolve("w.bin"), secret);
    Path file = Files.write(models.resolve("m"), Graphs.externalWeight("w.bin"));

    assertThatThrownBy(() -> engine.load(file, LoadOptions.cpu()))
        .hasMessageContaining("not a regular file in the model's own folder");

    Files.delete(models.resolve("w.bin"));
    Files.copy(secret, models.resolve("w.bin"));
    try (Model model = engine.load(file, LoadOptions.cpu())) {
      assertThat(scoreRows(model, 3, 1)).containsExactly(3);
    }
  }

  @Test
  void functionsThatUseThemselvesOrGrowBeyondMeasureAreRefused() {
    assertThatThrownBy(() -> load(Graphs.functions(3, 1, "f0")))
        .hasMessageContaining("uses itself");
    assertThatThrownBy(() -> load(Graphs.functions(10, 10, "Relu")))
        .isInstanceOfSatisfying(
            ModelLoadException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.MODEL_TOO_LARGE));
  }

  private Model load(byte[] file) throws IOException, ModelLoadException {
    return engine.load(write(file), LoadOptions.cpu());
  }

  private Path write(byte[] file) throws IOException {
    return Files.write(folder.resolve("model"), file);
  }

  private void loadAndScore(byte[] file, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      try (Model model = load(file)) {
        for (int rows = 1; rows < 50; rows++) {
          scoreRows(model, i, rows);
        }
      }
    }
  }

  private static float[] scoreRows(Model model, float value, int rows) throws ScoringException {
    float[] values = new float[rows];
    java.util.Arrays.fill(values, value);
    return model.score(Batch.of(Column.ofFloats("x", values))).column("y").orElseThrow().floats();
  }

  private static boolean allAre(float expected, float[] values) {
    for (float value : values) {
      if (value != expected) {
        return false;
      }
    }
    return values.length > 0;
  }

  private static long residentKilobytes(Path status) throws IOException {
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  private static void assertRefused(Model model, Batch batch, String field, String words) {
    assertThatThrownBy(() -> model.score(batch))
        .isInstanceOfSatisfying(
            ScoringException.class,
            e -> {
              assertThat(e.fault()).isEqualTo(ScoringException.Fault.INPUT);
              assertThat(e.field()).hasValue(field);
            })
        .hasMessageContaining(words);
  }

  private Reason reasonOf(FakeCuda sessions) throws IOException {
    Path file = write(Graphs.unary("Relu", Graphs.FLOAT));
    try (Model model = new OnnxEngine(sessions, Long.MAX_VALUE).load(file, CUDA)) {
      throw new AssertionError("it loaded on " + model.engine());
    } catch (ModelLoadException e) {
      return e.reason();
    }
  }

  private static Object none(DataType type) {
    return java.lang.reflect.Array.newInstance(type.arrayType().componentType(), 0);
  }

  private static Object extremes(DataType type) {
    return switch (type) {
      case BOOL -> new boolean[] {true, false};
      case UINT8, INT8 -> new byte[] {0, 1, -1, Byte.MIN_VALUE, Byte.MAX_VALUE};
      case UINT16, INT16 -> new short[] {0, 1, -1, Short.MIN_VALUE, Short.MAX_VALUE};
      case UINT32, INT32 -> new int[] {0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE};
      case UINT64, INT64 -> new long[] {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE};
      case FP16 -> new short[] {0, 0x3C00, (short) 0xFC00, 1};
      case FP32 -> new float[] {0, -0f, Float.NaN, Float.MIN_VALUE, Float.NEGATIVE_INFINITY};
      case FP64 -> new double[] {0, -0d, Double.NaN, Double.MIN_VALUE, Double.MAX_VALUE};
      case BYTES -> new String[] {"", "a", "né"};
    };
  }

  /** A machine with the GPU library on which sessions do not open. */
  private record FakeCuda(Exception failure) implements SessionFactory {
    @Override
    public Set<ExecutionProvider> providers() {
      return Set.of(ExecutionProvider.CPU, ExecutionProvider.CUDA);
    }

    @Override
    public String libraryVersion() {
      return "0";
    }

    @Override
    public OrtSession open(Path model, LoadOptions options) throws OrtException, ProviderException {
      if (failure instanceof ProviderException provider) {
        throw provider;
      }
      throw (OrtException) failure;
    }
  }
}
