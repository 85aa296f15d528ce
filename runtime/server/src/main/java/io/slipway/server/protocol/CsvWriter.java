package io.slipway.server.protocol;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;

/**
 * Writes predictions as CSV by RFC 4180: a header, a line a row, an empty cell for a missing value.
 */
final class CsvWriter {
  private static final String LINE_END = "\r\n";
  private static final int FIRST_BYTES = 8192;

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

  static ScoringRequest.EncodedAnswer write(Batch outputs, int rows, int maxBytes)
      throws RequestException {
    List<Column> columns = List.copyOf(outputs.columns());
    for (Column column : columns) {
      requireScalars(column.name(), column.shape());
      RecordsWriter.requireRows(column, rows);
    }
    AnswerBytes answer = new AnswerBytes(FIRST_BYTES, maxBytes);
    answer.add(
        bytes -> {
          try (Writer out = new OutputStreamWriter(bytes, StandardCharsets.UTF_8)) {
            write(out, columns, rows);
          }
        });
    return new ScoringRequest.EncodedAnswer(
        "text/csv; charset=utf-8", OptionalInt.empty(), answer.toByteArray());
  }

  private static void write(Writer out, List<Column> columns, int rows) throws IOException {
    for (int i = 0; i < columns.size(); i++) {
      out.append(i == 0 ? "" : ",").append(cell(columns.get(i).name()));
    }
    out.append(LINE_END);
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < columns.size(); i++) {
        out.append(i == 0 ? "" : ",");
        Column column = columns.get(i);
        if (column.isValid(row)) {
          out.append(cell(ColumnText.of(column, row)));
        } else if (columns.size() == 1) {
          out.append("\"\""); // an empty line would be no row at all
        }
      }
      out.append(LINE_END);
    }
  }

  /** Adds a line. A cell that is empty is a missing value, unless it is alone on its line. */
  static void row(StringBuilder out, List<String> cells, char delimiter, String lineEnd) {
    for (int i = 0; i < cells.size(); i++) {
      if (i > 0) {
        out.append(delimiter);
      }
      String cell = cells.get(i);
      out.append(cell.isEmpty() && cells.size() > 1 ? "" : cell(cell, delimiter));
    }
    out.append(lineEnd);
  }

  private static String cell(String text) {
    return cell(text, ',');
  }

  private static String cell(String text, char delimiter) {
    boolean plain = !text.isEmpty();
    for (int i = 0; i < text.length() && plain; i++) {
      char c = text.charAt(i);
      // A byte order mark at the beginning of a file would be taken for one.
      plain = c != delimiter && c != '"' && c != '\n' && c != '\r' && c != '\uFEFF';
    }
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
