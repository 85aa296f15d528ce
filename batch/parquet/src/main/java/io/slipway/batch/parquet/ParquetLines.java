package io.slipway.batch.parquet;

import io.slipway.batch.input.Input;
import io.slipway.batch.input.Line;
import io.slipway.batch.input.Lines;
import io.slipway.batch.plan.InputFile;
import io.slipway.batch.plan.Plan;
import io.slipway.batch.plan.Slice;
import io.slipway.batch.plan.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * The rows of a split of Parquet files, each said as a JSON object in a line: all groups of rows
 * that begin in one of its slices, also where they end beyond it. So a plan may cut files of
 * Parquet anywhere, as it does lines of text, and over all splits each row comes exactly once.
 *
 * <p>Only the columns that are wanted are brought here and read. For one thread.
 */
public final class ParquetLines implements Lines {
  private final Input input;
  private final Plan plan;
  private final Wanted wanted;
  private final Path folder;
  private final Queue<Slice> slices;
  private Optional<SliceRows> open = Optional.empty();

  /**
   * Which columns, by their exact names. One that a file does not have is missing in its rows.
   *
   * @param columns all of them
   * @param texts those among them whose whole numbers are to be text
   */
  public record Wanted(Set<String> columns, Set<String> texts) {
    public Wanted {
      columns = Set.copyOf(columns);
      texts = Set.copyOf(texts);
    }
  }

  /**
   * @param folder with room for what is wanted of a slice
   */
  public ParquetLines(Input input, Plan plan, Split split, Wanted wanted, Path folder) {
    this.input = input;
    this.plan = plan;
    this.wanted = wanted;
    this.folder = folder;
    this.slices = new ArrayDeque<>(split.slices());
  }

  @Override
  public Optional<Line> next() throws IOException {
    while (true) {
      if (open.isPresent()) {
        Optional<Line> line = open.get().next();
        if (line.isPresent()) {
          return line;
        }
        close();
      }
      Slice slice = slices.poll();
      if (slice == null) {
        return Optional.empty();
      }
      open = open(slice);
    }
  }

  private Optional<SliceRows> open(Slice slice) throws IOException {
    InputFile file =
        plan.files().stream()
            .filter(one -> one.name().equals(slice.file()))
            .findFirst()
            .orElseThrow();
    PartialCopy copy = PartialCopy.of(input, file, folder);
    try {
      Session session = Session.of(copy.path());
      try {
        return rows(slice, copy, session);
      } catch (SQLException | IOException e) {
        session.close();
        throw e;
      }
    } catch (SQLException e) {
      copy.close();
      throw failure(slice.file(), e);
    } catch (IOException e) {
      copy.close();
      throw e;
    }
  }

  /** What a thread needs for as many rows as DuckDB reads together is the same each time. */
  private static IOException failure(String file, SQLException e) {
    return String.valueOf(e.getMessage()).startsWith("Out of Memory Error")
        ? new InvalidParquetException(
            file
                + ": its rows are so wide that those that are read together, up to 2048 of a row"
                + " group, do not fit in the memory that is for them; write row groups of fewer"
                + " rows, or lines of JSON")
        : Session.failure("read", Path.of(file), e);
  }

  private Optional<SliceRows> rows(Slice slice, PartialCopy copy, Session session)
      throws SQLException, IOException {
    List<FileColumn> columns = new ArrayList<>();
    List<String> expressions = new ArrayList<>();
    List<FileColumn> all = Footer.columns(session, copy.path());
    requireNames(slice, Footer.names(session, copy.path()), all);
    for (FileColumn column : all) {
      if (wanted.columns().contains(column.name())) {
        columns.add(column);
        expressions.add(expression(slice, column));
      }
    }
    List<RowGroup> groups =
        Footer.rowGroups(session, copy.path()).stream()
            .filter(group -> slice.from() <= group.at() && group.at() < slice.to())
            .filter(group -> group.rows() > 0)
            .toList();
    if (groups.isEmpty()) {
      session.close();
      copy.close();
      return Optional.empty();
    }
    copy.fetch(groups.stream().flatMap(group -> group.of(columns).stream()).toList());
    return Optional.of(SliceRows.open(slice.file(), copy, session, columns, expressions, groups));
  }

  /** DuckDB tells names apart by more than their case, and gives the second of two another. */
  private void requireNames(Slice slice, List<String> names, List<FileColumn> columns)
      throws IOException {
    for (int i = 0; i < names.size(); i++) {
      boolean isKept = i < columns.size() && columns.get(i).name().equals(names.get(i));
      if (!isKept && wanted.columns().contains(names.get(i))) {
        throw new InvalidParquetException(
            "%s: the column %s has the name of another but for upper and lower case, so it cannot be read by its name; rename one of them, or write lines of JSON"
                .formatted(slice.file(), names.get(i)));
      }
    }
  }

  private String expression(Slice slice, FileColumn column) throws IOException {
    Optional<String> expression =
        wanted.texts().contains(column.name()) ? column.textExpression() : column.expression();
    return expression.orElseThrow(
        () ->
            new InvalidParquetException(
                "%s: the column %s is of type %s, which no request can say; write it as numbers, text, or lists of numbers"
                    .formatted(slice.file(), column.name(), column.type())));
  }

  @Override
  public void close() throws IOException {
    if (open.isPresent()) {
      open.get().close();
      open = Optional.empty();
    }
  }
}
