package io.slipway.batch.warehouse.jdbc;

import io.slipway.batch.warehouse.StoredType;
import java.sql.DatabaseMetaData;
import java.sql.JDBCType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How a database declares what is kept, by the types that its driver lists. Numbers have the names
 * of the standard, but for what a driver says that it lacks.
 */
final class Types {
  /** From this length on a VARCHAR holds any text that there is. */
  private static final long ANY_TEXT = 1_000_000;

  private static final Set<String> TRUTHS = Set.of("boolean", "bool", "bit");
  private static final Set<String> VARCHARS =
      Set.of("varchar", "character varying", "varchar2", "nvarchar", "nvarchar2");

  private final List<Listed> listed;

  /**
   * A type that the driver lists.
   *
   * @param precision in characters, for texts
   */
  record Listed(String name, int code, long precision) {}

  Types(List<Listed> listed) {
    this.listed = List.copyOf(listed);
  }

  static Types of(DatabaseMetaData database) throws SQLException {
    List<Listed> listed = new ArrayList<>();
    try (ResultSet types = database.getTypeInfo()) {
      while (types.next()) {
        listed.add(
            new Listed(
                types.getString("TYPE_NAME"),
                types.getInt("DATA_TYPE"),
                types.getLong("PRECISION")));
      }
    }
    return new Types(listed);
  }

  /** As a column is declared. */
  String declared(StoredType type) {
    return switch (type) {
      case BOOLEAN -> truth();
      case SMALLINT -> "SMALLINT";
      case INTEGER -> "INTEGER";
      case BIGINT -> has(JDBCType.BIGINT) ? "BIGINT" : "NUMERIC(19,0)";
      case NUMERIC -> "NUMERIC(20,0)";
      // Where there are binary numbers by this name, those of the standard are decimal ones, which
      // lose the smallest.
      case REAL -> named("BINARY_FLOAT").orElse("REAL");
      case DOUBLE -> named("BINARY_DOUBLE").orElse("DOUBLE PRECISION");
      case TEXT -> text();
    };
  }

  /** A short text, of a length up to which it can be a key. */
  String varchar(int length) {
    return "%s(%d)".formatted(varchar().map(Listed::name).orElse("VARCHAR"), length);
  }

  /** Any text: the VARCHAR, if it is long enough, or else the largest object for characters. */
  private String text() {
    Optional<Listed> varchar = varchar();
    if (varchar.isPresent() && varchar.get().precision() >= ANY_TEXT) {
      return varchar((int) Math.min(varchar.get().precision(), Integer.MAX_VALUE));
    }
    return Stream.of(JDBCType.CLOB, national(JDBCType.LONGNVARCHAR), JDBCType.LONGVARCHAR)
        .flatMap(type -> of(type).max(Comparator.comparingLong(Listed::precision)).stream())
        .map(Listed::name)
        .findFirst()
        .orElse("CLOB");
  }

  /** Where there is one for all languages, the plain one may hold those of one alone. */
  private Optional<Listed> varchar() {
    return Stream.of(JDBCType.NVARCHAR, JDBCType.VARCHAR)
        .flatMap(this::of)
        .filter(type -> VARCHARS.contains(type.name().toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  private JDBCType national(JDBCType type) {
    return has(JDBCType.NVARCHAR) ? type : JDBCType.LONGVARCHAR;
  }

  /** Numbers, 1 for true, where there are no truths. */
  private String truth() {
    return Stream.of(JDBCType.BOOLEAN, JDBCType.BIT)
        .flatMap(this::of)
        .map(Listed::name)
        .filter(name -> TRUTHS.contains(name.toLowerCase(Locale.ROOT)))
        .min(Comparator.comparingInt(name -> -name.length()))
        .orElse("SMALLINT");
  }

  private Optional<String> named(String name) {
    return listed.stream().map(Listed::name).filter(name::equalsIgnoreCase).findFirst();
  }

  private boolean has(JDBCType type) {
    return of(type).findAny().isPresent();
  }

  private Stream<Listed> of(JDBCType type) {
    return listed.stream().filter(one -> one.code() == type.getVendorTypeNumber());
  }
}
