package io.slipway.tabular;

import com.sun.management.ThreadMXBean;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Model;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Validity;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** How many bytes a model allocates for rows beyond the columns of its answer. */
final class RowAllocations {
  /** An object of 16 bytes for each of so many rows is beyond any doubt. */
  private static final int ROWS = 2_048;

  private static final int CANDIDATES = 60;
  private static final int ALIGNMENT = 16;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private RowAllocations() {}

  /**
   * @param candidates batches of one row, of which the model may refuse some
   * @return bytes for {@link #ROWS} rows beyond those of the answer's columns; none above 0. Empty
   *     where it accepts none of the candidates
   */
  static OptionalLong beyondAnswer(Model model, Supplier<Batch> candidates)
      throws ScoringException {
    List<Batch> accepted = accepted(model, candidates);
    if (accepted.isEmpty()) {
      return OptionalLong.empty();
    }
    Batch once = repeated(accepted, ROWS);
    Batch twice = repeated(accepted, 2 * ROWS);
    model.score(twice); // classes are loaded, frames made
    Batch small = model.score(once);

    long before = THREADS.getCurrentThreadAllocatedBytes();
    model.score(once);
    long between = THREADS.getCurrentThreadAllocatedBytes();
    Batch large = model.score(twice);
    long after = THREADS.getCurrentThreadAllocatedBytes();

    long rounding = (long) ALIGNMENT * large.size();
    return OptionalLong.of(
        after - between - (between - before) - (bytes(large) - bytes(small)) - rounding);
  }

  private static List<Batch> accepted(Model model, Supplier<Batch> candidates) {
    List<Batch> accepted = new ArrayList<>();
    for (int i = 0; i < CANDIDATES; i++) {
      Batch candidate = candidates.get();
      if (answers(model, candidate)) {
        accepted.add(candidate);
      }
    }
    return accepted;
  }

  /** What columns need: an array, and where values are missing a bit for each row, and a copy. */
  private static long bytes(Batch answer) {
    long bytes = 0;
    for (Column column : answer.columns()) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      Object array = Array.newInstance(component(column.type()), column.length());
      bytes += THREADS.getCurrentThreadAllocatedBytes() - before;
      if (column.validity().hasMissing()) {
        bytes += 2L * Array.getLength(array) / Byte.SIZE;
      }
    }
    return bytes;
  }

  private static Class<?> component(DataType type) {
    return type.arrayType().componentType();
  }

  private static boolean answers(Model model, Batch row) {
    try {
      model.score(row);
      return true;
    } catch (ScoringException e) {
      return false;
    }
  }

  private static Batch repeated(List<Batch> singles, int rows) {
    List<Column> columns = new ArrayList<>();
    for (Column first : singles.get(0).columns()) {
      int width = first.length();
      Object values = Array.newInstance(component(first.type()), rows * width);
      BitSet missing = new BitSet();
      for (int row = 0; row < rows; row++) {
        Column single = singles.get(row % singles.size()).column(first.name()).orElseThrow();
        System.arraycopy(single.values(), 0, values, row * width, width);
        missing.set(row, width > 0 && !single.isValid(0));
      }
      long[] shape = first.shape().toArray();
      shape[0] = rows;
      columns.add(
          Column.of(first.name(), first.type(), Shape.of(shape), values, Validity.allBut(missing)));
    }
    return Batch.of(columns);
  }
}
