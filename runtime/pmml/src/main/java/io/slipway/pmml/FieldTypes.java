package io.slipway.pmml;

import io.slipway.scoring.DataType;
import org.dmg.pmml.OutputField;
import org.dmg.pmml.ResultFeature;
import org.jspecify.annotations.Nullable;

/** PMML's data types as column types. */
final class FieldTypes {
  private FieldTypes() {}

  /**
   * Dates and times travel as text, as PMML writes them. So do durations: what goes in is the point
   * in time where they end, and what comes out is the number of their units.
   */
  static DataType of(org.dmg.pmml.DataType type) {
    return switch (type) {
      case INTEGER -> DataType.INT64;
      case FLOAT -> DataType.FP32;
      case DOUBLE -> DataType.FP64;
      case BOOLEAN -> DataType.BOOL;
      default -> DataType.BYTES;
    };
  }

  /**
   * The type of an output field, which need not state one.
   *
   * @param targetType of the field that the output is about
   */
  static DataType of(OutputField field, DataType targetType) {
    org.dmg.pmml.@Nullable DataType stated = field.getDataType();
    ResultFeature feature = field.getResultFeature();
    return switch (feature) {
      case PROBABILITY, CONFIDENCE, AFFINITY, CLUSTER_AFFINITY, ENTITY_AFFINITY ->
          stated == null ? DataType.FP64 : of(stated);
      case PREDICTED_VALUE -> stated == null ? targetType : of(stated);
      default -> stated == null ? DataType.BYTES : of(stated);
    };
  }
}
