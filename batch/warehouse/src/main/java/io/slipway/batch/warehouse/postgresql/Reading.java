package io.slipway.batch.warehouse.postgresql;

import io.slipway.batch.warehouse.Answer;
import io.slipway.batch.warehouse.Expected;
import io.slipway.batch.warehouse.JdbcValues;
import io.slipway.batch.warehouse.Output;
import io.slipway.batch.warehouse.PastPrediction;
import io.slipway.batch.warehouse.Prediction;
import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.SetVersion;
import io.slipway.batch.warehouse.WarehouseException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads, each time with one statement, which sees one state of everything. */
final class Reading {
  private final Work work;
  private final Names names;

  Reading(Work work, Names names) {
    this.work = work;
    this.names = names;
  }

  Optional<Answer> find(SetName set, Collection<String> keys) {
    // The pointer is looked up twice in what is one state of the database: once for what is said of
    // the set version, and once in a form that lets the other partitions be left alone.
    String pointers = names.pointers();
    // Put together plainly: a formatter would read the same pattern at every look-up.
    String sql =
        "SELECT "
            + VersionRow.COLUMNS
            + ", p.* FROM "
            + pointers
            + " s JOIN "
            + names.versions()
            + " v ON v.set_id = s.current_set_id LEFT JOIN "
            + names.table(set)
            + " p ON p.set_id = (SELECT current_set_id FROM "
            + pointers
            + " WHERE set_name = ?) AND p."
            + Output.KEY
            + " = ANY (?) WHERE s.set_name = ?";
    // No row of a key that PostgreSQL cannot keep is there.
    String[] wanted =
        keys.stream().filter(key -> key.indexOf('\0') < 0).distinct().toArray(String[]::new);
    return read(
            set,
            session -> {
              try (PreparedStatement statement = session.connection().prepareStatement(sql)) {
                statement.setString(1, set.text());
                statement.setArray(2, session.connection().createArrayOf("text", wanted));
                statement.setString(3, set.text());
                try (ResultSet rows = statement.executeQuery()) {
                  return answer(rows);
                }
              }
            })
        .flatMap(answer -> answer);
  }

  private static Optional<Answer> answer(ResultSet rows) throws SQLException {
    if (!rows.next()) {
      return Optional.empty();
    }
    SetVersion version = VersionRow.read(rows);
    JdbcValues values = new JdbcValues(rows, VersionRow.NEXT);
    Map<String, Prediction> predictions = new LinkedHashMap<>();
    do {
      if (values.isThere()) {
        Prediction prediction = values.prediction();
        predictions.put(prediction.key(), prediction);
      }
    } while (rows.next());
    return Optional.of(new Answer(version, values.columns(), predictions));
  }

  List<PastPrediction> history(SetName set, String key, int limit) {
    if (key.indexOf('\0') >= 0) {
      return List.of();
    }
    String sql =
        """
        SELECT %s, p.* FROM %s s JOIN %s v USING (set_name) JOIN %s p ON p.set_id = v.set_id
        WHERE s.set_name = ? AND v.state = 'PUBLISHED' AND p.%s = ? ORDER BY v.set_id DESC LIMIT ?
        """
            .formatted(
                VersionRow.COLUMNS,
                names.pointers(),
                names.versions(),
                names.table(set),
                Output.KEY);
    return read(
            set,
            session -> {
              try (PreparedStatement statement = session.prepare(sql, set.text(), key, limit);
                  ResultSet rows = statement.executeQuery()) {
                JdbcValues values = new JdbcValues(rows, VersionRow.NEXT);
                List<PastPrediction> past = new ArrayList<>();
                while (rows.next()) {
                  past.add(new PastPrediction(VersionRow.read(rows), values.prediction()));
                }
                return past;
              }
            })
        .orElse(List.of());
  }

  List<SetVersion> versions(SetName set) {
    String sql =
        "SELECT %s FROM %s s JOIN %s v USING (set_name) WHERE s.set_name = ? ORDER BY v.set_id DESC"
            .formatted(VersionRow.COLUMNS, names.pointers(), names.versions());
    return read(set, session -> session.list(sql, VersionRow::read, set.text())).orElse(List.of());
  }

  /** Empty also where the tables are of a program that knew of none. */
  Optional<String> summary(SetName set, long setId) {
    String sql =
        "SELECT summary FROM %s WHERE set_name = ? AND set_id = ? AND state <> 'RETIRED' AND summary IS NOT NULL"
            .formatted(names.versions());
    return read(set, session -> session.first(sql, row -> row.getString(1), set.text(), setId))
        .flatMap(summary -> summary);
  }

  /** Empty also where the tables are of a program that kept no note of it. */
  Optional<Expected> replaced(SetName set, long setId) {
    String sql =
        "SELECT %s FROM %s WHERE set_name = ? AND set_id = ? AND %s IS NOT NULL"
            .formatted(VersionRow.REPLACED, names.versions(), VersionRow.REPLACED);
    return read(set, session -> session.first(sql, row -> row.getLong(1), set.text(), setId))
        .flatMap(replaced -> replaced)
        .map(VersionRow::expected);
  }

  void ping() {
    work.plainly("the warehouse", session -> session.run("SELECT 1"));
  }

  /** Empty where there are no tables yet, or none of the columns that are asked for. */
  private <T> Optional<T> read(SetName set, Work.Step<T, WarehouseException> step) {
    return work.<Optional<T>, WarehouseException>plainly(
        set.text(),
        session -> {
          try {
            return Optional.of(twice(session, step));
          } catch (SQLException e) {
            if (Failures.is(e, Failures.UNDEFINED_TABLE)
                || Failures.is(e, Failures.UNDEFINED_COLUMN)) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  private static <T> T twice(Session session, Work.Step<T, WarehouseException> step)
      throws SQLException {
    try {
      return step.in(session);
    } catch (SQLException e) {
      if (Failures.is(e, Failures.PLAN_IS_OLD)) {
        return step.in(session);
      }
      throw e;
    }
  }
}
