package io.slipway.tabular.form;

/**
 * The operators of a {@link Formula}. Strict ones fail on a missing operand, as PMML's functions do
 * that have no rule for it; arithmetic passes missing on; a result that is no number is a failure.
 */
public enum Operator {
  COPY,
  ADD,
  SUBTRACT,
  MULTIPLY,
  DIVIDE,
  MODULO,
  /** As {@link #ADD}, of scores: infinities of both signs make what is no number, no failure. */
  ADD_SCORES,
  /** On integers of 32 bits: overflow and division by zero fail. */
  ADD_INTEGERS,
  SUBTRACT_INTEGERS,
  MULTIPLY_INTEGERS,
  DIVIDE_INTEGERS,
  MODULO_INTEGERS,
  /** Two operands of which a missing one is left out. */
  SUM,
  PRODUCT,
  MINIMUM,
  MAXIMUM,
  POW,
  THRESHOLD,
  HYPOT,
  ATAN2,
  LN,
  LN1P,
  LOG10,
  EXP,
  EXPM1,
  SQRT,
  ABS,
  FLOOR,
  CEIL,
  ROUND,
  ROUND_FLOAT,
  RINT,
  SIN,
  COS,
  TAN,
  ASIN,
  ACOS,
  ATAN,
  SINH,
  COSH,
  TANH,
  EQUAL,
  NOT_EQUAL,
  LESS,
  LESS_OR_EQUAL,
  GREATER,
  GREATER_OR_EQUAL,
  AND,
  OR,
  NOT,
  IS_MISSING,
  IS_NOT_MISSING,
  /** Three operands: the second where the first is true, else the third; no number fails. */
  IF,
  /** As {@link #IF}, whatever the operand holds. */
  SELECT,
  /** The first operand, or the second where it is missing. */
  OR_ELSE,
  /** Missing becomes a failure. */
  REQUIRE,
  /** Rounds to single precision. */
  TO_FLOAT,
  /** Fails where the number is not whole, or beyond 32 bits. */
  TO_INTEGER;

  double apply(double x, double y, double z) {
    return switch (this) {
      case COPY -> x;
      case ADD -> number(x + y, x, y);
      case ADD_SCORES -> score(x + y, x, y);
      case SUBTRACT -> number(x - y, x, y);
      case MULTIPLY -> number(x * y, x, y);
      case DIVIDE -> number(x / y, x, y);
      case MODULO -> number(x - Math.floor(x / y) * y, x, y);
      case ADD_INTEGERS -> integer(x + y, x, y);
      case SUBTRACT_INTEGERS -> integer(x - y, x, y);
      case MULTIPLY_INTEGERS -> integer(x * y, x, y);
      case DIVIDE_INTEGERS -> y == 0 ? failure(x) : integer(truncated(x / y), x, y);
      case MODULO_INTEGERS -> y == 0 ? failure(x) : integer(x - Math.floor(x / y) * y, x, y);
      case SUM -> skipping(x + y, x, y);
      case PRODUCT -> skipping(x * y, x, y);
      case MINIMUM -> skipping(Math.min(x, y), x, y);
      case MAXIMUM -> skipping(Math.max(x, y), x, y);
      case POW -> strict(Math.pow(x, y), x, y);
      case THRESHOLD -> strict(Values.of(x > y), x, y);
      case HYPOT -> strict(Math.hypot(x, y), x, y);
      case ATAN2 -> strict(Math.atan2(x, y), x, y);
      case LN -> strict(Math.log(x));
      case LN1P -> strict(Math.log1p(x));
      case LOG10 -> strict(Math.log10(x));
      case EXP -> strict(Math.exp(x));
      case EXPM1 -> strict(Math.expm1(x));
      case SQRT -> strict(Math.sqrt(x));
      case ABS -> strict(Math.abs(x));
      case FLOOR -> whole(Math.floor(x));
      case CEIL -> whole(Math.ceil(x));
      case ROUND -> whole(Math.round(x), x);
      case ROUND_FLOAT -> whole(Math.round((float) x), x);
      case RINT -> strict(Math.rint(x));
      case SIN -> strict(Math.sin(x));
      case COS -> strict(Math.cos(x));
      case TAN -> strict(Math.tan(x));
      case ASIN -> strict(Math.asin(x));
      case ACOS -> strict(Math.acos(x));
      case ATAN -> strict(Math.atan(x));
      case SINH -> strict(Math.sinh(x));
      case COSH -> strict(Math.cosh(x));
      case TANH -> strict(Math.tanh(x));
      case EQUAL -> strict(Values.of(x == y), x, y);
      case NOT_EQUAL -> strict(Values.of(x != y), x, y);
      case LESS -> strict(Values.of(x < y), x, y);
      case LESS_OR_EQUAL -> strict(Values.of(x <= y), x, y);
      case GREATER -> strict(Values.of(x > y), x, y);
      case GREATER_OR_EQUAL -> strict(Values.of(x >= y), x, y);
      case AND -> strict(Values.of(x != 0 && y != 0), x, y);
      case OR -> strict(Values.of(x != 0 || y != 0), x, y);
      case NOT -> !Double.isNaN(x) ? Values.of(x == 0) : Values.FAILED;
      case IS_MISSING -> Values.isFailed(x) ? x : Values.of(Values.isMissing(x));
      case IS_NOT_MISSING -> Values.isFailed(x) ? x : Values.of(!Values.isMissing(x));
      case IF -> valid(chosen(x, y, z));
      case SELECT -> chosen(x, y, z);
      case OR_ELSE -> Values.isMissing(x) ? y : x;
      case REQUIRE -> Values.isMissing(x) ? Values.FAILED : x;
      case TO_FLOAT -> !Double.isNaN(x) ? (float) x + 0.0 : x;
      case TO_INTEGER -> Double.isNaN(x) || x == (int) x ? x : Values.FAILED;
    };
  }

  private static double chosen(double condition, double yes, double no) {
    return Double.isNaN(condition) ? Values.FAILED : condition != 0 ? yes : no;
  }

  private static double valid(double value) {
    return Double.isNaN(value) && !Values.isMissing(value) ? Values.FAILED : value;
  }

  /** No zero is negative, as in the reference evaluator. */
  private static double number(double result, double x, double y) {
    return !Double.isNaN(result) ? result + 0.0 : Values.odd(x, y);
  }

  private static double score(double result, double x, double y) {
    return Double.isNaN(result) && (isMark(x) || isMark(y)) ? Values.odd(x, y) : result;
  }

  private static boolean isMark(double value) {
    return Values.isMissing(value) || Values.isFailed(value);
  }

  private static double integer(double result, double x, double y) {
    if (Double.isNaN(result)) {
      return Values.odd(x, y);
    }
    return result == (int) result ? result + 0.0 : Values.FAILED;
  }

  private static double failure(double x) {
    return Values.isMissing(x) ? x : Values.FAILED;
  }

  private static double truncated(double quotient) {
    return quotient < 0 ? Math.ceil(quotient) : Math.floor(quotient);
  }

  private static double skipping(double result, double x, double y) {
    if (!Double.isNaN(result)) {
      return result + 0.0;
    }
    if (Values.isMissing(x) && !Values.isFailed(y)) {
      return y;
    }
    return Values.isMissing(y) ? x : Values.FAILED;
  }

  private static double strict(double result, double x, double y) {
    return !Double.isNaN(x) && !Double.isNaN(y) ? strict(result) : Values.FAILED;
  }

  private static double strict(double result) {
    return !Double.isNaN(result) ? result + 0.0 : Values.FAILED;
  }

  private static double whole(double result) {
    return result == (int) result ? (int) result : Values.FAILED;
  }

  private static double whole(long result, double x) {
    return !Double.isNaN(x) && result == (int) result ? result : Values.FAILED;
  }
}
