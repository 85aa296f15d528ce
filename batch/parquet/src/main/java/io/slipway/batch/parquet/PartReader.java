package io.slipway.batch.parquet;

import io.slipway.batch.warehouse.Output;
import io.slipway.batch.warehouse.RowSource;
import io.slipway.batch.warehouse.Rows;
import io.slipway.batch.warehouse.duckdb.PredictionTable;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBPreparedStatement;

/** Reads what {@link PartWriter} wrote, in the same order. For one thread. */
public final class PartReader implements RowSource, AutoCloseable {
  private final Path file;
  private final List<Output> outputs;
  private final Session session;
  private final DuckDBPreparedStatement statement;
  private final DuckDBChunkedResult result;
  private final long rows;
  private long read;

  private PartReader(
      Path file,
      List<Output> outputs,
      Session session,
      DuckDBPreparedStatement statement,
      DuckDBChunkedResult result,
      long rows) {
    this.file = file;
    this.outputs = outputs;
    this.session = session;
    this.statement = statement;
    this.result = result;
    this.rows = rows;
  }

  /**
   * Opens a file.
   *
   * @param outputs as it was written with; others that it has are left out
   * @throws IOException also if it lacks one of them
   */
  public static PartReader open(Path file, List<Output> outputs) throws IOException {
    String columns =
        Stream.concat(
                Stream.of(Output.KEY, Output.ERROR),
                outputs.stream().map(output -> PredictionTable.quoted(output.name())))
            .collect(Collectors.joining(", "));
    try {
      Session session = Session.of(file);
      try {
        long rows = Footer.rows(session, file);
        DuckDBPreparedStatement statement =
            (DuckDBPreparedStatement)
                session
                    .connection()
                    .prepareStatement("SELECT %s FROM %s".formatted(columns, Footer.table(file)));
        return new PartReader(
            file, List.copyOf(outputs), session, statement, statement.query(), rows);
      } catch (SQLException | IOException e) {
        session.close();
        throw e;
      }
    } catch (SQLException e) {
      throw Session.failure("read", file, e);
    }
  }

  /**
   * @throws IOException also if fewer rows come than there should: DuckDB ends a result without a
   *     word when it cannot go on
   */
  @Override
  public Optional<Rows> next() throws IOException {
    if (result.nextChunk()) {
      Rows next = rows(result.chunk());
      read += next.size();
      return Optional.of(next);
    }
    if (read != rows) {
      throw new IOException(
          "%s has %d rows and only %d could be read: it is damaged, or memory or disk ran out; try again, and write it again if that does not help"
              .formatted(file, rows, read));
    }
    return Optional.empty();
  }

  private Rows rows(DuckDBDataChunkReader chunk) {
    Vectors vectors = new Vectors(chunk);
    List<Column> values = new ArrayList<>(outputs.size());
    for (int i = 0; i < outputs.size(); i++) {
      values.add(vectors.column(i + 2, outputs.get(i).name(), outputs.get(i).type()));
    }
    return new Rows(
        vectors.column(0, Output.KEY, DataType.BYTES),
        Batch.of(values),
        vectors.column(1, Output.ERROR, DataType.BYTES));
  }

  @Override
  public void close() throws IOException {
    try (session) {
      result.close();
      statement.close();
    } catch (SQLException e) {
      throw Session.failure("read", file, e);
    }
  }
}
