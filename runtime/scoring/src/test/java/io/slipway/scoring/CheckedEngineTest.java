package io.slipway.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.scoring.Engine.Coverage;
import io.slipway.scoring.EngineInfo.HeldTo;
import io.slipway.scoring.EngineInfo.HeldTo.Extent;
import io.slipway.scoring.EngineInfo.PassedOver;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.ModelLoadException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fast engine is trusted with what it covers as long as it answers as the whole one does. */
class CheckedEngineTest {
  @TempDir Path folder;

  @Test
  void theFastEngineScoresWhereBothAnswerAlike() throws Exception {
    EngineInfo info =
        load(
                scoring(Coverage.PART, CheckedEngineTest::twice),
                scoring(Coverage.WHOLE, CheckedEngineTest::twice))
            .engine();
    assertThat(info.name()).isEqualTo("PART");
    assertThat(info.passedOver()).isEmpty();
  }

  @Test
  void itIsAskedFirstWhateverTheOrderOfTheClassPath() throws Exception {
    Model model =
        load(
            scoring(Coverage.WHOLE, CheckedEngineTest::twice),
            scoring(Coverage.PART, CheckedEngineTest::twice));
    assertThat(model.engine().name()).isEqualTo("PART");
  }

  @Test
  void itIsNotUsedWhereItAnswersOtherwise() throws Exception {
    Model model =
        load(
            scoring(Coverage.PART, x -> 2 * x + 1),
            scoring(Coverage.WHOLE, CheckedEngineTest::twice));
    assertThat(model.engine().name()).isEqualTo("WHOLE");
    PassedOver passedOver = model.engine().passedOver().orElseThrow();
    assertThat(passedOver.engine()).isEqualTo("PART");
    assertThat(passedOver.reason()).isEqualTo(EngineInfo.Reason.DIFFERS);
    assertThat(passedOver.why()).matches("y is .*, not .*, for x=.*");
    assertThat(y(model)).isEqualTo(4);
  }

  @Test
  void aThresholdReadOnTheWrongSideIsFound() throws Exception {
    Model model =
        load(
            scoring(Coverage.PART, x -> x < 0.12345 ? 1 : 2),
            scoring(Coverage.WHOLE, x -> x <= 0.12345 ? 1 : 2));
    assertThat(model.engine().passedOver().map(PassedOver::reason))
        .contains(EngineInfo.Reason.DIFFERS);
  }

  @Test
  void aRefusalOfOneAloneIsADifference() throws Exception {
    Model model =
        load(
            scoring(Coverage.PART, CheckedEngineTest::twice),
            scoring(Coverage.WHOLE, x -> Double.isInfinite(x) ? Double.NaN : 2 * x));
    assertThat(model.engine().passedOver().orElseThrow().why())
        .matches("an answer, not a refusal \\(row 0: not x\\), for x=-?Infinity");
  }

  @Test
  void nothingFiniteIsNearToInfinity() throws Exception {
    for (double wrong : new double[] {5, Double.NEGATIVE_INFINITY}) {
      Model model =
          load(
              scoring(Coverage.PART, x -> x == Double.POSITIVE_INFINITY ? wrong : x),
              scoring(Coverage.WHOLE, x -> x));
      assertThat(model.engine().passedOver().map(PassedOver::reason))
          .contains(EngineInfo.Reason.DIFFERS);
    }
  }

  @Test
  void whereNoRowIsAnsweredNothingIsProven() throws Exception {
    Model model =
        load(
            scoring(Coverage.PART, CheckedEngineTest::none),
            scoring(Coverage.WHOLE, CheckedEngineTest::none));
    assertThat(model.engine().name()).isEqualTo("WHOLE");
  }

  @Test
  void whatItAloneFindsInvalidItHasMisread() throws Exception {
    Model model =
        load(
            refusing(Coverage.PART, Reason.MODEL_INVALID),
            scoring(Coverage.WHOLE, CheckedEngineTest::twice));
    assertThat(model.engine().passedOver().map(PassedOver::reason))
        .contains(EngineInfo.Reason.DIFFERS);
  }

  @Test
  void whyItWasPassedOverFitsAStatus() {
    PassedOver passedOver =
        new PassedOver("PART", EngineInfo.Reason.DIFFERS, "x".repeat(1_000_000));
    assertThat(passedOver.why()).hasSize(500).endsWith("...");
  }

  @Test
  void whatItDoesNotCoverFallsBack() throws Exception {
    Model model =
        load(
            refusing(Coverage.PART, Reason.MODEL_UNSUPPORTED),
            scoring(Coverage.WHOLE, CheckedEngineTest::twice));
    assertThat(model.engine().name()).isEqualTo("WHOLE");
    assertThat(model.engine().passedOver())
        .contains(new PassedOver("PART", EngineInfo.Reason.NOT_COVERED, "refused by PART"));
  }

  @Test
  void aTimeLimitOfItsOwnIsNoneOfTheLoads() throws Exception {
    Model model =
        load(
            refusing(Coverage.PART, Reason.LOAD_TIMEOUT),
            scoring(Coverage.WHOLE, CheckedEngineTest::twice));
    assertThat(model.engine().name()).isEqualTo("WHOLE");
  }

  @Test
  void whereTheLoadIsInterruptedNobodyElseBegins() {
    Thread.currentThread().interrupt();
    ModelLoadException refusal =
        catchThrowableOfType(
            ModelLoadException.class,
            () ->
                new CheckedEngine(
                        refusing(Coverage.PART, Reason.LOAD_TIMEOUT),
                        scoring(Coverage.WHOLE, CheckedEngineTest::twice))
                    .load(folder, LoadOptions.cpu()));
    assertThat(Thread.interrupted()).as("still interrupted").isTrue();
    assertThat(refusal).hasMessage("refused by PART");
  }

  @Test
  void whatTheWholeEngineDoesNotSupportIsScoredByTheFastOne() throws Exception {
    Model model =
        load(
            scoring(Coverage.PART, CheckedEngineTest::twice),
            refusing(Coverage.WHOLE, Reason.MODEL_UNSUPPORTED));
    assertThat(model.engine().name()).isEqualTo("PART");
  }

  @Test
  void whatTheWholeEngineFindsInvalidIsRefused() {
    ModelLoadException refusal =
        catchThrowableOfType(
            ModelLoadException.class,
            () ->
                load(
                    scoring(Coverage.PART, CheckedEngineTest::twice),
                    refusing(Coverage.WHOLE, Reason.MODEL_INVALID)));
    assertThat(refusal).hasMessage("refused by WHOLE");
  }

  @Test
  void aComparisonSaysWhetherAllRowsWereTried() throws Exception {
    Model quick =
        load(
            scoring(Coverage.PART, CheckedEngineTest::twice),
            scoring(Coverage.WHOLE, CheckedEngineTest::twice));
    assertThat(quick.engine().heldTo().orElseThrow().extent()).isEqualTo(Extent.WHOLE);

    Model slow =
        load(
            scoring(Coverage.PART, CheckedEngineTest::twice),
            scoring(Coverage.WHOLE, CheckedEngineTest::twiceAtLeisure));
    HeldTo held = slow.engine().heldTo().orElseThrow();
    assertThat(held.extent()).isEqualTo(Extent.CUT_SHORT);
    assertThat(held.isWhole()).isFalse();
    assertThat(held.rows()).isLessThan(480);
  }

  /** So that a second is over before all rows are answered. */
  private static double twiceAtLeisure(double x) {
    LockSupport.parkNanos(20_000_000);
    return 2 * x;
  }

  @Test
  void whatAnotherLoadHeldItToStandsAndTheWholeEngineReadsNothing() throws Exception {
    HeldTo known = new HeldTo("WHOLE", "1", 480, Extent.ELSEWHERE);
    Model model =
        load(
            LoadOptions.cpu().heldTo(known),
            scoring(Coverage.PART, CheckedEngineTest::twice),
            refusing(Coverage.WHOLE, Reason.MODEL_INVALID));
    assertThat(model.engine().name()).isEqualTo("PART");
    assertThat(model.engine().heldTo()).contains(known);
  }

  @Test
  void whatItWasHeldToOfAnotherEngineDoesNotStand() throws Exception {
    Model model =
        load(
            LoadOptions.cpu().heldTo(new HeldTo("ANOTHER", "1", 480, Extent.ELSEWHERE)),
            scoring(Coverage.PART, x -> 2 * x + 1),
            scoring(Coverage.WHOLE, CheckedEngineTest::twice));
    assertThat(model.engine().name()).isEqualTo("WHOLE");
  }

  @Test
  void whatTheFastEngineDoesNotTakeFallsBackWhateverIsKnown() throws Exception {
    Model model =
        load(
            LoadOptions.cpu().heldTo(new HeldTo("WHOLE", "1", 480, Extent.ELSEWHERE)),
            refusing(Coverage.PART, Reason.MODEL_UNSUPPORTED),
            scoring(Coverage.WHOLE, CheckedEngineTest::twice));
    assertThat(model.engine().name()).isEqualTo("WHOLE");
    assertThat(model.engine().heldTo()).isEmpty();
  }

  private static double none(double x) {
    throw new ArithmeticException("of " + x);
  }

  private static double twice(double x) {
    return 2 * x;
  }

  private Model load(Engine... engines) throws Exception {
    return load(LoadOptions.cpu(), engines);
  }

  private Model load(LoadOptions options, Engine... engines) throws Exception {
    Path file = Files.writeString(folder.resolve("model"), "<PMML/>");
    return new Engines(List.of(engines)).load(file, options);
  }

  private static double y(Model model) throws ScoringException {
    return model.score(Batch.of(Column.ofDoubles("x", 2))).column("y").orElseThrow().doubles()[0];
  }

  private static Engine scoring(Coverage coverage, DoubleUnaryOperator function) {
    return new TestEngine(coverage, Optional.empty(), function);
  }

  private static Engine refusing(Coverage coverage, Reason reason) {
    return new TestEngine(coverage, Optional.of(reason), CheckedEngineTest::twice);
  }

  private record TestEngine(
      Coverage coverage, Optional<Reason> refusal, DoubleUnaryOperator function) implements Engine {
    @Override
    public String name() {
      return coverage.name();
    }

    @Override
    public Set<ModelFormat> formats() {
      return Set.of(ModelFormat.PMML);
    }

    @Override
    public Optional<ModelFormat> recognise(byte[] head) {
      return Optional.of(ModelFormat.PMML);
    }

    @Override
    public Model load(Path file, LoadOptions options) throws ModelLoadException {
      if (refusal.isPresent()) {
        throw new ModelLoadException(refusal.get(), "refused by " + name());
      }
      return new TestModel(name(), function);
    }
  }

  /** Answers y = function(x), and refuses where that is NaN for an x that is none. */
  private record TestModel(String name, DoubleUnaryOperator function) implements Model {
    @Override
    public Signature signature() {
      return new Signature(
          List.of(Field.column("x", DataType.FP64, Presence.OPTIONAL)),
          List.of(Field.column("y", DataType.FP64, Presence.OPTIONAL)));
    }

    @Override
    public EngineInfo engine() {
      return new EngineInfo(name, "1", ExecutionProvider.CPU);
    }

    @Override
    public Landmarks landmarks() {
      return new Landmarks(List.of(), Map.of("x", List.of("0.12345")));
    }

    @Override
    public Batch score(Batch inputs) throws ScoringException {
      Column column = inputs.column("x").orElseThrow();
      double[] x = column.doubles();
      double[] y = new double[x.length];
      for (int row = 0; row < x.length; row++) {
        double value = column.isValid(row) ? x[row] : Double.NaN;
        y[row] = function.applyAsDouble(value);
        if (Double.isNaN(y[row]) && !Double.isNaN(value)) {
          throw ScoringException.invalidValue(row, "x", "row %d: not x".formatted(row));
        }
      }
      return Batch.of(Column.ofDoubles("y", y));
    }

    @Override
    public void close() {}
  }
}
