package io.slipway.scoring;

import io.slipway.scoring.EngineInfo.HeldTo.Extent;
import java.lang.reflect.Array;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Whether two engines read a document alike: the same inputs and outputs, and on the document's own
 * rows and on made-up ones the same answers, or refusals of the same field.
 *
 * <p>Numbers may differ by what sums in another order come to. A reading that is wrong is wrong by
 * far more, on some row.
 */
final class Agreement {
  /** So many made-up rows where there is time for them. */
  private static final int ROWS = 480;

  /** And so many at least, however long they take. */
  private static final int LEAST_ROWS = 15;

  private static final int LARGEST_BATCH = 32;
  private static final long SEED = 20261126;
  private static final long ENOUGH_NANOS = Duration.ofSeconds(1).toNanos();
  private static final double DOUBLES = 1e-10;
  private static final double FLOATS = 1e-5;
  private static final double NEAR_ZERO = 1e-7;

  private final Model reference;
  private final Model other;
  private int tried;
  private int answered;
  private Extent extent = Extent.WHOLE;

  private Agreement(Model reference, Model other) {
    this.reference = reference;
    this.other = other;
  }

  /**
   * What a comparison came to.
   *
   * @param difference a sentence with the first that is found; none where all that was tried
   *     agrees, and something was answered. It names rows of the document by their number: they may
   *     be somebody's
   * @param answered how many rows both answered
   * @param extent whether all that was to be tried was
   */
  record Outcome(Optional<String> difference, int answered, Extent extent) {}

  static Outcome of(Model reference, Model other) {
    Optional<String> fields =
        difference("input", reference.signature().inputs(), other.signature().inputs())
            .or(
                () ->
                    difference(
                        "output", reference.signature().outputs(), other.signature().outputs()));
    if (fields.isPresent()) {
      return new Outcome(fields, 0, Extent.WHOLE);
    }
    Agreement agreement = new Agreement(reference, other);
    Optional<String> difference = agreement.search();
    return new Outcome(difference, agreement.answered, agreement.extent);
  }

  private static Optional<String> difference(String what, List<Field> expected, List<Field> got) {
    for (int i = 0; i < Math.min(expected.size(), got.size()); i++) {
      if (!expected.get(i).equals(got.get(i))) {
        return Optional.of("%s %d is %s, not %s".formatted(what, i, got.get(i), expected.get(i)));
      }
    }
    return expected.size() == got.size()
        ? Optional.empty()
        : Optional.of("there are %d %ss, not %d".formatted(got.size(), what, expected.size()));
  }

  private Optional<String> search() {
    Landmarks landmarks = other.landmarks();
    for (Batch rows : landmarks.rows()) {
      Optional<String> difference = compare(rows, row -> "verification row " + (row + 1));
      if (difference.isPresent()) {
        return difference;
      }
    }
    ProbeRows made = new ProbeRows(reference.signature(), landmarks, SEED);
    long end = System.nanoTime() + ENOUGH_NANOS;
    int size = 1;
    for (int rows = 0; rows < ROWS; rows += size, size = Math.min(LARGEST_BATCH, 2 * size)) {
      Batch next = made.next(size);
      Optional<String> difference = compare(next, row -> show(next, row));
      if (difference.isPresent()) {
        return difference;
      }
      if (rows + size >= LEAST_ROWS && rows + size < ROWS && System.nanoTime() - end > 0) {
        extent = Extent.CUT_SHORT;
        break;
      }
    }
    return answered > 0
        ? Optional.empty()
        : Optional.of("not one of the %d rows that were tried is answered".formatted(tried));
  }

  private Optional<String> compare(Batch rows, IntFunction<String> name) {
    int count = rows.rows().orElse(1);
    Reaction expected = react(reference, rows);
    Reaction actual = react(other, rows);
    if (expected.answer().isPresent() && actual.answer().isPresent()) {
      tried += count;
      answered += count;
      return difference(expected.answer().get(), actual.answer().get(), name);
    }
    if (count == 1) {
      tried++;
      return expected.refused().equals(actual.refused())
          ? Optional.empty()
          : Optional.of("%s, not %s, for %s".formatted(actual, expected, name.apply(0)));
    }
    for (int row = 0; row < count; row++) {
      int at = row;
      Optional<String> difference = compare(rows.rows(row, row + 1), alone -> name.apply(at));
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
  private record Reaction(Optional<Batch> answer, Optional<String> refused, String message) {
    @Override
    public String toString() {
      return answer.isPresent() ? "an answer" : "a refusal (" + message + ")";
    }
  }

  private static Reaction react(Model model, Batch rows) {
    try {
      return new Reaction(Optional.of(model.score(rows)), Optional.empty(), "");
    } catch (ScoringException e) {
      return new Reaction(
          Optional.empty(), Optional.of(e.field().orElse("")), String.valueOf(e.getMessage()));
    } catch (RuntimeException | StackOverflowError e) {
      return new Reaction(Optional.empty(), Optional.of(e.toString()), e.toString());
    }
  }

  private static Optional<String> difference(
      Batch expected, Batch actual, IntFunction<String> name) {
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
                      name.apply(i / perRow)));
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
      return x.equals(y) || isNear(x, y, DOUBLES * Math.abs(x));
    }
    if (left instanceof Float x && right instanceof Float y) {
      return x.equals(y) || isNear(x, y, FLOATS * Math.abs(x) + NEAR_ZERO);
    }
    return left.equals(right);
  }

  /** Nothing finite is near to infinity. */
  private static boolean isNear(double x, double y, double tolerance) {
    return Double.isFinite(x) && Double.isFinite(y) && Math.abs(x - y) <= tolerance;
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
}
