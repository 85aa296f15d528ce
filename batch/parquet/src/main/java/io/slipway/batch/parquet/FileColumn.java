package io.slipway.batch.parquet;

import io.slipway.batch.warehouse.duckdb.PredictionTable;
import java.util.Optional;
import java.util.Set;

/**
 * A column of a Parquet file.
 *
 * @param type as DuckDB names it
 */
record FileColumn(String name, String type) {
  private static final Set<String> WHOLE_NUMBERS =
      Set.of(
          "TINYINT",
          "SMALLINT",
          "INTEGER",
          "BIGINT",
          "UTINYINT",
          "USMALLINT",
          "UINTEGER",
          "UBIGINT",
          "HUGEINT",
          "UHUGEINT");
  private static final Set<String> AS_THEY_ARE =
      Set.of(
          "BOOLEAN",
          "FLOAT",
          "DOUBLE",
          "VARCHAR",
          "DATE",
          "TIMESTAMP",
          "TIMESTAMP_S",
          "TIMESTAMP_MS",
          "TIMESTAMP_NS",
          "TIMESTAMP WITH TIME ZONE");
  private static final Set<String> AS_TEXT = Set.of("TIME", "UUID");

  /** What to select in order to say its values in JSON; empty if JSON has no such values. */
  Optional<String> expression() {
    String quoted = PredictionTable.quoted(name);
    if (WHOLE_NUMBERS.contains(type) || AS_THEY_ARE.contains(type) || type.startsWith("DECIMAL(")) {
      return Optional.of(quoted);
    }
    if (AS_TEXT.contains(type) || type.startsWith("ENUM(")) {
      return Optional.of("CAST(%s AS VARCHAR)".formatted(quoted));
    }
    // What is not a number of JSON is text in the pod's requests.
    return isList()
        ? Optional.of(
            "regexp_replace(CAST(to_json(%s) AS VARCHAR), '-?(NaN|Infinity)', '\"\\0\"', 'g')"
                .formatted(quoted))
        : Optional.empty();
  }

  /** The same where its values are to be text. */
  Optional<String> textExpression() {
    return WHOLE_NUMBERS.contains(type)
        ? Optional.of("CAST(%s AS VARCHAR)".formatted(PredictionTable.quoted(name)))
        : expression();
  }

  /** Numbers or truth values in lists, which are tensors. */
  boolean isList() {
    int end = type.indexOf('[');
    if (end < 0 || !type.endsWith("]")) {
      return false;
    }
    String element = type.substring(0, end);
    return WHOLE_NUMBERS.contains(element)
        || element.equals("FLOAT")
        || element.equals("DOUBLE")
        || element.equals("BOOLEAN");
  }
}
