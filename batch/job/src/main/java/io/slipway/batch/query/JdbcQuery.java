package io.slipway.batch.query;

import io.slipway.batch.database.Database;
import io.slipway.batch.input.Lines;
import io.slipway.batch.plan.InputFile;
import io.slipway.batch.plan.Plan;
import io.slipway.batch.plan.Slice;
import io.slipway.batch.plan.Split;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A query of a database over JDBC. A plan has a file for each range, whose bytes are rows and whose
 * mark says where it begins and ends.
 *
 * @param sql a SELECT that can be asked as {@code SELECT … FROM (sql) q}
 * @param cut without it, all rows are one split
 */
public record JdbcQuery(Database database, String sql, Optional<Cut> cut) implements Query {
  private static final int ROWS_AT_ONCE = 1_000;

  /**
   * How rows are cut into splits.
   *
   * @param column of whole numbers
   * @param ranges how many at most, 1 or more
   */
  public record Cut(String column, int ranges) {}

  private record LeastAndMost(BigDecimal least, BigDecimal most) {}

  @Override
  public Plan plan() throws IOException {
    try (Connection connection = database.read()) {
      QueryTable table = QueryTable.of(connection, sql);
      Ranges ranges = new Ranges(List.of(Range.ALL));
      String column = "";
      if (cut.isPresent()) {
        column = table.reference(table.required(cut.get().column()));
        ranges = ranges(connection, table, column, cut.get());
      }
      Plan plan = plan(ranges.counted(rows(connection, table, ranges, column)));
      connection.rollback();
      return plan;
    } catch (SQLException e) {
      throw QueryException.of(e);
    }
  }

  private static Ranges ranges(Connection connection, QueryTable table, String column, Cut cut)
      throws SQLException, QueryException {
    String sql = "SELECT min(%1$s), max(%1$s) FROM %2$s".formatted(column, table.source());
    Optional<LeastAndMost> found = Optional.empty();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      if (row.next() && row.getObject(1) != null) {
        found =
            Optional.of(
                new LeastAndMost(number(row.getObject(1), cut), number(row.getObject(2), cut)));
      }
    }
    if (found.isEmpty()) {
      return new Ranges(List.of(Range.ALL)); // no row has a value
    }
    return Ranges.between(
        whole(found.get().least(), cut), whole(found.get().most(), cut), cut.ranges());
  }

  private static BigDecimal number(Object value, Cut cut) throws QueryException {
    try {
      return new BigDecimal(value.toString());
    } catch (NumberFormatException _) {
      throw noWholeNumber(value, cut);
    }
  }

  private static long whole(BigDecimal value, Cut cut) throws QueryException {
    try {
      return value.longValueExact();
    } catch (ArithmeticException _) {
      throw noWholeNumber(value, cut);
    }
  }

  private static QueryException noWholeNumber(Object value, Cut cut) {
    return QueryException.invalid(
        "partitionColumn %s has the value %s, and has to have whole numbers of 64 bits; name another column, or leave partitionColumn and partitions out"
            .formatted(cut.column(), value));
  }

  private static long[] rows(Connection connection, QueryTable table, Ranges ranges, String column)
      throws SQLException {
    String sql =
        "SELECT place, count(*) FROM (SELECT %s AS place FROM %s) r GROUP BY place"
            .formatted(ranges.place(column), table.source());
    long[] rows = new long[ranges.all().size()];
    try (Statement statement = connection.createStatement();
        ResultSet counts = statement.executeQuery(sql)) {
      while (counts.next()) {
        rows[counts.getInt(1)] = counts.getLong(2);
      }
    }
    return rows;
  }

  private static Plan plan(List<Ranges.Counted> ranges) {
    List<InputFile> files = new ArrayList<>();
    List<Split> splits = new ArrayList<>();
    for (Ranges.Counted counted : ranges) {
      String name = "range-%05d".formatted(files.size());
      files.add(new InputFile(name, counted.rows(), counted.range().mark()));
      splits.add(new Split(splits.size(), List.of(new Slice(name, 0, counted.rows()))));
    }
    return new Plan(files, splits);
  }

  @Override
  public Lines lines(Plan plan, Split split, Wanted wanted) throws IOException {
    // A range is one slice, and one slice is all of a range.
    String name = split.slices().getFirst().file();
    InputFile planned =
        plan.files().stream().filter(file -> file.name().equals(name)).findFirst().orElseThrow();
    try {
      Connection connection = database.read();
      boolean open = false;
      try {
        Lines lines = lines(connection, planned, wanted);
        open = true;
        return lines;
      } finally {
        if (!open) {
          connection.close();
        }
      }
    } catch (SQLException e) {
      throw QueryException.of(e);
    }
  }

  private Lines lines(Connection connection, InputFile planned, Wanted wanted)
      throws SQLException, IOException {
    QueryTable table = QueryTable.of(connection, sql);
    Map<String, String> columns = columns(table, wanted);
    Range range = Range.of(planned.mark());
    String column = "";
    if (cut.isPresent()) {
      column = table.reference(table.required(cut.get().column()));
    }
    List<String> references = columns.values().stream().map(table::reference).toList();
    Statement statement = connection.createStatement();
    // More are not brought here at once: a table does not fit in the memory of a pod.
    statement.setFetchSize(ROWS_AT_ONCE);
    ResultSet rows =
        statement.executeQuery(
            "SELECT %s FROM %s%s"
                .formatted(String.join(", ", references), table.source(), range.condition(column)));
    List<ColumnValues> values = new ArrayList<>();
    for (String field : columns.keySet()) {
      ColumnValues.Form form =
          wanted.texts().contains(field)
              ? ColumnValues.Form.NUMBERS_AS_TEXT
              : ColumnValues.Form.AS_IT_IS;
      values.add(ColumnValues.of(field, rows.getMetaData(), values.size() + 1, form));
    }
    String words = range.words(cut.map(Cut::column).orElse(""));
    return new QueryLines(words, planned.bytes(), connection, statement, rows, values);
  }

  /** The columns that are read, by the fields that they are said as. */
  private static Map<String, String> columns(QueryTable table, Wanted wanted)
      throws QueryException {
    Map<String, String> columns = new TreeMap<>();
    for (String field : wanted.columns()) {
      table.column(field).ifPresent(column -> columns.put(field, column));
    }
    for (String field : wanted.required()) {
      columns.put(field, table.required(field));
    }
    return columns;
  }
}
