package io.slipway.tabular.text;

import io.slipway.tabular.form.Frame;
import io.slipway.tabular.form.Values;
import java.util.List;
import java.util.Optional;

/** A text that tables of replacements were applied to, before its words are counted. */
public record Normalizing(List<Table> tables, TextSlots given) implements Making {
  /** How often a table is applied again, at most: one that has an end needs a few times. */
  private static final int MOST_TIMES = 1000;

  public Normalizing {
    tables = List.copyOf(tables);
  }

  /** How often a table is applied. */
  public enum Times {
    ONCE,
    UNTIL_NOTHING_CHANGES
  }

  /** Replacements, one after the other. */
  public record Table(List<Row> rows, Times times) {
    public Table {
      rows = List.copyOf(rows);
    }
  }

  /** A replacement of each match. */
  public record Row(Expression expression, Replacement replacement) {}

  @Override
  public Optional<String> text(Frame frame, int row) {
    Optional<String> text = given.text(frame, row);
    for (Table table : tables) {
      text = text.flatMap(before -> applied(table, before));
    }
    return text;
  }

  private static Optional<String> applied(Table table, String text) {
    String before = text;
    for (int time = 0; time < MOST_TIMES; time++) {
      Optional<String> after = appliedOnce(table, before);
      if (table.times() == Times.ONCE || after.isEmpty() || after.get().equals(before)) {
        return after;
      }
      before = after.get();
    }
    return Optional.empty();
  }

  private static Optional<String> appliedOnce(Table table, String text) {
    Optional<String> applied = Optional.of(text);
    for (Row row : table.rows()) {
      applied = applied.flatMap(now -> row.expression().replaced(now, row.replacement()));
    }
    return applied;
  }

  /** No text has no words. */
  @Override
  public double without(Frame frame, int row) {
    double code = frame.number(row, given.slot());
    return Double.isNaN(code) ? code : Values.FAILED;
  }
}
