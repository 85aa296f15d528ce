package io.slipway.tabular.pmml;

import io.slipway.scoring.DataType;
import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.model.Temporal;
import io.slipway.tabular.xml.Element;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The data types of PMML that are scored here, and those that JPMML adds. Not those that count from
 * a year 0, of which the reference knows the names alone.
 */
enum FieldType {
  INTEGER("integer", DataType.INT64),
  FLOAT("float", DataType.FP32),
  DOUBLE("double", DataType.FP64),
  BOOLEAN("boolean", DataType.BOOL),
  STRING("string", DataType.BYTES),
  DATE("date", Temporal.DATE),
  TIME("time", Temporal.TIME),
  DATE_TIME("dateTime", Temporal.DATE_TIME),
  TIME_SECONDS("timeSeconds", Temporal.SECONDS),
  DAYS_SINCE_1960("dateDaysSince[1960]", Temporal.DAYS_SINCE_1960),
  DAYS_SINCE_1970("dateDaysSince[1970]", Temporal.DAYS_SINCE_1970),
  DAYS_SINCE_1980("dateDaysSince[1980]", Temporal.DAYS_SINCE_1980),
  DAYS_SINCE_1990("x-dateDaysSince[1990]", Temporal.DAYS_SINCE_1990),
  DAYS_SINCE_2000("x-dateDaysSince[2000]", Temporal.DAYS_SINCE_2000),
  DAYS_SINCE_2010("x-dateDaysSince[2010]", Temporal.DAYS_SINCE_2010),
  DAYS_SINCE_2020("x-dateDaysSince[2020]", Temporal.DAYS_SINCE_2020),
  SECONDS_SINCE_1960("dateTimeSecondsSince[1960]", Temporal.SECONDS_SINCE_1960),
  SECONDS_SINCE_1970("dateTimeSecondsSince[1970]", Temporal.SECONDS_SINCE_1970),
  SECONDS_SINCE_1980("dateTimeSecondsSince[1980]", Temporal.SECONDS_SINCE_1980),
  SECONDS_SINCE_1990("x-dateTimeSecondsSince[1990]", Temporal.SECONDS_SINCE_1990),
  SECONDS_SINCE_2000("x-dateTimeSecondsSince[2000]", Temporal.SECONDS_SINCE_2000),
  SECONDS_SINCE_2010("x-dateTimeSecondsSince[2010]", Temporal.SECONDS_SINCE_2010),
  SECONDS_SINCE_2020("x-dateTimeSecondsSince[2020]", Temporal.SECONDS_SINCE_2020);

  private static final Map<String, FieldType> BY_NAME =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(type -> type.inDocuments, Function.identity()));

  private final String inDocuments;
  private final DataType column;
  private final Optional<Temporal> temporal;

  FieldType(String inDocuments, DataType column) {
    this.inDocuments = inDocuments;
    this.column = column;
    this.temporal = Optional.empty();
  }

  FieldType(String inDocuments, Temporal temporal) {
    this.inDocuments = inDocuments;
    this.column = DataType.BYTES;
    this.temporal = Optional.of(temporal);
  }

  /** The type of a column of such values. */
  DataType column() {
    return column;
  }

  boolean isNumber() {
    return this == INTEGER || this == FLOAT || this == DOUBLE;
  }

  boolean isDuration() {
    return temporal.isPresent() && temporal.get().isDuration();
  }

  /** Whether its values are numbers to whoever measures them: durations are, and add up to none. */
  boolean isQuantity() {
    return isNumber() || isDuration();
  }

  /** What texts of this type are, where they are dates, times or durations. */
  Optional<Temporal> temporal() {
    return temporal;
  }

  /** What an element's attribute {@code dataType} says. */
  static FieldType of(Element element) throws ModelLoadException {
    Optional<String> name = element.attribute("dataType");
    if (name.isEmpty()) {
      throw element.invalid("the attribute dataType is missing");
    }
    FieldType type = BY_NAME.get(name.get());
    if (type == null) {
      throw element.unsupportedValue("dataType");
    }
    return type;
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
