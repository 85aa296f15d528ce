package io.slipway.tabular.pmml;

import io.slipway.scoring.DataType;
import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.model.Temporal;
import io.slipway.tabular.xml.Element;
import java.util.Optional;

/** The data types of PMML that are scored here. Durations since a year are not. */
enum FieldType {
  INTEGER(DataType.INT64),
  FLOAT(DataType.FP32),
  DOUBLE(DataType.FP64),
  BOOLEAN(DataType.BOOL),
  STRING(DataType.BYTES),
  DATE(DataType.BYTES),
  TIME(DataType.BYTES),
  DATE_TIME(DataType.BYTES);

  private final DataType column;

  FieldType(DataType column) {
    this.column = column;
  }

  /** The type of a column of such values. */
  DataType column() {
    return column;
  }

  boolean isNumber() {
    return this == INTEGER || this == FLOAT || this == DOUBLE;
  }

  /** What texts of this type are, where they are dates or times. */
  Optional<Temporal> temporal() {
    return switch (this) {
      case DATE -> Optional.of(Temporal.DATE);
      case TIME -> Optional.of(Temporal.TIME);
      case DATE_TIME -> Optional.of(Temporal.DATE_TIME);
      default -> Optional.empty();
    };
  }

  /** What an element's attribute {@code dataType} says. */
  static FieldType of(Element element) throws ModelLoadException {
    Optional<String> name = element.attribute("dataType");
    if (name.isEmpty()) {
      throw element.invalid("the attribute dataType is missing");
    }
    return switch (name.get()) {
      case "integer" -> INTEGER;
      case "float" -> FLOAT;
      case "double" -> DOUBLE;
      case "boolean" -> BOOLEAN;
      case "string" -> STRING;
      case "date" -> DATE;
      case "time" -> TIME;
      case "dateTime" -> DATE_TIME;
      default -> throw element.unsupportedValue("dataType");
    };
  }

  /** What {@code dataType} says, or {@code otherwise} where it says nothing. */
  static FieldType of(Element element, FieldType otherwise) throws ModelLoadException {
    return element.has("dataType") ? of(element) : otherwise;
  }

  /** The type of what is computed from two numbers. */
  static Optional<FieldType> common(FieldType left, FieldType right) {
    if (!left.isNumber() || !right.isNumber()) {
      return Optional.empty();
    }
    return Optional.of(left.compareTo(right) >= 0 ? left : right);
  }
}
