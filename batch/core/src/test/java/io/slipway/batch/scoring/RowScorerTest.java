package io.slipway.batch.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.EngineInfo;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.Model;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Signature;
import io.slipway.scoring.Validity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** A bad row costs its own prediction and no other, whatever the model says about it. */
class RowScorerTest {

  /** How a model tells of a row that it refuses. */
  enum Telling {
    /** Which row, and which field. */
    ROW_AND_FIELD,
    /** That something is wrong with the batch. */
    NOTHING,
    /** That it failed. */
    FAILURE,
    /** A row that there is not. */
    NONSENSE
  }

  /** Doubles x, and refuses negative ones. */
  private static final class Doubling implements Model {
    private final Telling telling;
    private final Shape shape;
    private int calls;
    private int largest;

    Doubling(Telling telling, Shape shape) {
      this.telling = telling;
      this.shape = shape;
    }

    @Override
    public Signature signature() {
      return new Signature(
          List.of(Field.tensor("x", DataType.FP64, shape)),
          List.of(Field.column("y", DataType.FP64, Presence.OPTIONAL)));
    }

    @Override
    public EngineInfo engine() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Batch score(Batch inputs) throws ScoringException {
      Column x = inputs.column("x").orElseThrow();
      calls++;
      largest = Math.max(largest, x.rows());
      double[] y = new double[x.rows()];
      for (int row = 0; row < y.length; row++) {
        double value = x.doubles()[row];
        if (x.isValid(row) && value < 0) {
          throw refusal(row);
        }
        y[row] = x.isValid(row) ? 2 * value : 0;
      }
      return Batch.of(Column.ofDoubles("y", y));
    }

    private ScoringException refusal(int row) {
      return switch (telling) {
        case ROW_AND_FIELD -> ScoringException.invalidValue(row, "x", "x is below 0");
        case NOTHING -> ScoringException.invalidBatch("something is below 0", new Exception("no"));
        case FAILURE -> ScoringException.modelFailed("failed", new Exception("no"));
        case NONSENSE -> ScoringException.invalidValue(100_000, "x", "x is below 0");
      };
    }

    @Override
    public void close() {}
  }

  /** What came of each row, in order, in words. */
  private static final class Heard implements Predictions {
    private final List<String> words = new ArrayList<>();

    @Override
    public void scored(List<String> keys, Batch outputs) {
      double[] y = outputs.column("y").orElseThrow().doubles();
      for (int row = 0; row < keys.size(); row++) {
        words.add(keys.get(row) + " = " + y[row]);
      }
    }

    @Override
    public void refused(RowError error) {
      words.add(error.key().orElseThrow() + " refused");
    }
  }

  @Property
  void eachRowGetsWhatItWouldHaveGotAlone(
      @ForAll Telling telling,
      @ForAll @IntRange(max = 40) int rows,
      @ForAll @IntRange(min = 1, max = 50) int rowsPerCall,
      @ForAll @IntRange(max = 10) int badInTen,
      @ForAll long seed)
      throws IOException {
    Random random = new Random(seed);
    double[] x = new double[rows];
    BitSet missing = new BitSet();
    List<String> expected = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      x[row] = random.nextInt(10) < badInTen ? -1 : row;
      missing.set(row, random.nextInt(5) == 0);
      expected.add(
          "k" + row + (missing.get(row) ? " = 0.0" : x[row] < 0 ? " refused" : " = " + 2 * x[row]));
    }
    Heard heard = new Heard();
    RowScorer.of(new Doubling(telling, Shape.of(Shape.DYNAMIC)), rowsPerCall)
        .score(rows(x, Validity.allBut(missing)), heard);
    assertThat(heard.words).containsExactlyElementsOf(expected);
  }

  @Test
  void oneBadRowOfAThousandCostsOneCallMoreWhereTheModelNamesItAndElseAFew() throws IOException {
    double[] x = new double[1000];
    x[700] = -1;
    Doubling naming = new Doubling(Telling.ROW_AND_FIELD, Shape.of(Shape.DYNAMIC));
    RowScorer.of(naming, 1000).score(rows(x, Validity.ALL), new Heard());
    assertThat(naming.calls).isEqualTo(3);
    Doubling silent = new Doubling(Telling.NOTHING, Shape.of(Shape.DYNAMIC));
    RowScorer.of(silent, 1000).score(rows(x, Validity.ALL), new Heard());
    assertThat(silent.calls).isLessThan(25);
  }

  @Test
  void theReasonAndTheFieldAreTheModelsOwn() throws IOException {
    List<RowError> errors = new ArrayList<>();
    RowScorer.of(new Doubling(Telling.ROW_AND_FIELD, Shape.of(Shape.DYNAMIC)), 10)
        .score(
            rows(new double[] {1, -1}, Validity.ALL),
            new Predictions() {
              @Override
              public void scored(List<String> keys, Batch outputs) {}

              @Override
              public void refused(RowError error) {
                errors.add(error);
              }
            });
    assertThat(errors)
        .containsExactly(new RowError(Optional.of("k1"), Optional.of("x"), "x is below 0"));
  }

  @Test
  void aModelOfOneRowACallIsGivenOneAndOneOfEightIsRefused() throws IOException {
    Doubling single = new Doubling(Telling.NOTHING, Shape.of(1));
    Heard heard = new Heard();
    RowScorer.of(single, 100).score(rows(new double[] {1, 2, 3}, Validity.ALL), heard);
    assertThat(single.largest).isEqualTo(1);
    assertThat(heard.words).containsExactly("k0 = 2.0", "k1 = 4.0", "k2 = 6.0");
    assertThatThrownBy(() -> RowScorer.of(new Doubling(Telling.NOTHING, Shape.of(8)), 100))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("input x has shape [8]")
        .hasMessageContaining("export the model with a dynamic batch dimension");
  }

  @Test
  void partsOfRowsKeepTheWidthOfTensorsAndWhatIsMissing() {
    BitSet missing = new BitSet();
    missing.set(3);
    Column wide =
        Column.of(
            "t",
            DataType.FP32,
            Shape.of(3, 2),
            new float[] {0, 1, 2, 3, 4, 5},
            Validity.allBut(missing));
    KeyedRows part = new KeyedRows(List.of("a", "b", "c"), Batch.of(wide)).part(1, 3);
    assertThat(part.keys()).containsExactly("b", "c");
    Column column = part.inputs().column("t").orElseThrow();
    assertThat(column.shape()).isEqualTo(Shape.of(2, 2));
    assertThat(column.floats()).containsExactly(2, 3, 4, 5);
    assertThat(column.isValid(0)).isTrue();
    assertThat(column.isValid(1)).isFalse();
    assertThatThrownBy(() -> new KeyedRows(List.of("a"), Batch.of(wide)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("t FP32[3, 2] does not have 1 rows");
  }

  private static KeyedRows rows(double[] x, Validity validity) {
    List<String> keys = IntStream.range(0, x.length).mapToObj(row -> "k" + row).toList();
    return new KeyedRows(
        keys, Batch.of(Column.of("x", DataType.FP64, Shape.of(x.length), x, validity)));
  }
}
