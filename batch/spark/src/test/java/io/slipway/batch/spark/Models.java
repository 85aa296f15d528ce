package io.slipway.batch.spark;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.Engines;
import io.slipway.scoring.Field;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.Signature;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Test models as Spark and as their engine get them. */
final class Models {
  private Models() {}

  static SlipwayModel reference(Path file) throws Exception {
    return SlipwayModel.of(file.toUri().toString(), Sha256.of(Files.readAllBytes(file)));
  }

  /** Loaded in this JVM, past all of Spark. */
  static Model direct(Path file) throws Exception {
    return Engines.installed().load(file, LoadOptions.cpu());
  }

  /** A column for each input, of the type that has the same values. */
  static StructType schema(Signature signature) {
    return new StructType(
        signature.inputs().stream()
            .map(field -> new OutputColumn(field, field.name()).field())
            .toArray(StructField[]::new));
  }

  /** Records as rows of {@link #schema}. */
  static Dataset<Row> rows(Signature signature, List<Map<String, Object>> records) {
    List<Row> rows = new ArrayList<>();
    for (Map<String, Object> record : records) {
      @Nullable Object[] cells =
          signature.inputs().stream().map(field -> cell(field, record.get(field.name()))).toArray();
      rows.add(RowFactory.create(cells));
    }
    return SparkCluster.session().createDataFrame(rows, schema(signature));
  }

  private static @Nullable Object cell(Field field, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    return switch (field.type()) {
      case FP64 -> ((Number) value).doubleValue();
      case FP32 -> ((Number) value).floatValue();
      case INT64 -> ((Number) value).longValue();
      case INT32 -> ((Number) value).intValue();
      case BOOL -> Boolean.valueOf(value.toString());
      default -> value.toString();
    };
  }

  /** Tensors whose first dimension is the rows, as rows of {@link #schema}. */
  static Dataset<Row> rows(Signature signature, Batch tensors, int count) {
    List<Row> rows = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      @Nullable Object[] cells = new Object[signature.inputs().size()];
      for (int i = 0; i < cells.length; i++) {
        Field field = signature.inputs().get(i);
        Column column = tensors.column(field.name()).orElseThrow();
        cells[i] = new OutputColumn(field, field.name()).cell(column, row);
      }
      rows.add(RowFactory.create(cells));
    }
    return SparkCluster.session().createDataFrame(rows, schema(signature));
  }

  /** Everything that is in a row, so that rows that are shown alike are the same, bit for bit. */
  static String shown(Row row) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      Object cell = row.isNullAt(i) ? null : row.get(i);
      cells.add(
          cell == null
              ? "null"
              : cell.getClass().getSimpleName().replaceAll("Seq|\\$.*", "") + cell);
    }
    return String.join(" ", cells);
  }

  static List<String> shown(List<Row> rows) {
    return rows.stream().map(Models::shown).toList();
  }
}
