package io.slipway.batch.warehouse.postgresql;

import io.slipway.batch.warehouse.Expected;
import io.slipway.batch.warehouse.Retention;
import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.SetVersion;
import io.slipway.batch.warehouse.SetVersion.State;
import io.slipway.batch.warehouse.WarehouseException;
import io.slipway.batch.warehouse.WarehouseException.Kind;
import io.slipway.batch.warehouse.postgresql.PostgresConfig.Timing;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which set version is current, and which can become it: changed by one at a time. */
final class Pointer {
  private final Work work;
  private final Names names;
  private final Timing timing;
  private final SetName set;

  Pointer(Work work, Names names, Timing timing, SetName set) {
    this.work = work;
    this.names = names;
    this.timing = timing;
    this.set = set;
  }

  /** Does nothing where it points there already. */
  void moveTo(long setId, Expected expected) {
    work.together(
        set.text(),
        session -> {
          Expected current = lock(session);
          if (current.equals(new Expected.At(setId))) {
            return false;
          }
          SetVersion version = find(session, setId);
          if (!version.state().isWhole()) {
            throw new WarehouseException(
                version.state() == State.LOADING ? Kind.BUSY : Kind.INVALID,
                object(setId),
                "it is " + version.state(),
                "publish one that is LOADED or PUBLISHED");
          }
          if (!current.equals(expected)) {
            throw moved(current, expected);
          }
          session.run(
              "UPDATE "
                  + names.versions()
                  + " SET left_at = now() WHERE set_id = (SELECT current_set_id FROM "
                  + names.pointers()
                  + " WHERE set_name = ?)",
              set.text());
          if (version.publishedAt().isEmpty()) {
            noteReplaced(session, setId, current);
          }
          session.run(
              "UPDATE "
                  + names.versions()
                  + " SET state = 'PUBLISHED', published_at = coalesce(published_at, now()),"
                  + " left_at = NULL WHERE set_id = ?",
              setId);
          session.run(
              "UPDATE "
                  + names.pointers()
                  + " SET current_set_id = ?, moved_at = now() WHERE set_name = ?",
              setId,
              set.text());
          return true;
        });
  }

  /** Where the schema is of a program that kept no note of it, whoever migrates it makes room. */
  private void noteReplaced(Session session, long setId, Expected current) throws SQLException {
    if (SetTable.columns(session, names.versions()).containsKey(VersionRow.REPLACED)) {
      session.run(
          "UPDATE %s SET %s = ? WHERE set_id = ?".formatted(names.versions(), VersionRow.REPLACED),
          VersionRow.number(current),
          setId);
    }
  }

  private WarehouseException moved(Expected current, Expected expected) {
    return new WarehouseException(
        Kind.CONFLICT,
        set.text(),
        "the current set version is %s, not %s".formatted(text(current), text(expected)),
        "see who published it, and decide again");
  }

  private static String text(Expected expected) {
    return switch (expected) {
      case Expected.Nothing() -> "none";
      case Expected.At(long setId) -> Long.toString(setId);
    };
  }

  void retire(long setId) {
    work.together(
        set.text(),
        session -> {
          Expected current = lock(session);
          SetVersion version = find(session, setId);
          if (current.equals(new Expected.At(setId))) {
            throw new WarehouseException(
                Kind.BUSY, object(setId), "it is the current one", "publish another one first");
          }
          if (version.state() != State.RETIRED && mark(session, List.of(setId)).isEmpty()) {
            throw new WarehouseException(
                Kind.BUSY,
                object(setId),
                "readers may still be at it, for the pointer has just moved, or a loader is",
                "try again in a minute");
          }
          return true;
        });
  }

  List<SetVersion> retireAllBut(int keep) {
    return work.together(
        set.text(),
        session -> {
          lock(session);
          List<SetVersion> superseded = Retention.superseded(versions(session), keep);
          List<Long> marked = mark(session, superseded.stream().map(SetVersion::setId).toList());
          return superseded.stream().filter(version -> marked.contains(version.setId())).toList();
        });
  }

  /** Loads that are older and that nobody is at. */
  void giveUpUnfinished(Duration age) {
    work.together(
        set.text(),
        session ->
            session.run(
                "UPDATE %1$s SET state = 'RETIRED' WHERE set_id IN (SELECT set_id FROM %1$s WHERE set_name = ? AND state = 'LOADING' AND begun_at <= now() - ? * interval '1 millisecond' FOR NO KEY UPDATE SKIP LOCKED)"
                    .formatted(names.versions()),
                set.text(),
                age.toMillis()));
  }

  /** Those that nobody can be reading or loading become retired; returns which. */
  private List<Long> mark(Session session, List<Long> setIds) throws SQLException {
    List<Long> marked = new ArrayList<>();
    for (long setId : setIds) {
      session
          .first(
              "UPDATE %1$s SET state = 'RETIRED', summary = NULL WHERE set_id = (SELECT set_id FROM %1$s WHERE set_id = ? AND (left_at IS NULL OR left_at <= now() - ? * interval '1 millisecond') FOR NO KEY UPDATE SKIP LOCKED) RETURNING set_id"
                  .formatted(names.versions()),
              row -> row.getLong(1),
              setId,
              timing.grace().toMillis())
          .ifPresent(marked::add);
    }
    return marked;
  }

  private Expected lock(Session session) throws SQLException {
    session.waitForLocks(timing.locks());
    record Locked(Optional<Long> current) {}
    Locked locked =
        session
            .first(
                "SELECT current_set_id FROM "
                    + names.pointers()
                    + " WHERE set_name = ? FOR NO KEY UPDATE",
                row -> new Locked(Optional.ofNullable(row.getObject(1, Long.class))),
                set.text())
            .orElseThrow(() -> Work.absent(set.text()));
    return locked.current().<Expected>map(Expected.At::new).orElseGet(Expected.Nothing::new);
  }

  private SetVersion find(Session session, long setId) throws SQLException {
    return versions(session).stream()
        .filter(version -> version.setId() == setId)
        .findFirst()
        .orElseThrow(() -> Work.absent(object(setId)));
  }

  private List<SetVersion> versions(Session session) throws SQLException {
    return session.list(
        "SELECT %s FROM %s v JOIN %s s USING (set_name) WHERE s.set_name = ?"
            .formatted(VersionRow.COLUMNS, names.versions(), names.pointers()),
        VersionRow::read,
        set.text());
  }

  private String object(long setId) {
    return "%s, set version %d".formatted(set, setId);
  }
}
