package io.slipway.batch.warehouse.postgresql;

import io.slipway.batch.warehouse.Output;
import io.slipway.batch.warehouse.Quoted;
import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.StoredType;
import io.slipway.batch.warehouse.WarehouseException;
import io.slipway.batch.warehouse.WarehouseException.Kind;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The table that all set versions of a set are partitions of, and the view of the current one. Its
 * columns only become more.
 */
final class SetTable {
  /** Readers behind us wait as long as we do, so that we do not wait long but often. */
  private static final Duration LOCK = Duration.ofMillis(200);

  private static final Duration BETWEEN = Duration.ofMillis(100);

  private final Work work;
  private final Names names;
  private final SetName set;

  SetTable(Work work, Names names, SetName set) {
    this.work = work;
    this.names = names;
    this.set = set;
  }

  /** Makes it, or gives it the columns that it lacks. */
  void haveColumns(List<Output> outputs, Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        work.together(set.text(), session -> change(session, outputs));
        return;
      } catch (WarehouseException e) {
        if (e.kind() != Kind.BUSY || System.nanoTime() > end) {
          throw e;
        }
      }
      Thread.sleep(BETWEEN);
    }
  }

  private boolean change(Session session, List<Output> outputs) throws SQLException {
    session.waitForLocks(LOCK);
    session.run(
        "SELECT 1 FROM " + names.pointers() + " WHERE set_name = ? FOR NO KEY UPDATE", set.text());
    Map<String, String> there = columns(session, names.table(set));
    if (there.isEmpty()) {
      make(session, outputs);
      return true;
    }
    List<Output> missing =
        outputs.stream().filter(output -> !there.containsKey(output.name())).toList();
    outputs.forEach(output -> requireSameType(output, there));
    if (missing.isEmpty()) {
      return false;
    }
    session.run(
        "ALTER TABLE "
            + names.table(set)
            + missing.stream()
                .map(output -> " ADD COLUMN " + declared(output))
                .collect(Collectors.joining(",")));
    makeView(session);
    return true;
  }

  private void requireSameType(Output output, Map<String, String> there) {
    String wanted = StoredType.of(output.type()).sql();
    String is = there.getOrDefault(output.name(), wanted);
    if (!is.equals(wanted)) {
      throw WarehouseException.invalid(
          "the output " + Quoted.of(output.name()),
          "it would be %s, and is %s in the table %s".formatted(wanted, is, names.table(set)),
          "give the output another name, or these predictions a prediction set of their own");
    }
  }

  private void make(Session session, List<Output> outputs) throws SQLException {
    String columns =
        Stream.concat(
                Stream.of(
                    Output.SET_ID + " bigint NOT NULL",
                    // Compared byte by byte: no library's idea of an order can break the index.
                    Output.KEY + " text COLLATE \"C\" NOT NULL",
                    Output.ERROR + " text"),
                outputs.stream().map(SetTable::declared))
            .collect(Collectors.joining(", "));
    session.run(
        "CREATE TABLE %s (%s, PRIMARY KEY (%s, %s)) PARTITION BY LIST (%s)"
            .formatted(names.table(set), columns, Output.SET_ID, Output.KEY, Output.SET_ID));
    makeView(session);
  }

  /** With the pointer looked up first, so that other partitions are never opened. */
  private void makeView(Session session) throws SQLException {
    String columns =
        columns(session, names.table(set)).keySet().stream()
            .map(Names::quoted)
            .collect(Collectors.joining(", "));
    session.run(
        "CREATE OR REPLACE VIEW %s AS SELECT %s FROM %s WHERE %s = (SELECT current_set_id FROM %s WHERE set_name = %s)"
            .formatted(
                names.view(set),
                columns,
                names.table(set),
                Output.SET_ID,
                names.pointers(),
                Names.literal(set.text())));
  }

  private static String declared(Output output) {
    return Names.quoted(output.name()) + " " + StoredType.of(output.type()).sql();
  }

  /**
   * Makes a partition of it that it has not yet. It gets the columns that the table has got since
   * it was made.
   */
  void attach(Session session, String partition, long setId) throws SQLException {
    String table = names.table(set);
    // Without its partitions, which a vacuum may be at.
    session.run("LOCK TABLE ONLY " + table + " IN SHARE UPDATE EXCLUSIVE MODE");
    Map<String, String> here = columns(session, partition);
    for (Map.Entry<String, String> column : columns(session, table).entrySet()) {
      if (!here.containsKey(column.getKey())) {
        session.run(
            "ALTER TABLE %s ADD COLUMN %s %s"
                .formatted(partition, Names.quoted(column.getKey()), column.getValue()));
      }
    }
    session.run(
        "ALTER TABLE %s ATTACH PARTITION %s FOR VALUES IN (%d)".formatted(table, partition, setId));
  }

  /** Types by name, in order; none where there is no such table. */
  static Map<String, String> columns(Session session, String table) throws SQLException {
    record Attribute(String name, String type) {}
    Map<String, String> columns = new LinkedHashMap<>();
    session
        .list(
            """
            SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
            WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped ORDER BY attnum
            """,
            row -> new Attribute(row.getString(1), row.getString(2)),
            table)
        .forEach(attribute -> columns.put(attribute.name(), attribute.type()));
    return columns;
  }
}
