package io.slipway.tabular;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.Engine;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Validity;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The reference evaluator, where it is on the class path, and comparisons with it. */
final class Reference {
  private static final int MOST_SHOWN = 5;

  private static final Optional<Engine> ENGINE =
      ServiceLoader.load(Engine.class).stream()
          .map(ServiceLoader.Provider::get)
          .filter(engine -> engine.name().equals("jpmml"))
          .findFirst();

  /** How far apart numbers may be. */
  enum Closeness {
    /** The same, or neighbours in floating point. */
    ONE_ULP {
      @Override
      boolean accepts(double expected, double actual) {
        return Math.abs(expected - actual) <= Math.ulp(expected);
      }
    },
    /**
     * For likelihoods, which both engines take to logarithms and back by functions that round
     * differently.
     */
    TWELVE_DIGITS {
      @Override
      boolean accepts(double expected, double actual) {
        return Math.abs(expected - actual) <= 1e-12 * Math.abs(expected);
      }
    },
    /** For what remains where one such number is taken from another. */
    TWELVE_PLACES {
      @Override
      boolean accepts(double expected, double actual) {
        return Math.abs(expected - actual) <= 1e-12 * Math.max(1, Math.abs(expected));
      }
    };

    /**
     * How close a document's answers are: bit for bit, but for those that the normal distribution
     * is asked for, whose logarithms and powers differ by a bit now and then.
     */
    static Closeness of(String document) {
      return document.contains("probit") ? TWELVE_PLACES : ONE_ULP;
    }

    abstract boolean accepts(double expected, double actual);
  }

  /**
   * What came of a comparison.
   *
   * @param answered rows that both answered
   * @param differences sentences; none where all agree
   */
  record Outcome(int answered, List<String> differences) {}

  private Reference() {}

  /** A document loaded by the reference evaluator; skips the test where there is none. */
  static Model load(Path file) throws ModelLoadException {
    assumeTrue(ENGINE.isPresent(), "slipway-pmml is not built: there is no reference evaluator");
    return ENGINE.orElseThrow().load(file, LoadOptions.cpu());
  }

  /**
   * Scores rows with both and says where they differ. Rows that one refuses the other must refuse,
   * naming the same field where it names one.
   */
  static Outcome compare(Model expected, Model actual, Batch rows, Closeness closeness) {
    int count = rows.columns().iterator().next().rows();
    try {
      return new Outcome(
          count, differences(expected.score(rows), actual.score(rows), rows, closeness));
    } catch (ScoringException e) {
      return count == 1
          ? new Outcome(0, refusals(expected, actual, rows))
          : oneByOne(expected, actual, rows, closeness);
    }
  }

  private static Outcome oneByOne(Model expected, Model actual, Batch rows, Closeness closeness) {
    int count = rows.columns().iterator().next().rows();
    int answered = 0;
    List<String> differences = new ArrayList<>();
    for (int row = 0; row < count && differences.size() < MOST_SHOWN; row++) {
      Outcome outcome = compare(expected, actual, row(rows, row), closeness);
      answered += outcome.answered();
      differences.addAll(outcome.differences());
    }
    return new Outcome(answered, differences);
  }

  private static List<String> refusals(Model expected, Model actual, Batch row) {
    return refusal(expected, row).equals(refusal(actual, row))
        ? List.of()
        : List.of(
            "refused by one: expected %s, actual %s, for %s"
                .formatted(message(expected, row), message(actual, row), show(row, 0)));
  }

  private static String message(Model model, Batch row) {
    try {
      model.score(row);
      return "an answer";
    } catch (ScoringException e) {
      return "\"" + e.getMessage() + "\"";
    }
  }

  private static String refusal(Model model, Batch row) {
    try {
      model.score(row);
      return "an answer";
    } catch (ScoringException e) {
      return "a refusal" + e.field().map(field -> " of " + field).orElse("");
    }
  }

  private static List<String> differences(
      Batch expected, Batch actual, Batch rows, Closeness closeness) {
    List<String> differences = new ArrayList<>();
    if (!names(expected).equals(names(actual))) {
      return List.of("outputs are " + names(actual) + ", not " + names(expected));
    }
    for (Column wanted : expected.columns()) {
      Column got = actual.column(wanted.name()).orElseThrow();
      if (got.type() != wanted.type() || got.length() != wanted.length()) {
        differences.add(got + ", not " + wanted);
        continue;
      }
      for (int row = 0; row < wanted.length() && differences.size() < MOST_SHOWN; row++) {
        if (!same(wanted, got, row, closeness)) {
          differences.add(
              "row %d, %s is %s, not %s, for %s"
                  .formatted(
                      row,
                      wanted.name(),
                      element(got, row),
                      element(wanted, row),
                      show(rows, row)));
        }
      }
    }
    return differences;
  }

  private static List<String> names(Batch batch) {
    return batch.columns().stream().map(Column::name).toList();
  }

  private static boolean same(Column wanted, Column got, int row, Closeness closeness) {
    if (wanted.isValid(row) != got.isValid(row)) {
      return false;
    }
    if (!wanted.isValid(row)) {
      return true;
    }
    Object left = Array.get(wanted.values(), row);
    Object right = Array.get(got.values(), row);
    if (left instanceof Double x && right instanceof Double y) {
      return x.equals(y) || closeness.accepts(x, y);
    }
    if (left instanceof Float x && right instanceof Float y) {
      return x.equals(y) || Math.abs(x - y) <= Math.ulp(x);
    }
    return left.equals(right);
  }

  private static String element(Column column, int row) {
    return column.isValid(row) ? String.valueOf(Array.get(column.values(), row)) : "missing";
  }

  private static String show(Batch rows, int row) {
    StringBuilder shown = new StringBuilder();
    for (Column column : rows.columns()) {
      shown.append(column.name()).append('=').append(element(column, row)).append(' ');
    }
    return shown.toString();
  }

  private static Batch row(Batch rows, int row) {
    List<Column> columns = new ArrayList<>();
    for (Column column : rows.columns()) {
      Object value = Array.newInstance(column.type().arrayType().componentType(), 1);
      Array.set(value, 0, Array.get(column.values(), row));
      BitSet missing = new BitSet();
      missing.set(0, !column.isValid(row));
      columns.add(
          Column.of(column.name(), column.type(), Shape.of(1), value, Validity.allBut(missing)));
    }
    return Batch.of(columns);
  }
}
