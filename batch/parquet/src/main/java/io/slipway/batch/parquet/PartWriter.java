package io.slipway.batch.parquet;

import io.slipway.batch.warehouse.Output;
import io.slipway.batch.warehouse.Rows;
import io.slipway.batch.warehouse.duckdb.PredictionTable;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * Writes predictions to a Parquet file, in the order in which they come: {@link Output#KEY}, {@link
 * Output#ERROR}, and each output. For one thread.
 */
public final class PartWriter implements AutoCloseable {
  /** What DuckDB takes by itself, and other engines read best. */
  private static final long MOST_ROWS_TOGETHER = 122_880;

  /** So many make one of DuckDB's vectors, which are never cut. */
  private static final long FEWEST_ROWS_TOGETHER = 2_048;

  /** A group of rows is in the memory as a whole, twice or three times. */
  private static final long BYTES_TOGETHER = 32 << 20;

  private final Path file;
  private final Session session;
  private final PredictionTable table;
  private long rows;
  private long bytes;
  private State state = State.OPEN;

  private enum State {
    OPEN,
    FAILED,
    CLOSED
  }

  private PartWriter(Path file, Session session, PredictionTable table) {
    this.file = file;
    this.session = session;
    this.table = table;
  }

  /**
   * Begins a file. Nothing is there before {@link #close}, and then all of it.
   *
   * @param file in a folder that has room for the rows twice
   */
  public static PartWriter create(Path file, List<Output> outputs) throws IOException {
    Output.requireDistinct(outputs);
    try {
      Session session = Session.of(file);
      try {
        return new PartWriter(file, session, PredictionTable.create(session.connection(), outputs));
      } catch (SQLException e) {
        session.close();
        throw e;
      }
    } catch (SQLException e) {
      throw Session.failure("written", file, e);
    }
  }

  /**
   * Takes rows.
   *
   * @throws IllegalArgumentException if a column is not of the type that was announced
   */
  public void write(Rows more) throws IOException {
    if (state != State.OPEN) {
      throw new IllegalStateException(file + " takes no rows any more");
    }
    State after = State.FAILED;
    try {
      table.append(more);
      after = State.OPEN;
    } catch (SQLException e) {
      throw Session.failure("written", file, e);
    } finally {
      state = after;
    }
    rows += more.size();
    bytes += bytes(more.keys()) + bytes(more.errors());
    for (Column column : more.values().columns()) {
      bytes += bytes(column);
    }
  }

  private static long bytes(Column column) {
    long bytes = 8L * column.length();
    if (column.type() == DataType.BYTES) {
      for (int row = 0; row < column.length(); row++) {
        bytes += column.isValid(row) ? column.strings()[row].length() : 0;
      }
    }
    return bytes;
  }

  /** Finishes the file, unless rows were refused: then there is none. */
  @Override
  public void close() throws IOException {
    if (state == State.CLOSED) {
      return;
    }
    boolean whole = state == State.OPEN;
    state = State.CLOSED;
    try (session) {
      table.close();
      if (whole) {
        finish();
      }
    } catch (SQLException e) {
      Files.deleteIfExists(file);
      throw Session.failure("written", file, e);
    }
  }

  private void finish() throws SQLException {
    session.run(
        "COPY %s TO %s (FORMAT parquet, ROW_GROUP_SIZE %d)"
            .formatted(PredictionTable.NAME, Session.text(file), rowsTogether()));
  }

  private long rowsTogether() {
    long fitting = BYTES_TOGETHER / Math.max(1, bytes / Math.max(1, rows));
    return Math.clamp(
        fitting / FEWEST_ROWS_TOGETHER * FEWEST_ROWS_TOGETHER,
        FEWEST_ROWS_TOGETHER,
        MOST_ROWS_TOGETHER);
  }
}
