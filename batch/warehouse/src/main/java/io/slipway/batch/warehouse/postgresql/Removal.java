package io.slipway.batch.warehouse.postgresql;

import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.SetVersion.State;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes away tables that no set version needs, whoever left them there and however far he came.
 * Readers are waited for and never made to wait.
 */
final class Removal {
  private static final Pattern PARTITION = Pattern.compile("rows_([0-9]+)_([0-9]+)");

  /** How long readers of a partition may keep it. After that it is tried again next time. */
  private static final Duration READERS = Duration.ofMinutes(1);

  private final Work work;
  private final Names names;
  private final SetName set;

  Removal(Work work, Names names, SetName set) {
    this.work = work;
    this.names = names;
    this.set = set;
  }

  private enum Attachment {
    NONE,
    WHOLE,
    /** Somebody began to detach it and did not end. */
    PENDING
  }

  private record Table(String name, long setId, int attempt, Attachment attachment) {}

  private record Version(long setId, State state, int attempt) {}

  /** Returns how many there were; none while another process is at it. */
  int remove() {
    return work.plainly(
        set.text(),
        session -> {
          boolean first =
              session
                  .first(
                      "SELECT pg_try_advisory_lock(hashtextextended(?, 0))",
                      row -> row.getBoolean(1),
                      names.table(set))
                  .orElseThrow();
          // The lock ends with the connection.
          return first ? remove(session) : 0;
        });
  }

  private int remove(Session session) throws SQLException {
    Map<Long, Version> versions = new HashMap<>();
    session
        .list(
            "SELECT set_id, state, attempt FROM " + names.versions() + " WHERE set_name = ?",
            row -> new Version(row.getLong(1), State.valueOf(row.getString(2)), row.getInt(3)),
            set.text())
        .forEach(version -> versions.put(version.setId(), version));
    List<Table> unneeded =
        tables(session).stream().filter(table -> isUnneeded(table, versions)).toList();
    session.run("SET lock_timeout = " + READERS.toMillis());
    // One that is pending keeps others from being detached.
    for (Table table : unneeded) {
      if (table.attachment() == Attachment.PENDING) {
        detach(session, table, "FINALIZE");
      }
    }
    for (Table table : unneeded) {
      if (table.attachment() == Attachment.WHOLE) {
        detach(session, table, "CONCURRENTLY");
      }
      session.run("DROP TABLE IF EXISTS " + names.in(table.name()));
    }
    return unneeded.size();
  }

  private static boolean isUnneeded(Table table, Map<Long, Version> ofThisSet) {
    return Optional.ofNullable(ofThisSet.get(table.setId()))
        .filter(version -> version.state() == State.RETIRED || version.attempt() != table.attempt())
        .isPresent();
  }

  private void detach(Session session, Table table, String how) throws SQLException {
    session.run(
        "ALTER TABLE %s DETACH PARTITION %s %s"
            .formatted(names.table(set), names.in(table.name()), how));
  }

  private List<Table> tables(Session session) throws SQLException {
    return session.list(
        """
        SELECT c.relname, CASE WHEN i.inhrelid IS NULL THEN 'NONE' WHEN i.inhdetachpending THEN 'PENDING' ELSE 'WHOLE' END
        FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
        WHERE c.relnamespace = to_regnamespace(?) AND c.relkind = 'r' AND c.relname ~ ?
        ORDER BY c.relname
        """,
        row -> {
          Matcher name = PARTITION.matcher(row.getString(1));
          if (!name.matches()) {
            throw new IllegalStateException(row.getString(1));
          }
          return new Table(
              name.group(),
              Long.parseLong(name.group(1)),
              Integer.parseInt(name.group(2)),
              Attachment.valueOf(row.getString(2)));
        },
        Names.quoted(names.schema()),
        Names.PARTITION_FORM);
  }
}
