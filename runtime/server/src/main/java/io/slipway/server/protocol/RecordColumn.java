package io.slipway.server.protocol;

import com.fasterxml.jackson.core.JsonToken;
import io.slipway.scoring.Column;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.Shape;
import java.util.Optional;

/** Collects one field of named records, row by row. */
final class RecordColumn {
  private final Field field;
  private final Shape rowShape;
  private final ColumnBuilder values;
  private int lastRow = -1;

  /** How many rows had a value; a tensor field has one in all rows or in none. */
  private int rowsGiven;

  private Optional<Shape> firstRowShape = Optional.empty();

  RecordColumn(Field field) {
    this.field = field;
    this.rowShape = RecordsReader.rowShape(field);
    this.values = ColumnBuilder.of(field.type(), ColumnBuilder.QuotedNumbers.ACCEPTED);
  }

  /** Takes the value at the current token. */
  void add(JsonInput in, int row) throws RequestException {
    if (lastRow == row) {
      throw RequestException.invalid(
          "%s: expected each field once, found %s twice"
              .formatted(RecordsReader.rowName(row), Quoted.text(field.name())));
    }
    lastRow = row;
    if (in.token() == JsonToken.VALUE_NULL) {
      addMissing(row, "null");
    } else if (rowShape.rank() == 0
        || (in.token() != JsonToken.START_ARRAY && InputFields.isSingleValued(field))) {
      addScalar(in, row);
    } else {
      addTensor(in, row);
    }
  }

  /** Notes that a row is over, whether it had the field or not. */
  void endRow(int row) throws RequestException {
    if (lastRow != row) {
      lastRow = row;
      addMissing(row, "no such field");
    }
  }

  private void addScalar(JsonInput in, int row) throws RequestException {
    try {
      if (rowShape.rank() > 0) {
        requireSameShape(Shape.of(1), row);
      }
      values.add(in);
      rowsGiven++;
    } catch (ValueException e) {
      throw e.at(place(row));
    }
  }

  private void addTensor(JsonInput in, int row) throws RequestException {
    Shape shape = NestedArray.read(in, values, Presence.REQUIRED, () -> place(row));
    requireSameShape(shape, row);
    rowsGiven++;
  }

  private void requireSameShape(Shape shape, int row) throws RequestException {
    if (!rowShape.accepts(shape)) {
      throw RequestException.invalid(
          "%s: expected an array of shape %s, found %s".formatted(place(row), rowShape, shape));
    }
    if (firstRowShape.isPresent() && !firstRowShape.get().equals(shape)) {
      throw RequestException.invalid(
          "%s: expected an array of shape %s as in the rows before, found %s"
              .formatted(place(row), firstRowShape.get(), shape));
    }
    if (rowsGiven != row) {
      throw partlyMissing(row);
    }
    firstRowShape = Optional.of(shape);
  }

  private void addMissing(int row, String found) throws RequestException {
    if (field.presence() == Presence.REQUIRED) {
      throw RequestException.invalid(
          "%s: expected a value, for the model needs one, found %s".formatted(place(row), found));
    }
    if (rowShape.rank() == 0) {
      values.addMissing();
    } else if (rowsGiven > 0) {
      throw partlyMissing(row);
    }
  }

  private RequestException partlyMissing(int row) {
    return RequestException.invalid(
        "%s: expected a tensor field in all rows or in none, found it in some"
            .formatted(place(row)));
  }

  private String place(int row) {
    return RecordsReader.rowName(row) + ", field " + Quoted.text(field.name());
  }

  /** The column; empty if no row had a value, which the model takes to mean just that. */
  Optional<Column> build(int rows) {
    if (rowsGiven == 0) {
      return Optional.empty();
    }
    if (field.shape().rank() == 0) {
      return Optional.of(values.build(field.name(), Shape.of()));
    }
    Shape row = firstRowShape.orElse(rowShape);
    long[] dimensions = new long[row.rank() + 1];
    dimensions[0] = rows;
    for (int axis = 0; axis < row.rank(); axis++) {
      dimensions[axis + 1] = Math.max(0, row.dimension(axis));
    }
    return Optional.of(values.build(field.name(), Shape.of(dimensions)));
  }
}
