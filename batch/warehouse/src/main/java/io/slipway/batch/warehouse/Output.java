package io.slipway.batch.warehouse;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A column of predictions: what it is called and what it holds. */
public record Output(String name, DataType type) {
  /** Which set version a row is of. */
  public static final String SET_ID = "set_id";

  /** What a row is found by. */
  public static final String KEY = "prediction_key";

  /**
   * In bytes: so long a text can be a primary key in every database, with two bytes a character
   * too. Warehouses that are made for one database keep longer ones.
   */
  public static final int LONGEST_KEY_ANYWHERE = 450;

  /** Why a row could not be scored. */
  public static final String ERROR = "prediction_error";

  private static final int LONGEST_BYTES = 63;

  /** Ours, and those that PostgreSQL's tables have by themselves. */
  private static final Set<String> TAKEN =
      Set.of(SET_ID, KEY, ERROR, "tableoid", "xmin", "xmax", "cmin", "cmax", "ctid");

  public Output {
    if (name.isEmpty()
        || name.indexOf('\0') >= 0
        || name.getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES) {
      throw WarehouseException.invalid(
          "the output " + Quoted.of(name),
          "no column can be named so",
          "give it a name of 1 to %d bytes".formatted(LONGEST_BYTES));
    }
    if (TAKEN.contains(folded(name))) {
      throw WarehouseException.invalid(
          "the output " + Quoted.of(name),
          "every prediction set has a column of this name already",
          "give it another name");
    }
  }

  /**
   * Its column, if there is one.
   *
   * @throws IllegalArgumentException if it is of another type
   */
  public Optional<Column> in(Batch values) {
    Optional<Column> column = values.column(name);
    if (column.filter(found -> found.type() != type).isPresent()) {
      throw new IllegalArgumentException("%s was announced as %s".formatted(column.get(), type));
    }
    return column;
  }

  /** What the name of a column is to a database that does not tell A from a. */
  public static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Refuses two that one database would take for the same. */
  public static void requireDistinct(List<Output> outputs) {
    Set<String> seen = new HashSet<>();
    for (Output output : outputs) {
      if (!seen.add(folded(output.name()))) {
        throw WarehouseException.invalid(
            "the output " + Quoted.of(output.name()),
            "another differs from it in capital letters at most",
            "give one of the two another name");
      }
    }
  }
}
