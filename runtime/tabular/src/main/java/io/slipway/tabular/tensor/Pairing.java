package io.slipway.tabular.tensor;

import io.slipway.tabular.form.Values;

/** Functions of two elements; tests make truth values. */
public enum Pairing {
  SUM,
  DIFFERENCE,
  PRODUCT,
  QUOTIENT,
  LESS,
  LESS_OR_EQUAL,
  GREATER,
  GREATER_OR_EQUAL,
  EQUAL,
  AND,
  OR;

  double of(double x, double y) {
    return switch (this) {
      case SUM -> x + y;
      case DIFFERENCE -> x - y;
      case PRODUCT -> x * y;
      case QUOTIENT -> x / y;
      case LESS -> Values.of(x < y);
      case LESS_OR_EQUAL -> Values.of(x <= y);
      case GREATER -> Values.of(x > y);
      case GREATER_OR_EQUAL -> Values.of(x >= y);
      case EQUAL -> Values.of(x == y);
      case AND -> Values.of(x != 0 && y != 0);
      case OR -> Values.of(x != 0 || y != 0);
    };
  }
}
