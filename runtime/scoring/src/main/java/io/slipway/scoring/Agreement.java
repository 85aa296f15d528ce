package io.slipway.scoring;

import java.lang.reflect.Array;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Whether two engines read a document alike: the same inputs and outputs, and on the document's own
 * rows and on made-up ones the same answers, or refusals of the same field.
 *
 * <p>Numbers may differ by what sums in another order come to. A reading that is wrong is wrong by
 * far more, on some row.
 */
final class Agreement {
  private static final int BATCHES = 16;
  private static final int ROWS = 32;
  private static final long SEED = 20261126;
  private static final long ENOUGH_NANOS = Duration.ofSeconds(1).toNanos();
  private static final double DOUBLES = 1e-10;
  private static final double FLOATS = 1e-5;
  private static final double NEAR_ZERO = 1e-7;

  private final Model reference;
  private final Model other;

  private Agreement(Model reference, Model other) {
    this.reference = reference;
    this.other = other;
  }

  /** A sentence with the first difference that is found; none where all that was tried agrees. */
  static Optional<String> difference(Model reference, Model other) {
    if (!reference.signature().equals(other.signature())) {
      return Optional.of(
          "inputs and outputs are %s, not %s".formatted(other.signature(), reference.signature()));
    }
    return new Agreement(reference, other).search();
  }

  private Optional<String> search() {
    long end = System.nanoTime() + ENOUGH_NANOS;
    Landmarks landmarks = other.landmarks();
    ProbeRows made = new ProbeRows(reference.signature(), landmarks, SEED);
    for (Batch rows : landmarks.rows()) {
      Optional<String> difference = compare(rows);
      if (difference.isPresent()) {
        return difference;
      }
    }
    for (int i = 0; i < BATCHES; i++) {
      // One row at first: an engine may take long for each.
      Optional<String> difference = compare(made.next(i == 0 ? 1 : ROWS));
      if (difference.isPresent() || System.nanoTime() - end > 0) {
        return difference;
      }
    }
    return Optional.empty();
  }

  private Optional<String> compare(Batch rows) {
    int count = rows.size() == 0 ? 1 : rows.columns().iterator().next().rows();
    Outcome expected = outcome(reference, rows);
    Outcome actual = outcome(other, rows);
    if (expected.answer().isPresent() && actual.answer().isPresent()) {
      return difference(expected.answer().get(), actual.answer().get(), rows);
    }
    if (count == 1) {
      return expected.refused().equals(actual.refused())
          ? Optional.empty()
          : Optional.of("%s, not %s, for %s".formatted(actual, expected, show(rows, 0)));
    }
    for (int row = 0; row < count; row++) {
      Optional<String> difference = compare(row(rows, row));
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  /**
   * What came of scoring a batch.
   *
   * @param refused the field at fault, or nothing where no field is; empty where there is an answer
   */
  private record Outcome(Optional<Batch> answer, Optional<String> refused, String message) {
    @Override
    public String toString() {
      return answer.isPresent() ? "an answer" : "a refusal (" + message + ")";
    }
  }

  private static Outcome outcome(Model model, Batch rows) {
    try {
      return new Outcome(Optional.of(model.score(rows)), Optional.empty(), "");
    } catch (ScoringException e) {
      return new Outcome(
          Optional.empty(), Optional.of(e.field().orElse("")), String.valueOf(e.getMessage()));
    } catch (RuntimeException | StackOverflowError e) {
      return new Outcome(Optional.empty(), Optional.of(e.toString()), e.toString());
    }
  }

  private static Optional<String> difference(Batch expected, Batch actual, Batch rows) {
    for (Column wanted : expected.columns()) {
      Optional<Column> got = actual.column(wanted.name());
      if (got.isEmpty()
          || got.get().type() != wanted.type()
          || !got.get().shape().equals(wanted.shape())) {
        return Optional.of("an output is %s, not %s".formatted(got, wanted));
      }
      int perRow = wanted.rows() == 0 ? 1 : Math.max(1, wanted.length() / wanted.rows());
      for (int i = 0; i < wanted.length(); i++) {
        if (!same(wanted, got.get(), i)) {
          return Optional.of(
              "%s is %s, not %s, for %s"
                  .formatted(
                      wanted.name(),
                      element(got.get(), i),
                      element(wanted, i),
                      show(rows, i / perRow)));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean same(Column wanted, Column got, int i) {
    if (!wanted.isValid(i) || !got.isValid(i)) {
      return wanted.isValid(i) == got.isValid(i);
    }
    Object left = Array.get(wanted.values(), i);
    Object right = Array.get(got.values(), i);
    if (left instanceof Double x && right instanceof Double y) {
      return x.equals(y) || Math.abs(x - y) <= DOUBLES * Math.abs(x);
    }
    if (left instanceof Float x && right instanceof Float y) {
      return x.equals(y) || Math.abs(x - y) <= FLOATS * Math.abs(x) + NEAR_ZERO;
    }
    return left.equals(right);
  }

  private static String element(Column column, int i) {
    return column.isValid(i) ? String.valueOf(Array.get(column.values(), i)) : "missing";
  }

  private static String show(Batch rows, int row) {
    List<String> shown = new ArrayList<>();
    for (Column column : rows.columns()) {
      shown.add(
          column.name() + "=" + (column.rows() == column.length() ? element(column, row) : "..."));
    }
    return String.join(" ", shown);
  }

  private static Batch row(Batch rows, int row) {
    List<Column> columns = new ArrayList<>();
    for (Column column : rows.columns()) {
      int length = column.length() / column.rows();
      long[] shape = column.shape().toArray();
      shape[0] = 1;
      Object values = Array.newInstance(column.type().arrayType().componentType(), length);
      System.arraycopy(column.values(), row * length, values, 0, length);
      BitSet missing = new BitSet();
      for (int i = 0; i < length; i++) {
        missing.set(i, !column.isValid(row * length + i));
      }
      columns.add(
          Column.of(
              column.name(), column.type(), Shape.of(shape), values, Validity.allBut(missing)));
    }
    return Batch.of(columns);
  }
}
