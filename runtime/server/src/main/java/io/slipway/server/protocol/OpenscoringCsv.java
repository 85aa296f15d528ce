package io.slipway.server.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tables of Openscoring's REST API, whose cells are separated by a comma, a semicolon or a tab and
 * whose first column may name the rows, made CSV without that column, and predictions made such a
 * table again. Immutable.
 *
 * @param rows as CSV, for the model
 * @param delimiter between cells
 * @param idColumn the first column's name, if it names the rows
 * @param ids the rows' names; empty where there are none
 */
@SuppressWarnings("ArrayRecordComponent") // lives as long as its request
public record OpenscoringCsv(
    byte[] rows, char delimiter, Optional<String> idColumn, List<String> ids) {
  private static final char[] DELIMITERS = {',', ';', '\t'};
  private static final String LINE_END = "\n";

  public OpenscoringCsv {
    ids = List.copyOf(ids);
  }

  /**
   * @param delimiter what separates cells, if the caller says so; else what separates those of the
   *     first line
   * @param mostRows how many there may be below the header
   * @throws RequestException if the bytes are no such table
   */
  public static OpenscoringCsv read(byte[] body, Optional<Character> delimiter, int mostRows)
      throws RequestException {
    char between = delimiter.isPresent() ? delimiter.get() : detected(body);
    CsvTokenizer in = CsvTokenizer.open(body, between);
    List<String> cells = new ArrayList<>();
    StringBuilder rows = new StringBuilder();
    Optional<String> idColumn = Optional.empty();
    List<String> ids = new ArrayList<>();
    int columns = 0;
    for (int row = -1; in.nextRow(cells); row++) {
      if (row == mostRows) {
        throw RequestException.tooManyRows("line " + in.rowLine(), row, mostRows);
      }
      if (columns == 0) {
        columns = cells.size();
        idColumn = Optional.of(cells.getFirst()).filter("id"::equalsIgnoreCase);
      } else if (cells.size() != columns) {
        throw RequestException.invalid(
            "line %d: expected %d cells as in the header, found %d"
                .formatted(in.rowLine(), columns, cells.size()));
      } else if (idColumn.isPresent()) {
        ids.add(cells.getFirst());
      }
      CsvWriter.row(rows, idColumn.isPresent() ? cells.subList(1, columns) : cells, ',', LINE_END);
    }
    return new OpenscoringCsv(
        rows.toString().getBytes(StandardCharsets.UTF_8), between, idColumn, ids);
  }

  /**
   * The table to answer with.
   *
   * @param predictions as CSV, a line for each of the rows
   * @throws RequestException if they are none
   */
  public byte[] answer(byte[] predictions) throws RequestException {
    CsvTokenizer in = CsvTokenizer.open(predictions, ',');
    StringBuilder table = new StringBuilder();
    List<String> cells = new ArrayList<>();
    for (int line = 0; in.nextRow(cells); line++) {
      if (idColumn.isPresent()) {
        cells.addFirst(line == 0 ? idColumn.get() : ids.get(line - 1));
      }
      CsvWriter.row(table, cells, delimiter, LINE_END);
    }
    return table.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The first that separates anything in the first line, as Openscoring tries them. */
  private static char detected(byte[] body) throws RequestException {
    for (char delimiter : DELIMITERS) {
      List<String> header = new ArrayList<>();
      if (CsvTokenizer.open(body, delimiter).nextRow(header) && header.size() > 1) {
        return delimiter;
      }
    }
    return ',';
  }
}
