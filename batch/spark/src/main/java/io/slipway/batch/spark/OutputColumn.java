package io.slipway.batch.spark;

import io.slipway.scoring.Column;
import io.slipway.scoring.Field;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * One output in Spark's types: the narrowest that holds every value, and an array for each
 * dimension behind the first.
 *
 * @param output the model's
 * @param name of the column
 */
record OutputColumn(Field output, String name) {
  private static final BigInteger LOW_BITS = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

  StructField field() {
    DataType type = element();
    for (int axis = 1; axis < output.shape().rank(); axis++) {
      type = DataTypes.createArrayType(type, true);
    }
    return DataTypes.createStructField(name, type, true);
  }

  private DataType element() {
    return switch (output.type()) {
      case BOOL -> DataTypes.BooleanType;
      case INT8 -> DataTypes.ByteType;
      case UINT8, INT16 -> DataTypes.ShortType;
      case UINT16, INT32 -> DataTypes.IntegerType;
      case UINT32, INT64 -> DataTypes.LongType;
      case UINT64 -> DataTypes.createDecimalType(20, 0);
      case FP16, FP32 -> DataTypes.FloatType;
      case FP64 -> DataTypes.DoubleType;
      case BYTES -> DataTypes.StringType;
    };
  }

  /** What a row got; null where that is missing. */
  @Nullable Object cell(Column column, int row) {
    int rank = column.shape().rank();
    if (rank <= 1) {
      return element(column, row);
    }
    int length = column.length() / column.rows();
    return nested(column, 1, row * length, length);
  }

  private static Object nested(Column column, int axis, int from, int length) {
    int count = (int) column.shape().dimension(axis);
    int part = count == 0 ? 0 : length / count;
    List<@Nullable Object> cells = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      cells.add(
          axis == column.shape().rank() - 1
              ? element(column, from + i)
              : nested(column, axis + 1, from + i * part, part));
    }
    return CollectionConverters.asScala(cells).toSeq();
  }

  private static @Nullable Object element(Column column, int index) {
    if (!column.isValid(index)) {
      return null;
    }
    return switch (column.type()) {
      case BOOL -> column.booleans()[index];
      case INT8 -> column.bytes()[index];
      case UINT8 -> (short) Byte.toUnsignedInt(column.bytes()[index]);
      case INT16 -> column.shorts()[index];
      case UINT16 -> Short.toUnsignedInt(column.shorts()[index]);
      case INT32 -> column.ints()[index];
      case UINT32 -> Integer.toUnsignedLong(column.ints()[index]);
      case INT64 -> column.longs()[index];
      case UINT64 -> new BigDecimal(BigInteger.valueOf(column.longs()[index]).and(LOW_BITS));
      case FP16 -> Half.toFloat(column.shorts()[index]);
      case FP32 -> column.floats()[index];
      case FP64 -> column.doubles()[index];
      case BYTES -> column.strings()[index];
    };
  }
}
