package io.slipway.tabular.model;

import io.slipway.scoring.Field;
import java.util.stream.Collectors;

/** Values as messages show them. */
final class Shown {
  private static final int LENGTH = 100;
  private static final int ITEMS = 20;

  private Shown() {}

  static String shortly(String text) {
    return text.length() <= LENGTH ? text : text.substring(0, LENGTH) + "...";
  }

  /** What a field accepts, as the end of a sentence. */
  static String allowed(Field field) {
    if (!field.allowedValues().isEmpty()) {
      return "; allowed: "
          + field.allowedValues().stream().limit(ITEMS).collect(Collectors.joining(", "))
          + (field.allowedValues().size() > ITEMS ? ", ..." : "");
    }
    if (field.intervals().isEmpty()) {
      return "";
    }
    return "; allowed: "
        + field.intervals().stream().map(Shown::interval).collect(Collectors.joining(" or "));
  }

  private static String interval(Field.Interval interval) {
    return (interval.lower().kind() == Field.Interval.Kind.INCLUSIVE ? "[" : "(")
        + interval.lower().value()
        + ", "
        + interval.upper().value()
        + (interval.upper().kind() == Field.Interval.Kind.INCLUSIVE ? "]" : ")");
  }
}
