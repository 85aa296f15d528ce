package io.slipway.batch.warehouse.postgresql;

import io.slipway.batch.warehouse.Contents;
import io.slipway.batch.warehouse.Counts;
import io.slipway.batch.warehouse.Output;
import io.slipway.batch.warehouse.Quoted;
import io.slipway.batch.warehouse.RowSource;
import io.slipway.batch.warehouse.Rows;
import io.slipway.batch.warehouse.Run;
import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.SetVersion.State;
import io.slipway.batch.warehouse.WarehouseException;
import io.slipway.batch.warehouse.WarehouseException.Kind;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads a run, in three transactions: the set version is named; an empty table is made for this
 * attempt; the table is filled, checked and made a partition. A loader that dies leaves at most an
 * empty table that the catalogue knows, which the next attempt drops. The files of a table that was
 * made in the transaction that fills it would be lost, and keep their room, when the server
 * crashes.
 */
final class Loader {
  private static final Logger log = LoggerFactory.getLogger(Loader.class);

  /**
   * How long a partition waits to be attached, when an old one is being detached behind readers.
   */
  private static final Duration ATTACH = Duration.ofMinutes(5);

  private final Work work;
  private final Names names;
  private final Duration patience;
  private final SetName set;
  private final Run run;
  private final List<Output> outputs;
  private final String object;

  /**
   * @param patience how long to wait for others
   */
  Loader(Work work, Names names, Duration patience, SetName set, Run run, List<Output> outputs) {
    this.work = work;
    this.names = names;
    this.patience = patience;
    this.set = set;
    this.run = run;
    this.outputs = outputs;
    this.object = "%s, run %s".formatted(set, run.id());
  }

  /** An attempt, and the table that is its own. */
  private record Attempt(long setId, int number, String table) {}

  private record Found(long setId, State state, int attempt) {}

  /** Returns the id of the set version, which is whole then. */
  long load(RowSource rows, Contents contents) throws IOException, InterruptedException {
    Found found = work.together(object, this::name);
    if (found.state().isWhole()) {
      return found.setId();
    }
    new SetTable(work, names, set).haveColumns(outputs, ATTACH);
    Optional<Attempt> attempt = work.together(object, session -> claim(session, found.setId()));
    if (attempt.isPresent()) {
      fill(attempt.get(), rows, contents);
    }
    return found.setId();
  }

  private Found name(Session session) throws SQLException {
    session.waitForLocks(patience);
    session.run(
        "INSERT INTO " + names.pointers() + " (set_name) VALUES (?) ON CONFLICT DO NOTHING",
        set.text());
    Optional<Found> known = ofRun(session);
    if (known.isPresent()) {
      return known.get();
    }
    session.run(
        "INSERT INTO "
            + names.versions()
            + " (set_name, run_id, model_name, model_version, model_digest, scored_at, state)"
            + " VALUES (?, ?, ?, ?, ?, ?, 'LOADING')"
            + " ON CONFLICT (set_name, run_id) WHERE state <> 'RETIRED' DO NOTHING",
        set.text(),
        run.id(),
        run.model().name(),
        run.model().version(),
        run.model().digest(),
        OffsetDateTime.ofInstant(run.scoredAt(), ZoneOffset.UTC));
    return ofRun(session)
        .orElseThrow(
            () ->
                new WarehouseException(
                    Kind.BUSY, object, "it was retired meanwhile", "load it again"));
  }

  private Optional<Found> ofRun(Session session) throws SQLException {
    return session.first(
        "SELECT set_id, state, attempt FROM "
            + names.versions()
            + " WHERE set_name = ? AND run_id = ? AND state <> 'RETIRED'",
        Loader::found,
        set.text(),
        run.id());
  }

  private static Found found(ResultSet row) throws SQLException {
    return new Found(row.getLong(1), State.valueOf(row.getString(2)), row.getInt(3));
  }

  /** Waits for whoever loads it now. */
  private Found lock(Session session, long setId) throws SQLException {
    session.waitForLocks(patience);
    return session
        .first(
            "SELECT set_id, state, attempt FROM "
                + names.versions()
                + " WHERE set_id = ? FOR NO KEY UPDATE",
            Loader::found,
            setId)
        .orElseThrow(() -> Work.absent(object));
  }

  /** Makes a table for a new attempt, in place of that of the last one; empty when it is loaded. */
  private Optional<Attempt> claim(Session session, long setId) throws SQLException {
    Found found = lock(session, setId);
    if (found.state().isWhole()) {
      return Optional.empty();
    }
    requireLoading(found);
    session.run("DROP TABLE IF EXISTS " + names.partition(setId, found.attempt()));
    int number = found.attempt() + 1;
    String table = names.partition(setId, number);
    session.run("CREATE TABLE %s (LIKE %s)".formatted(table, names.table(set)));
    session.run(
        "UPDATE " + names.versions() + " SET attempt = ?, begun_at = now() WHERE set_id = ?",
        number,
        setId);
    return Optional.of(new Attempt(setId, number, table));
  }

  private void requireLoading(Found found) {
    if (found.state() != State.LOADING) {
      throw new WarehouseException(Kind.BUSY, object, "it was given up meanwhile", "load it again");
    }
  }

  private void fill(Attempt attempt, RowSource rows, Contents contents)
      throws IOException, InterruptedException {
    boolean done = false;
    try {
      done =
          work.<Boolean, InterruptedException>together(
              object,
              session -> {
                fill(session, attempt, rows, contents);
                return true;
              });
    } catch (SourceFailedException e) {
      throw e.reason();
    } finally {
      if (!done) {
        abandon(attempt);
      }
    }
  }

  /**
   * Rows that were rolled back keep their room until their table is dropped. Where that is not
   * possible either, the next attempt does it.
   */
  private void abandon(Attempt attempt) {
    try {
      work.together(
          object,
          session -> {
            Found found = lock(session, attempt.setId());
            return !found.state().isWhole() && found.attempt() == attempt.number()
                ? session.run("DROP TABLE IF EXISTS " + attempt.table())
                : 0;
          });
    } catch (WarehouseException e) {
      log.atWarn().addKeyValue("table", attempt.table()).setCause(e).log("left for later");
    }
  }

  private void fill(Session session, Attempt attempt, RowSource rows, Contents contents)
      throws SQLException, InterruptedException {
    Found found = lock(session, attempt.setId());
    requireLoading(found);
    if (found.attempt() != attempt.number()) {
      throw new WarehouseException(
          Kind.BUSY, object, "another loader has begun anew", "leave it to that, or try again");
    }
    Counts came = copy(session, attempt, rows);
    if (!came.equals(contents.counts())) {
      throw WarehouseException.invalid(
          object,
          "%s came, and there should be %s".formatted(came, contents.counts()),
          "see that all parts of the run are there, then load it again; nothing was kept");
    }
    index(session, attempt);
    session.waitForLocks(ATTACH);
    new SetTable(work, names, set).attach(session, attempt.table(), attempt.setId());
    session.run("ALTER TABLE " + attempt.table() + " DROP CONSTRAINT of_set");
    session.run("ANALYZE " + attempt.table());
    session.run(
        "UPDATE "
            + names.versions()
            + " SET state = 'LOADED', row_count = ?, error_count = ? WHERE set_id = ?",
        came.rows(),
        came.errors(),
        attempt.setId());
    if (contents.summary().isPresent()) {
      session.run(
          "UPDATE " + names.versions() + " SET summary = ?::json WHERE set_id = ?",
          contents.summary().get(),
          attempt.setId());
    }
  }

  /** With the constraint, attaching does not look at a single row. */
  private void index(Session session, Attempt attempt) throws SQLException {
    try {
      session.run(
          "ALTER TABLE %s ADD PRIMARY KEY (%s, %s), ADD CONSTRAINT of_set CHECK (%s = %d)"
              .formatted(
                  attempt.table(), Output.SET_ID, Output.KEY, Output.SET_ID, attempt.setId()));
    } catch (SQLException e) {
      if (Failures.is(e, Failures.UNIQUE_VIOLATION)) {
        throw WarehouseException.invalid(
            object,
            "a key has several rows (%s)".formatted(Quoted.of(String.valueOf(e.getMessage()))),
            "make the key columns tell the rows of the input apart; nothing was kept");
      }
      throw e;
    }
  }

  private Counts copy(Session session, Attempt attempt, RowSource rows)
      throws SQLException, InterruptedException {
    String columns =
        Stream.concat(
                Stream.of(Output.SET_ID, Output.KEY, Output.ERROR),
                outputs.stream().map(Output::name))
            .map(Names::quoted)
            .collect(Collectors.joining(", "));
    CopyIn copy =
        session
            .connection()
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("COPY %s (%s) FROM STDIN".formatted(attempt.table(), columns));
    try {
      CopyText text = new CopyText(attempt.setId(), outputs);
      Counts counts = Counts.NONE;
      Optional<Rows> next = rows.next();
      while (next.isPresent()) {
        byte[] bytes = text.of(next.get());
        copy.writeToCopy(bytes, 0, bytes.length);
        counts = counts.plus(next.get().counts());
        next = rows.next();
      }
      copy.endCopy();
      return counts;
    } catch (IOException e) {
      throw new SourceFailedException(e);
    } finally {
      if (copy.isActive()) {
        cancel(copy);
      }
    }
  }

  /** What ended it is thrown, not that it could not be told to the server. */
  private static void cancel(CopyIn copy) {
    try {
      copy.cancelCopy();
    } catch (SQLException _) {
      return;
    }
  }

  /** Through code that knows of SQL's failures alone. */
  private static final class SourceFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient IOException reason;

    SourceFailedException(IOException reason) {
      super(reason);
      this.reason = reason;
    }

    IOException reason() {
      return reason;
    }
  }
}
