package io.slipway.batch.spark;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.Field;
import io.slipway.scoring.Signature;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * What every row is answered with: a cell for each output, and one that says why there are none.
 *
 * @param outputs in the order of their columns
 * @param errorColumn its name
 */
record Answers(List<OutputColumn> outputs, String errorColumn) {

  /**
   * @throws IllegalArgumentException if the model has no output of a name that is asked for
   */
  static Answers of(Signature signature, ScoringOptions options) {
    List<String> wanted =
        options.outputs().isEmpty()
            ? signature.outputs().stream().map(Field::name).toList()
            : options.outputs();
    List<OutputColumn> outputs = new ArrayList<>();
    for (String name : wanted) {
      Field output =
          signature
              .output(name)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "the model has no output \"%s\"; it has %s"
                              .formatted(
                                  name,
                                  signature.outputs().stream()
                                      .map(Field::name)
                                      .collect(Collectors.joining(", ")))));
      outputs.add(new OutputColumn(output, options.prefix() + name));
    }
    return new Answers(outputs, options.errorColumn());
  }

  /**
   * The columns of rows, then those of answers.
   *
   * @throws IllegalArgumentException if two have one name; names differ by more than case, as Spark
   *     has it
   */
  StructType after(StructType rows) {
    List<StructField> fields = new ArrayList<>(List.of(rows.fields()));
    outputs.forEach(output -> fields.add(output.field()));
    fields.add(DataTypes.createStructField(errorColumn, DataTypes.StringType, true));
    Set<String> names = new LinkedHashSet<>();
    for (StructField field : fields) {
      if (!names.add(field.name().toLowerCase(java.util.Locale.ROOT))) {
        throw new IllegalArgumentException(
            "two columns would be called \"%s\": give outputs a prefix or the error column another name"
                .formatted(field.name()));
      }
    }
    return DataTypes.createStructType(fields);
  }

  /** Of a row of the model's answer. */
  @Nullable Object[] scored(Batch answer, int row) {
    @Nullable Object[] cells = new Object[outputs.size() + 1];
    for (int i = 0; i < outputs.size(); i++) {
      OutputColumn output = outputs.get(i);
      Column column = answer.column(output.output().name()).orElseThrow();
      cells[i] = output.cell(column, row);
    }
    return cells;
  }

  /** Of a row that has no prediction. */
  @Nullable Object[] refused(String why) {
    @Nullable Object[] cells = new Object[outputs.size() + 1];
    cells[outputs.size()] = why;
    return cells;
  }
}
