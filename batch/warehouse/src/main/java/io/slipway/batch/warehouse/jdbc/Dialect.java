package io.slipway.batch.warehouse.jdbc;

import io.slipway.batch.warehouse.Output;
import io.slipway.batch.warehouse.Quoted;
import io.slipway.batch.warehouse.WarehouseException;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/**
 * How names and types are written, as the driver says.
 *
 * @param quote what is around names
 * @param capitals whether names are in capital letters where nobody quotes them; ours are written
 *     as people find them without quotes
 * @param longestColumn in characters; 0 for any
 */
record Dialect(String quote, Dialect.Capitals capitals, int longestColumn, Types types) {

  /** What becomes of the letters of a name that nobody quotes. */
  enum Capitals {
    UPPER,
    LOWER
  }

  static Dialect of(DatabaseMetaData database) throws SQLException {
    String quote = String.valueOf(database.getIdentifierQuoteString()).strip();
    if (quote.isEmpty()) {
      throw WarehouseException.invalid(
          "the database",
          "its driver knows no way to quote names",
          "use a database that does, or another type of output");
    }
    return new Dialect(
        quote,
        database.storesUpperCaseIdentifiers() ? Capitals.UPPER : Capitals.LOWER,
        database.getMaxColumnNameLength(),
        Types.of(database));
  }

  /** A name of somebody else's, to the letter. */
  String quoted(String name) {
    return quote + name.replace(quote, quote + quote) + quote;
  }

  /** A name of ours. */
  String ours(String name) {
    return quoted(stored(name));
  }

  /** A name of ours as the database lists it. */
  String stored(String name) {
    return capitals == Capitals.UPPER ? name.toUpperCase(Locale.ROOT) : name;
  }

  /** Refuses outputs that no column can be named after. */
  void requireNames(List<Output> outputs) {
    for (Output output : outputs) {
      if (longestColumn > 0 && output.name().length() > longestColumn) {
        throw WarehouseException.invalid(
            "the output " + Quoted.of(output.name()),
            "this database names columns by %d characters at most".formatted(longestColumn),
            "give it a shorter name");
      }
    }
  }
}
