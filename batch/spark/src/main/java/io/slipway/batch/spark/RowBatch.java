package io.slipway.batch.spark;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Rows of Spark on their way into the columns of a model. For one thread. */
final class RowBatch {
  private final Signature signature;
  private final List<InputColumn> columns;
  private int count;

  /** What became of a row. */
  enum Adding {
    ADDED,
    /** It has arrays of another shape than the rows in the batch: it begins the next one. */
    OF_ANOTHER_SHAPE
  }

  private RowBatch(Signature signature, List<InputColumn> columns) {
    this.signature = signature;
    this.columns = columns;
  }

  /**
   * @param rows what the rows have
   * @throws IllegalArgumentException if no such row can ever be scored
   */
  static RowBatch of(Signature signature, StructType rows) {
    List<InputColumn> columns = new ArrayList<>();
    for (Field field : signature.inputs()) {
      Optional<Integer> ordinal =
          Optional.of(List.of(rows.fieldNames()).indexOf(field.name())).filter(found -> found >= 0);
      if (ordinal.isPresent()) {
        InputTypes.require(field, rows.fields()[ordinal.get()].dataType());
        columns.add(new InputColumn(field, ordinal.get()));
      } else if (field.presence() == Presence.REQUIRED) {
        throw new IllegalArgumentException(
            "the model needs an input \"%s\", and the rows have %s"
                .formatted(field.name(), String.join(", ", rows.fieldNames())));
      }
    }
    return new RowBatch(signature, columns);
  }

  void clear() {
    count = 0;
    columns.forEach(InputColumn::clear);
  }

  int count() {
    return count;
  }

  /**
   * @throws UnfitValueException if the row cannot be given to the model; the batch is as it was
   */
  Adding add(Row row) throws UnfitValueException {
    for (InputColumn column : columns) {
      try {
        if (!column.set(count, row.get(column.ordinal()))) {
          return Adding.OF_ANOTHER_SHAPE;
        }
      } catch (UnfitValueException e) {
        throw e.at(column.name());
      }
    }
    count++;
    return Adding.ADDED;
  }

  Batch inputs() {
    List<Column> given = new ArrayList<>(columns.size());
    for (InputColumn column : columns) {
      column.column(count).ifPresent(given::add);
    }
    return given.isEmpty() ? allMissing() : Batch.of(given);
  }

  /** A batch without a column would not say how many rows it has. */
  private Batch allMissing() {
    return Batch.of(
        signature.inputs().stream()
            .filter(field -> field.shape().rank() == 1)
            .limit(1)
            .map(field -> Column.ofMissing(field.name(), field.type(), count))
            .toList());
  }
}
