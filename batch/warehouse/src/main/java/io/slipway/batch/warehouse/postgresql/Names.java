package io.slipway.batch.warehouse.postgresql;

import io.slipway.batch.warehouse.SetName;

/** What things are called in SQL. Every name is quoted, so that none is ever read as SQL. */
record Names(String schema) {
  static final String PARTITION_FORM = "^rows_[0-9]+_[0-9]+$";

  String pointers() {
    return in("set_pointer");
  }

  String versions() {
    return in("set_version");
  }

  /** The table of a set, which is read. Names have no underscores, so that no two become one. */
  String table(SetName set) {
    return in("prediction_" + set.text().replace('-', '_'));
  }

  /** What shows the current set version alone. */
  String view(SetName set) {
    return in("current_" + set.text().replace('-', '_'));
  }

  String partition(long setId, int attempt) {
    return in("rows_%d_%d".formatted(setId, attempt));
  }

  String in(String name) {
    return quoted(schema) + "." + quoted(name);
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static String literal(String text) {
    return '\'' + text.replace("'", "''") + '\'';
  }
}
