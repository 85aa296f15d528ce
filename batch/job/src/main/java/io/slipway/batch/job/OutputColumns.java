package io.slipway.batch.job;

import io.slipway.batch.warehouse.Output;
import io.slipway.batch.warehouse.WarehouseException;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.Field;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Signature;
import io.slipway.scoring.Validity;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * What a model answers, as columns of a table: an output with one value a row under its own name,
 * one with several under its name and their places in row-major order, {@code scores_0} and so on.
 */
final class OutputColumns {
  /** PostgreSQL's tables have 1600 at most, ours among them. */
  private static final long MOST_COLUMNS = 1500;

  private final List<Kept> kept;

  /** An output that is kept, and how many values a row has of it. */
  private record Kept(Field field, int width) {
    List<Output> columns() {
      if (width == 1) {
        return List.of(new Output(field.name(), field.type()));
      }
      List<Output> columns = new ArrayList<>();
      for (int i = 0; i < width; i++) {
        columns.add(new Output(field.name() + "_" + i, field.type()));
      }
      return columns;
    }
  }

  private OutputColumns(List<Kept> kept) {
    this.kept = List.copyOf(kept);
  }

  /**
   * @param names of the model's outputs that are kept; none to keep all
   * @throws JobException {@code OutputInvalid} if there is no such output, or it is no column
   */
  static OutputColumns of(Signature signature, List<String> names) throws JobException {
    List<Kept> kept = new ArrayList<>();
    long columns = 0;
    for (Field field : chosen(signature, names)) {
      long width = width(field);
      columns += width;
      if (columns > MOST_COLUMNS) {
        throw JobException.correct(
            "OutputInvalid",
            "the model's outputs have more than %d values a row: name those that are to be kept in spec.output.columns"
                .formatted(MOST_COLUMNS));
      }
      kept.add(new Kept(field, (int) width));
    }
    OutputColumns outputs = new OutputColumns(kept);
    try {
      Output.requireDistinct(outputs.columns());
    } catch (WarehouseException e) {
      throw JobException.of(e);
    }
    return outputs;
  }

  private static List<Field> chosen(Signature signature, List<String> names) throws JobException {
    if (names.isEmpty()) {
      return signature.outputs();
    }
    List<Field> chosen = new ArrayList<>();
    for (String name : names) {
      Optional<Field> field = signature.output(name);
      if (field.isEmpty()) {
        throw JobException.correct(
            "OutputInvalid",
            "spec.output.columns names %s, and the model's outputs are %s: correct it"
                .formatted(name, signature.outputs().stream().map(Field::name).toList()));
      }
      chosen.add(field.get());
    }
    return chosen;
  }

  private static long width(Field field) throws JobException {
    long width = 1;
    for (int axis = 1; axis < field.shape().rank(); axis++) {
      long dimension = field.shape().dimension(axis);
      if (dimension == Shape.DYNAMIC || dimension < 1) {
        throw JobException.correct(
            "OutputInvalid",
            "output %s has shape %s, and a table needs to know how many values a row has: leave it out of spec.output.columns, or export the model with fixed dimensions"
                .formatted(field.name(), field.shape()));
      }
      width = Math.min(width * dimension, MOST_COLUMNS + 1);
    }
    return width;
  }

  /** Columns of the set. */
  List<Output> columns() {
    return kept.stream().flatMap(one -> one.columns().stream()).toList();
  }

  /**
   * The values of some rows.
   *
   * @param outputs as the model answers
   */
  Batch of(Batch outputs) {
    List<Column> columns = new ArrayList<>();
    for (Kept one : kept) {
      Column column = outputs.column(one.field().name()).orElseThrow();
      for (int place = 0; place < one.width(); place++) {
        String name = one.width() == 1 ? column.name() : column.name() + "_" + place;
        columns.add(column(name, column, place, one.width()));
      }
    }
    return Batch.of(columns);
  }

  private static Column column(String name, Column from, int place, int width) {
    int rows = from.rows();
    if (from.length() != rows * width) {
      throw WarehouseException.invalid(
          "the output " + from.name(),
          "the model answers %s to %d rows, and announces %d values for each"
              .formatted(from.shape(), rows, width),
          "leave it out of spec.output.columns");
    }
    if (width == 1) {
      return Column.of(name, from.type(), Shape.of(rows), from.values(), from.validity());
    }
    Object values = Array.newInstance(from.type().arrayType().componentType(), rows);
    BitSet missing = new BitSet();
    for (int row = 0; row < rows; row++) {
      System.arraycopy(from.values(), row * width + place, values, row, 1);
      missing.set(row, !from.isValid(row * width + place));
    }
    return Column.of(name, from.type(), Shape.of(rows), values, Validity.allBut(missing));
  }
}
