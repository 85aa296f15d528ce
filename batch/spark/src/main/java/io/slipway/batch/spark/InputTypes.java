package io.slipway.batch.spark;

import io.slipway.scoring.Field;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;

/** Which columns of Spark can feed which inputs; whether a cell's value fits shows row by row. */
final class InputTypes {
  private InputTypes() {}

  /**
   * @throws IllegalArgumentException if no value of the column can
   */
  static void require(Field field, DataType column) {
    int rank = field.shape().rank() - 1;
    DataType element = column;
    int depth = 0;
    while (element instanceof ArrayType array) {
      element = array.elementType();
      depth++;
    }
    boolean single = rank == 1 && field.shape().dimension(1) == 1;
    boolean fits = depth == rank || (depth == 0 && single);
    if (!(column instanceof NullType) && !(fits && feeds(element, field.type()))) {
      throw new IllegalArgumentException(
          "column \"%s\" is of type %s, and the model's input of that name %s: cast the column, or rename it if it is something else"
              .formatted(field.name(), column.simpleString(), wanted(field, rank)));
    }
  }

  private static boolean feeds(DataType element, io.slipway.scoring.DataType input) {
    if (element instanceof StringType) {
      return true;
    }
    return switch (input) {
      case BOOL -> element instanceof BooleanType;
      case BYTES -> element instanceof DateType;
      default -> element instanceof NumericType;
    };
  }

  private static String wanted(Field field, int rank) {
    String value =
        switch (field.type()) {
          case BOOL -> "a boolean";
          case BYTES -> "text";
          default -> "a number (" + field.type() + ")";
        };
    return rank == 0 ? "is " + value : "has shape " + field.shape() + ", each element " + value;
  }
}
