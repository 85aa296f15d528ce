package io.slipway.batch.warehouse.jdbc;

import io.slipway.batch.warehouse.Contents;
import io.slipway.batch.warehouse.Counts;
import io.slipway.batch.warehouse.Output;
import io.slipway.batch.warehouse.Quoted;
import io.slipway.batch.warehouse.RowSource;
import io.slipway.batch.warehouse.Run;
import io.slipway.batch.warehouse.SetVersion;
import io.slipway.batch.warehouse.SetVersion.State;
import io.slipway.batch.warehouse.WarehouseException;
import io.slipway.batch.warehouse.WarehouseException.Kind;
import io.slipway.batch.warehouse.catalogue.Catalogue;
import io.slipway.batch.warehouse.catalogue.Catalogue.Entry;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads a run: the catalogue is told which table this attempt will fill; tables of earlier attempts
 * are dropped, from under whoever is still at them; the table is made, filled and counted; the
 * catalogue is told that it is whole, if no later attempt has begun. So the last one to begin
 * always comes to an end, and what one leaves that dies is gone with the next one.
 */
record JdbcLoader(SetRow row, RowTables tables, Clock clock, Run run, List<Output> outputs) {
  private static final Logger log = LoggerFactory.getLogger(JdbcLoader.class);

  JdbcLoader {
    outputs = List.copyOf(outputs);
  }

  SetVersion load(RowSource rows, Contents contents) throws IOException, InterruptedException {
    try {
      Entry entry = claim(RowTables.freshName());
      if (!entry.state().isWhole()) {
        fill(entry, rows, contents);
      }
      Catalogue catalogue = row.read();
      return catalogue.version(row.set(), catalogue.find(entry.setId()).orElseThrow(this::givenUp));
    } catch (SQLException e) {
      throw Failures.of(object(), e);
    }
  }

  private String object() {
    return "%s, run %s".formatted(row.set(), run.id());
  }

  private Entry claim(String table) throws SQLException {
    Catalogue after =
        row.change(
            catalogue -> {
              Optional<Entry> known = catalogue.ofRun(run.id());
              if (known.filter(entry -> entry.state().isWhole()).isPresent()) {
                return catalogue;
              }
              catalogue.requireSameTypes(outputs);
              long setId = known.map(Entry::setId).orElse(catalogue.last() + 1);
              return catalogue.with(Entry.begun(setId, run, clock.instant()).into(table));
            });
    return after.ofRun(run.id()).orElseThrow(this::givenUp);
  }

  private WarehouseException givenUp() {
    return new WarehouseException(
        Kind.BUSY, object(), "it was given up meanwhile", "load it again");
  }

  private void fill(Entry claimed, RowSource rows, Contents contents)
      throws SQLException, IOException, InterruptedException {
    String table = claimed.file();
    boolean mayCount = false;
    boolean counts = false;
    try {
      tables.dropUnneeded();
      tables.create(table, claimed.setId(), outputs);
      Counts came = insert(table, rows);
      requireAll(came, contents.counts());
      if (contents.summary().isPresent()) {
        tables.keepSummary(table, contents.summary().get());
      }
      mayCount = true; // an answer can be lost
      counts = announce(claimed.setId(), table, came);
    } catch (SQLException e) {
      // Whoever has begun anew takes the table away.
      if (isOfThisAttempt(row.read(), claimed.setId(), table)) {
        throw e;
      }
    } finally {
      if (!counts) {
        abandon(table, mayCount ? Outcome.UNKNOWN : Outcome.FAILED);
      }
    }
  }

  private Counts insert(String table, RowSource rows)
      throws SQLException, IOException, InterruptedException {
    try {
      return new RowInsert(row.dialect(), table, outputs).insert(row.connections(), rows);
    } catch (SQLException e) {
      if (Failures.isTwice(e)) {
        throw WarehouseException.invalid(
            object(),
            "a key has several rows, as this database compares texts (%s)"
                .formatted(Quoted.of(Failures.words(e))),
            "make the key columns tell the rows of the input apart; nothing was kept");
      }
      throw e;
    }
  }

  private void requireAll(Counts came, Counts expected) {
    if (!came.equals(expected)) {
      throw WarehouseException.invalid(
          object(),
          "%s came, and there should be %s".formatted(came, expected),
          "see that all parts of the run are there, then load it again; nothing was kept");
    }
  }

  /**
   * @return whether the table is the set version's from now on
   */
  private boolean announce(long setId, String table, Counts came) throws SQLException {
    Catalogue after =
        row.change(
            catalogue ->
                isOfThisAttempt(catalogue, setId, table)
                        && catalogue.entry(row.set(), setId).state() == State.LOADING
                    ? catalogue.with(
                        catalogue
                            .entry(row.set(), setId)
                            .loaded(table, came, Catalogue.types(outputs)))
                    : catalogue);
    return isOfThisAttempt(after, setId, table);
  }

  /** Otherwise another attempt has brought it to its end, if it is not still at it. */
  private boolean isOfThisAttempt(Catalogue catalogue, long setId, String table) {
    Entry entry = catalogue.find(setId).orElseThrow(this::givenUp);
    if (entry.state() == State.RETIRED) {
      throw givenUp();
    }
    if (entry.file().equals(table)) {
      return true;
    }
    if (entry.state() == State.LOADING) {
      throw new WarehouseException(
          Kind.BUSY, object(), "another loader has begun anew", "leave it to that, or try again");
    }
    return false;
  }

  /** What has become of an attempt. */
  private enum Outcome {
    FAILED,
    /** The catalogue may have been told that it is whole. */
    UNKNOWN
  }

  /** Where that is not possible, the next attempt does it. */
  private void abandon(String table, Outcome outcome) {
    try {
      switch (outcome) {
        case FAILED -> tables.drop(table);
        case UNKNOWN -> tables.dropUnneeded();
      }
    } catch (SQLException | WarehouseException e) {
      log.atWarn().addKeyValue("table", table).setCause(e).log("left for later");
    }
  }
}
