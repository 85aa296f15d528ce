package io.slipway.scoring.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.EngineInfo;
import io.slipway.scoring.ExecutionProvider;
import io.slipway.scoring.Field;
import io.slipway.scoring.Model;
import io.slipway.scoring.RowsTogether;
import io.slipway.scoring.RowsTogether.Company;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Signature;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Models that answer a row by the company it is in, and rows that must not notice. */
class SameBitsModelTest {
  private static final int ENOUGH = 64;

  private final List<RowsTogether> told = Collections.synchronizedList(new ArrayList<>());

  /** What a model answers to a number that comes with others. */
  private interface Answer {
    double of(double number, double[] all);
  }

  /** Refuses numbers below 0. */
  private static final class Made implements Model {
    private final Answer answer;
    private final List<Integer> calls = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger faultsOfSingleRows = new AtomicInteger();
    private boolean closed;

    private Made(Answer answer) {
      this.answer = answer;
    }

    @Override
    public Signature signature() {
      Shape rows = Shape.of(Shape.DYNAMIC);
      return new Signature(
          List.of(Field.tensor("x", DataType.FP64, rows)),
          List.of(Field.tensor("y", DataType.FP64, rows)));
    }

    @Override
    public EngineInfo engine() {
      return new EngineInfo("made", "1", ExecutionProvider.CPU);
    }

    @Override
    public Batch score(Batch inputs) throws ScoringException {
      double[] all = inputs.column("x").orElseThrow().doubles();
      calls.add(all.length);
      if (all.length == 1 && faultsOfSingleRows.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw ScoringException.modelFailed(
            "out of memory", new IllegalStateException("no memory on the device"));
      }
      double[] answers = new double[all.length];
      for (int row = 0; row < all.length; row++) {
        if (all[row] < 0) {
          throw ScoringException.invalidValue(row, "x", "below 0");
        }
        answers[row] = answer.of(all[row], all);
      }
      return Batch.of(Column.ofDoubles("y", answers));
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** As alone among fewer than so many, in the last bit another number among more. */
  private static Made lastBitsFrom(int many) {
    return new Made((number, all) -> all.length < many ? 2 * number : Math.nextUp(2 * number));
  }

  private static Made mixing() {
    return new Made((number, all) -> number - DoubleStream.of(all).average().orElseThrow());
  }

  private static Batch rows(int from, int count) {
    return Batch.of(
        Column.ofDoubles("x", IntStream.range(from, from + count).asDoubleStream().toArray()));
  }

  private static double[] answers(Model model, Batch rows) throws ScoringException {
    return model.score(rows).column("y").orElseThrow().doubles();
  }

  private static double[] doubled(int from, int count) {
    return IntStream.range(from, from + count).mapToDouble(i -> 2.0 * i).toArray();
  }

  @Test
  void rowsThatAreAnsweredTogetherAsAloneGoTogetherInNumbersThatWereTried() throws Exception {
    Made made = lastBitsFrom(Integer.MAX_VALUE);
    Model model = SameBitsModel.forRows(made, told::add);
    assertThat(answers(model, rows(0, ENOUGH))).isEqualTo(doubled(0, ENOUGH));
    assertThat(made.calls.subList(0, ENOUGH)).as("the first rows").containsOnly(1);
    assertThat(told).hasSize(1).first().returns(1024, RowsTogether::most);
    assertThat(model.rowsTogether()).contains(told.get(0));
    made.calls.clear();

    assertThat(answers(model, rows(0, 1500))).isEqualTo(doubled(0, 1500));

    assertThat(made.calls).containsExactly(1024, 256, 128, 64, 16, 8, 4);
  }

  @Test
  void rowsOfWhichTheLastBitsDependOnTheirNumberAreScoredOneByOne() throws Exception {
    Made made = lastBitsFrom(2);
    Model model = SameBitsModel.forRows(made, told::add);

    assertThat(answers(model, rows(1, 300))).isEqualTo(doubled(1, 300));

    assertThat(told).hasSize(1).first().returns(Company.LAST_BITS, RowsTogether::company);
    assertThat(told.get(0).why())
        .isEqualTo("rows are answered otherwise by 2 than alone, in their last bits");
    made.calls.clear();
    answers(model, rows(1, 3));
    assertThat(made.calls).containsExactly(1, 1, 1);
  }

  @Test
  void orInTheLargestNumberInWhichTheyAreAnsweredAsAlone() throws Exception {
    Made made = lastBitsFrom(6);
    Model model = SameBitsModel.forRows(made, told::add);
    answers(model, rows(1, ENOUGH));
    made.calls.clear();

    assertThat(answers(model, rows(1, 11))).isEqualTo(doubled(1, 11));

    assertThat(made.calls).containsExactly(4, 4, 2, 1);
  }

  @Test
  void enoughRowsComeTogetherFromManySmallBatches() throws Exception {
    Model model = SameBitsModel.forRows(lastBitsFrom(2), told::add);

    for (int i = 0; i < ENOUGH / 2; i++) {
      assertThat(told).isEmpty();
      assertThat(answers(model, rows(2 * i, 2))).isEqualTo(doubled(2 * i, 2));
    }

    assertThat(told).hasSize(1);
  }

  @Test
  void rowsThatAllHaveOneAnswerShowNothing() throws Exception {
    Made constant = new Made((number, all) -> 7);
    Model model = SameBitsModel.forRows(constant, told::add);

    answers(model, rows(0, 3 * ENOUGH));

    assertThat(constant.calls).hasSize(3 * ENOUGH).containsOnly(1);
    assertThat(told).isEmpty();
  }

  @Test
  void aModelThatLooksAtSeveralRowsAtOnceGetsRowsOfATableOneByOne() throws Exception {
    Model model = SameBitsModel.forRows(mixing(), told::add);

    // The mean of one is the one; all rows have one answer, and nothing is found out.
    assertThat(answers(model, rows(0, 200))).containsOnly(0);

    Made sums = new Made((number, all) -> number + DoubleStream.of(all).sum());
    model = SameBitsModel.forRows(sums, told::add);
    assertThat(answers(model, rows(0, 200))).isEqualTo(doubled(0, 200));
    assertThat(told).hasSize(1).first().returns(Company.MIXED, RowsTogether::company);
  }

  @Test
  void andTheTensorsOfAnApplicationAsTheyAre() throws Exception {
    Made made = mixing();
    Model model = SameBitsModel.forTensors(made);

    assertThat(answers(model, rows(0, 3))).containsExactly(-1, 0, 1);
    assertThat(model.rowsTogether().orElseThrow().company()).isEqualTo(Company.MIXED);

    made.calls.clear();
    assertThat(answers(model, rows(0, 5))).containsExactly(-2, -1, 0, 1, 2);
    assertThat(made.calls).containsExactly(5);
  }

  @Test
  void anApplicationGetsTheBitsOfSingleRowsFromTheFirstBatchOn() throws Exception {
    Model model = SameBitsModel.forTensors(lastBitsFrom(2));

    assertThat(answers(model, rows(1, 10))).isEqualTo(doubled(1, 10));
    assertThat(answers(model, rows(1, 100))).isEqualTo(doubled(1, 100));
  }

  @Test
  void aFaultThatPassesDecidesNothing() throws Exception {
    Made made = lastBitsFrom(2);
    Model model = SameBitsModel.forTensors(made);
    made.faultsOfSingleRows.set(1);

    assertThat(answers(model, rows(1, 10))).as("as they are together").hasSize(10);
    assertThat(model.rowsTogether()).isEmpty();
    assertThat(answers(model, rows(1, 10))).isEqualTo(doubled(1, 10));
  }

  @Test
  void aRowThatIsRefusedIsNamedByItsPlaceInTheWholeBatch() throws Exception {
    Model model = SameBitsModel.forRows(lastBitsFrom(6), told::add);
    answers(model, rows(1, ENOUGH));
    double[] numbers = doubled(1, 10);
    numbers[7] = -1;

    assertThatThrownBy(() -> model.score(Batch.of(Column.ofDoubles("x", numbers))))
        .isInstanceOfSatisfying(
            ScoringException.class,
            e -> {
              assertThat(e.row()).hasValue(7);
              assertThat(e.field()).contains("x");
              assertThat(e).hasMessage("below 0");
            });
  }

  @Test
  void manyThreadsGetTheBitsOfSingleRowsWhileItIsFoundOut() throws Exception {
    Model model = SameBitsModel.forRows(lastBitsFrom(6), told::add);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Callable<double[]> caller = () -> answers(model, rows(1, 100));
      for (Future<double[]> answer : threads.invokeAll(Collections.nCopies(50, caller))) {
        assertThat(answer.get()).isEqualTo(doubled(1, 100));
      }
    } finally {
      threads.shutdown();
    }
    assertThat(model.rowsTogether().map(RowsTogether::most)).contains(4);
  }

  @Test
  void anEngineThatComputesEachRowByItselfIsLeftAlone() {
    Model known =
        new Model() {
          @Override
          public Signature signature() {
            return new Signature(List.of(), List.of());
          }

          @Override
          public EngineInfo engine() {
            return new EngineInfo("known", "1", ExecutionProvider.CPU);
          }

          @Override
          public Optional<RowsTogether> rowsTogether() {
            return Optional.of(RowsTogether.eachByItself());
          }

          @Override
          public Batch score(Batch inputs) {
            return inputs;
          }

          @Override
          public void close() {}
        };

    assertThat(SameBitsModel.forRows(known, told::add)).isSameAs(known);
    assertThat(SameBitsModel.forTensors(known)).isSameAs(known);
    assertThat(told).hasSize(1);
  }

  @Test
  void theModelIsClosedWithIt() {
    Made made = mixing();

    SameBitsModel.forTensors(made).close();

    assertThat(made.closed).isTrue();
  }
}
