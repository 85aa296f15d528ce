package io.slipway.testkit;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Signature;
import io.slipway.scoring.Validity;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Records turned into the columns a model's signature asks for, as a server would. */
public final class TabularRows {
  private TabularRows() {}

  /** A value that no column of the field's type can hold: a request a server refuses. */
  public static final class UnfitValueException extends Exception {
    private static final long serialVersionUID = 1;

    UnfitValueException(String field, int row, DataType type, Object value) {
      super("row " + row + ", field " + field + ": " + value + " is no " + type);
    }
  }

  /**
   * One column for each input of the signature, missing where a row has no value. Fields that are
   * no input of the model are left out, since exporters drop columns that a model does not use.
   * Numbers written as text are read as numbers.
   */
  public static Batch toBatch(Signature signature, List<Map<String, Object>> rows)
      throws UnfitValueException {
    List<Column> columns = new ArrayList<>();
    for (Field field : signature.inputs()) {
      columns.add(column(field, rows));
    }
    return Batch.of(columns);
  }

  private static Column column(Field field, List<Map<String, Object>> rows)
      throws UnfitValueException {
    DataType type = field.type();
    Object values =
        java.lang.reflect.Array.newInstance(type.arrayType().componentType(), rows.size());
    BitSet missing = new BitSet();
    for (int row = 0; row < rows.size(); row++) {
      Object value = rows.get(row).get(field.name());
      if (value == null) {
        missing.set(row);
      } else if (!set(values, type, row, value)) {
        throw new UnfitValueException(field.name(), row, type, value);
      }
    }
    return Column.of(field.name(), type, Shape.of(rows.size()), values, Validity.allBut(missing));
  }

  private static boolean set(Object values, DataType type, int row, Object value) {
    if (value instanceof Map || value instanceof List) {
      return false;
    }
    try {
      switch (type) {
        case BOOL -> ((boolean[]) values)[row] = bool(value);
        case INT8, UINT8 -> ((byte[]) values)[row] = (byte) whole(value);
        case INT16, UINT16 -> ((short[]) values)[row] = (short) whole(value);
        case INT32, UINT32 -> ((int[]) values)[row] = Math.toIntExact(whole(value));
        case INT64, UINT64 -> ((long[]) values)[row] = whole(value);
        case FP32 -> ((float[]) values)[row] = (float) number(value);
        case FP64 -> ((double[]) values)[row] = number(value);
        case BYTES -> ((String[]) values)[row] = value.toString();
        case FP16 -> throw new IllegalArgumentException("records have no FP16 values");
      }
      return true;
    } catch (NumberFormatException | ArithmeticException e) {
      return false;
    }
  }

  private static double number(Object value) {
    return value instanceof Number number
        ? number.doubleValue()
        : Double.parseDouble(value.toString());
  }

  private static long whole(Object value) {
    double number = number(value);
    if (number != Math.rint(number) || Math.abs(number) > 0x1p62) {
      throw new NumberFormatException("not a whole number: " + value);
    }
    return (long) number;
  }

  private static boolean bool(Object value) {
    return switch (value.toString().toLowerCase(Locale.ROOT)) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw new NumberFormatException("neither true nor false: " + value);
    };
  }

  /** Row {@code row} of an answer, by output name; a missing value is null. */
  public static Map<String, @Nullable Object> row(Batch batch, int row) {
    Map<String, @Nullable Object> values = new java.util.LinkedHashMap<>();
    for (Column column : batch.columns()) {
      values.put(
          column.name(),
          column.isValid(row) ? java.lang.reflect.Array.get(column.values(), row) : null);
    }
    return values;
  }

  /** All rows of an answer. */
  public static List<Map<String, @Nullable Object>> rows(Batch batch) {
    int rows = batch.columns().stream().mapToInt(Column::rows).max().orElse(0);
    return java.util.stream.IntStream.range(0, rows)
        .mapToObj(row -> row(batch, row))
        .collect(Collectors.toList());
  }
}
