package io.slipway.server.protocol;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads CSV whose first line names the columns. An empty cell is a missing value. */
final class CsvReader {
  private static final int IGNORED = -1;

  private final InputFields fields;
  private final CsvTokenizer tokenizer;
  private final ColumnBuilder[] values;
  private final List<String> cells = new ArrayList<>();

  /** The field of each column of the file. */
  private int[] fieldOfColumn = {};

  private int[] lineOfRow = new int[16];
  private int rows;

  private CsvReader(InputFields fields, CsvTokenizer tokenizer) {
    this.fields = fields;
    this.tokenizer = tokenizer;
    this.values = new ColumnBuilder[fields.count()];
  }

  /** Rows that were read, and the lines on which they began. */
  @SuppressWarnings("ArrayRecordComponent") // lives as long as its request
  record Rows(Batch inputs, int rows, int[] lines) {}

  static Rows read(byte[] body, Signature signature, UnknownFields unknownFields, int maxRows)
      throws RequestException {
    CsvReader reader = new CsvReader(new InputFields(signature), CsvTokenizer.open(body));
    reader.requireScalarFields();
    reader.readHeader(unknownFields);
    reader.readRows(maxRows);
    return reader.rows();
  }

  private void requireScalarFields() throws RequestException {
    for (int i = 0; i < fields.count(); i++) {
      Field field = fields.get(i);
      if (!InputFields.isSingleValued(field)) {
        throw RequestException.invalid(
            "input %s has shape %s: expected JSON for it, found CSV, which holds one value a cell"
                .formatted(Quoted.text(field.name()), field.shape()));
      }
    }
  }

  private void readHeader(UnknownFields unknownFields) throws RequestException {
    if (!tokenizer.nextRow(cells)) {
      throw RequestException.invalid(
          "line 1: expected a header that names the columns %s, found nothing"
              .formatted(fields.names()));
    }
    fieldOfColumn = new int[cells.size()];
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < cells.size(); i++) {
      String name = cells.get(i);
      int index = fields.indexOf(name, i);
      if (index < 0 && unknownFields == UnknownFields.REFUSE) {
        throw RequestException.invalid(
            "line 1, column %d: expected a header of the model's inputs %s, separated by commas, found %s"
                .formatted(i + 1, fields.names(), Quoted.text(name)));
      }
      if (index >= 0 && !seen.add(name)) {
        throw RequestException.invalid(
            "line 1: expected each column once, found %s twice".formatted(Quoted.text(name)));
      }
      fieldOfColumn[i] = index < 0 ? IGNORED : index;
      if (index >= 0) {
        values[index] =
            ColumnBuilder.of(fields.get(index).type(), ColumnBuilder.QuotedNumbers.ACCEPTED);
      }
    }
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null && fields.get(i).presence() == Presence.REQUIRED) {
        throw RequestException.invalid(
            "line 1: expected the column %s, for the model needs it, found no such column"
                .formatted(Quoted.text(fields.get(i).name())));
      }
    }
  }

  private void readRows(int maxRows) throws RequestException {
    while (tokenizer.nextRow(cells)) {
      if (rows == maxRows) {
        throw RequestException.tooManyRows("line " + tokenizer.rowLine(), rows, maxRows);
      }
      if (cells.size() != fieldOfColumn.length) {
        throw RequestException.invalid(
            "line %d: expected %d cells as in the header, found %d"
                .formatted(tokenizer.rowLine(), fieldOfColumn.length, cells.size()));
      }
      for (int i = 0; i < fieldOfColumn.length; i++) {
        if (fieldOfColumn[i] != IGNORED) {
          addCell(fieldOfColumn[i], cells.get(i));
        }
      }
      if (rows == lineOfRow.length) {
        lineOfRow = Arrays.copyOf(lineOfRow, rows * 2);
      }
      lineOfRow[rows++] = tokenizer.rowLine();
    }
    fields.requireRows("the rows", rows);
  }

  private void addCell(int index, String cell) throws RequestException {
    Field field = fields.get(index);
    try {
      if (!cell.isEmpty()) {
        values[index].add(cell);
      } else if (field.presence() == Presence.OPTIONAL && InputFields.isColumn(field)) {
        values[index].addMissing();
      } else {
        throw new ValueException("a value, for the model needs one", "an empty cell");
      }
    } catch (ValueException e) {
      throw e.at("line " + tokenizer.rowLine() + ", column " + Quoted.text(field.name()));
    }
  }

  private Rows rows() {
    List<Column> columns = new ArrayList<>(values.length);
    for (int i = 0; i < values.length; i++) {
      Field field = fields.get(i);
      Shape shape = InputFields.isColumn(field) ? Shape.of(rows) : Shape.of(rows, 1);
      Optional.ofNullable(values[i]).map(v -> v.build(field.name(), shape)).ifPresent(columns::add);
    }
    return new Rows(fields.batch(columns, rows), rows, lineOfRow);
  }
}
