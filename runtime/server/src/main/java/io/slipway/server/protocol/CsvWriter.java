package io.slipway.server.protocol;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;

/**
 * Writes predictions as CSV by RFC 4180: a header, a line a row, an empty cell for a missing value.
 */
final class CsvWriter {
  private static final String LINE_END = "\r\n";

  private CsvWriter() {}

  /** Fails before anything is scored if the answer could not be written. */
  static void requireScalars(String name, io.slipway.scoring.Shape shape) throws RequestException {
    boolean single = shape.rank() <= 1 || (shape.rank() == 2 && shape.dimension(1) == 1);
    if (!single) {
      throw RequestException.answerForm(
          "output %s has shape %s, and CSV holds one value a cell; ask for application/json"
              .formatted(Quoted.text(name), shape));
    }
  }

  static ScoringRequest.EncodedAnswer write(Batch outputs, int rows) throws RequestException {
    List<Column> columns = List.copyOf(outputs.columns());
    for (Column column : columns) {
      requireScalars(column.name(), column.shape());
      RecordsWriter.requireRows(column, rows);
    }
    StringBuilder csv = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      csv.append(i == 0 ? "" : ",").append(cell(columns.get(i).name()));
    }
    csv.append(LINE_END);
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < columns.size(); i++) {
        csv.append(i == 0 ? "" : ",");
        Column column = columns.get(i);
        if (column.isValid(row)) {
          csv.append(cell(ColumnText.of(column, row)));
        } else if (columns.size() == 1) {
          csv.append("\"\""); // an empty line would be no row at all
        }
      }
      csv.append(LINE_END);
    }
    return new ScoringRequest.EncodedAnswer(
        "text/csv; charset=utf-8",
        OptionalInt.empty(),
        csv.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String cell(String text) {
    boolean plain = !text.isEmpty();
    for (int i = 0; i < text.length() && plain; i++) {
      char c = text.charAt(i);
      plain = c != ',' && c != '"' && c != '\n' && c != '\r';
    }
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
