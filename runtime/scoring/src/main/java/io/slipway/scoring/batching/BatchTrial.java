package io.slipway.scoring.batching;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Model;
import io.slipway.scoring.SampleRows;
import io.slipway.scoring.ScoringException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Finds out whether rows cost less together than one by one, and are answered alike. Measured on
 * the very model and machine, since no rule knows: a wide network reads its weights once for all
 * rows, a convolution has as much to do for each, and a GPU waits for its next order most of the
 * time.
 */
public final class BatchTrial {
  private static final int FIRST = 8;
  private static final int MOST = 64;

  /** What passing rows to another thread and an answer back costs, with something to spare. */
  private static final long LEAST_GAIN_NANOS = Duration.ofNanos(50_000).toNanos();

  /** Nobody is to wait longer than this for rows that are not its own. */
  private static final long LONGEST_NANOS = Duration.ofMillis(100).toNanos();

  /**
   * Of a row. What a network keeps of a row while it works is many times the row, and for images
   * many times that, so several at once might be more than the container has; nor do they gain by
   * it.
   */
  private static final int MOST_NUMBERS = 16_384;

  /** Doubling a batch has to save a tenth a row. */
  private static final double WORTH_DOUBLING = 1.8;

  private static final long ENOUGH_NANOS = Duration.ofMillis(40).toNanos();
  private static final int LEAST_RUNS = 3;
  private static final int MOST_RUNS = 50;

  /**
   * Sums in another order differ in the last digits; this much of the largest value that a number
   * of the output has is many times that, and a hundredth of what a mistake would come to.
   */
  private static final double TOLERANCE = 1e-5;

  private static final int VARIANTS = 8;
  private static final long SEED = 20261126;

  private final Model model;
  private final Rows rows;
  private final Random random = new Random(SEED);

  private BatchTrial(Model model) {
    this.model = model;
    this.rows = new Rows(model.signature());
  }

  /** Takes as long as a few dozen scorings of the model, and stops when it is interrupted. */
  public static BatchPlan of(Model model) {
    BatchTrial trial = new BatchTrial(model);
    if (!trial.rows.areLeading()) {
      return BatchPlan.apart("not every input and output has rows, as many as the caller likes");
    }
    if (!SampleRows.isShapeKnown(model.signature())) {
      return BatchPlan.apart("rows are of no fixed size, so none can be made up to be measured");
    }
    try {
      return trial.run();
    } catch (ScoringException | RuntimeException e) {
      return BatchPlan.apart("made-up rows are not scored: " + e.getMessage());
    }
  }

  private BatchPlan run() throws ScoringException {
    List<Batch> made = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      Optional<Batch> row = row(i);
      if (row.isEmpty() || numbers(row.get()) > MOST_NUMBERS) {
        return BatchPlan.apart("a row is so large that several might not fit into the memory");
      }
      made.add(row.get());
    }
    long single = cost(made.subList(0, 1));
    if (single > LONGEST_NANOS) {
      return BatchPlan.apart("a row alone takes %d ms".formatted(single / 1_000_000));
    }
    for (int few = 2; few < FIRST; few *= 2) {
      // For what a call of so many rows has to prepare once.
      model.score(rows.join(made.subList(0, few), few));
    }
    int most = FIRST;
    long cost = cost(made.subList(0, most));
    String measured =
        // No format, which would ask for the locale's digits while callers wait for the pod.
        FIRST
            + " rows cost "
            + Math.round(10.0 * cost / single) / 10.0
            + " times what one does, which takes "
            + single / 1000
            + " µs";
    if (2 * cost > FIRST * single
        || single - cost / FIRST < LEAST_GAIN_NANOS
        || cost > LONGEST_NANOS) {
      return BatchPlan.apart(measured);
    }
    long change = costOfChange(made, single + cost);
    if (change > single + cost) {
      return BatchPlan.apart(
          measured + "; another number of rows than before costs " + change / 1000 + " µs");
    }
    while (most < MOST) {
      long doubled = cost(made.subList(0, 2 * most));
      if (doubled > WORTH_DOUBLING * cost || doubled > LONGEST_NANOS) {
        break;
      }
      most *= 2;
      cost = doubled;
    }
    Optional<String> difference = difference(made.subList(0, most));
    return difference.isPresent()
        ? BatchPlan.apart(difference.get())
        : new BatchPlan(most, measured);
  }

  /** Of the fastest of several runs, which is the one that nothing else disturbed. */
  private long cost(List<Batch> made) throws ScoringException {
    Batch batch = rows.join(made, made.size());
    long fastest = Long.MAX_VALUE;
    long spent = 0;
    model.score(batch);
    for (int run = 0; run < LEAST_RUNS || (run < MOST_RUNS && spent < ENOUGH_NANOS); run++) {
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("there was no time for it");
      }
      long start = System.nanoTime();
      model.score(batch);
      long took = System.nanoTime() - start;
      fastest = Math.min(fastest, took);
      spent += took;
    }
    return Math.max(1, fastest);
  }

  /** Some kernels prepare themselves anew whenever the number of rows is not the last one's. */
  private long costOfChange(List<Batch> made, long both) throws ScoringException {
    Batch one = made.get(0);
    Batch several = rows.join(made.subList(0, FIRST), FIRST);
    long fastest = Long.MAX_VALUE;
    for (int run = 0; run < LEAST_RUNS; run++) {
      long start = System.nanoTime();
      model.score(one);
      model.score(several);
      fastest = Math.min(fastest, System.nanoTime() - start);
    }
    return Math.max(0, fastest - both);
  }

  private static int numbers(Batch row) {
    return row.columns().stream().mapToInt(Column::length).sum();
  }

  private Optional<Batch> row(int i) {
    return SampleRows.row(model.signature(), i % VARIANTS).map(this::varied);
  }

  /** Rows of one number each would hide that they are mixed up. */
  private Batch varied(Batch row) {
    return Batch.of(row.columns().stream().map(this::varied).toList());
  }

  private Column varied(Column column) {
    Object values;
    if (column.type() == DataType.FP32) {
      float[] floats = new float[column.length()];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) random.nextGaussian();
      }
      values = floats;
    } else if (column.type() == DataType.FP64) {
      values = random.doubles(column.length(), -1, 1).toArray();
    } else {
      return column;
    }
    return Column.of(column.name(), column.type(), column.shape(), values);
  }

  /** Each row alone, and all together in another order. */
  private Optional<String> difference(List<Batch> made) throws ScoringException {
    List<Integer> ones = made.stream().map(row -> 1).toList();
    List<Batch> backwards =
        IntStream.range(0, made.size()).mapToObj(i -> made.get(made.size() - 1 - i)).toList();
    List<Batch> together =
        rows.part(model.score(rows.join(backwards, made.size())), made.size(), ones);
    List<Batch> alone = new ArrayList<>();
    for (Batch row : made) {
      alone.add(rows.part(model.score(row), 1, List.of(1)).get(0));
    }
    for (Column first : alone.get(0).columns()) {
      String name = first.name();
      List<Column> expected = alone.stream().map(b -> b.column(name).orElseThrow()).toList();
      double[] tolerances = tolerances(expected);
      for (int i = 0; i < made.size(); i++) {
        Column other = together.get(made.size() - 1 - i).column(name).orElseThrow();
        if (!agree(expected.get(i), other, tolerances)) {
          return Optional.of("rows are answered otherwise among others than alone: " + name);
        }
      }
    }
    return Optional.empty();
  }

  /** Of each number of a row, by the largest of all rows: beside an amount a chance is small. */
  private static double[] tolerances(List<Column> rows) {
    double[] tolerances = new double[rows.stream().mapToInt(Column::length).max().orElse(0)];
    for (Column row : rows) {
      for (int i = 0; i < row.length(); i++) {
        double size = TOLERANCE * Math.abs(number(row, i));
        tolerances[i] = Double.isFinite(size) ? Math.max(tolerances[i], size) : tolerances[i];
      }
    }
    return tolerances;
  }

  private static boolean agree(Column expected, Column other, double[] tolerances) {
    if (!expected.shape().equals(other.shape())) {
      return false;
    }
    for (int i = 0; i < expected.length(); i++) {
      Object left = java.lang.reflect.Array.get(expected.values(), i);
      Object right = java.lang.reflect.Array.get(other.values(), i);
      if (!left.equals(right)
          && !(Math.abs(number(expected, i) - number(other, i)) <= tolerances[i])) {
        return false;
      }
    }
    return true;
  }

  /** NaN where it is not a number that is rounded. */
  private static double number(Column column, int i) {
    if (column.type() == DataType.FP32) {
      return column.floats()[i];
    }
    return column.type() == DataType.FP64 ? column.doubles()[i] : Double.NaN;
  }
}
