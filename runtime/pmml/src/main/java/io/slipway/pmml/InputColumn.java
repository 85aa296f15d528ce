package io.slipway.pmml;

import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Shape;
import org.jpmml.evaluator.FieldValue;
import org.jpmml.evaluator.InputField;
import org.jpmml.evaluator.ValueCheckException;
import org.jpmml.model.PMMLException;
import org.jspecify.annotations.Nullable;

/** An input field of a model and how a row's value for it is taken out of its column. */
record InputColumn(Field field, InputField evaluatorField) {

  String name() {
    return field.name();
  }

  /** Refuses a column that is not of the field's type, or not one value a row. */
  void check(Column column, int rows) throws ScoringException {
    if (column.type() != field.type()) {
      throw ScoringException.invalidField(
          name(), "field %s takes %s, not %s".formatted(name(), field.type(), column.type()));
    }
    Shape shape = column.shape();
    boolean oneValueARow = shape.rank() == 1 || (shape.rank() == 2 && shape.dimension(1) == 1);
    if (!oneValueARow) {
      throw ScoringException.invalidField(
          name(),
          "field %s takes one value a row, shape [rows] or [rows, 1], not %s"
              .formatted(name(), shape));
    }
    if (column.rows() != rows) {
      throw ScoringException.invalidField(
          name(),
          "field %s has %d rows, while others have %d".formatted(name(), column.rows(), rows));
    }
  }

  /** The value of a row, after the document's treatment of missing and invalid values. */
  @Nullable FieldValue prepare(@Nullable Object value, int row) throws ScoringException {
    try {
      return evaluatorField.prepare(value);
    } catch (ValueCheckException e) {
      throw ScoringException.invalidValue(row, name(), refusal(value));
    } catch (IllegalArgumentException e) {
      // The field takes an invalid value as it is, or has a replacement that is none of its type.
      throw ScoringException.invalidValue(
          row,
          name(),
          value == null
              ? "field %s has no value, and what the model puts in its place is no %s"
                  .formatted(name(), evaluatorField.getDataType().value())
              : refusal(value));
    } catch (PMMLException e) {
      throw ScoringException.invalidValue(
          row, name(), "field %s: %s".formatted(name(), e.getMessage()));
    }
  }

  /** An element of a column as JPMML wants it; null stands for missing, as it does there. */
  static @Nullable Object value(Column column, int row) {
    if (!column.isValid(row)) {
      return null;
    }
    return switch (column.type()) {
      case FP64 -> {
        double value = column.doubles()[row];
        yield Double.isNaN(value) ? null : (Object) value;
      }
      case FP32 -> {
        float value = column.floats()[row];
        yield Float.isNaN(value) ? null : (Object) value;
      }
      case INT64 -> {
        long value = column.longs()[row];
        yield value == (int) value ? (Object) (int) value : (Object) value;
      }
      case BOOL -> column.booleans()[row];
      case BYTES -> column.strings()[row];
      default -> throw new IllegalStateException("no input has type " + column.type());
    };
  }

  private String refusal(@Nullable Object value) {
    if (value == null) {
      return "field %s has no value, and the model requires one".formatted(name());
    }
    String shown = field.type() == DataType.BYTES ? "\"" + value + "\"" : value.toString();
    String allowed =
        !field.allowedValues().isEmpty()
            ? "; allowed: " + Abbreviation.of(field.allowedValues())
            : field.intervals().isEmpty() ? "" : "; allowed: " + Intervals.text(field.intervals());
    return "field %s does not accept %s%s".formatted(name(), Abbreviation.of(shown), allowed);
  }
}
