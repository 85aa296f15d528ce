package io.slipway.batch.spark;

import io.slipway.scoring.DataType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Values of cells in the array that will carry them to the model, each converted as the pod
 * converts what it reads: exactly, or rounded once, or refused.
 */
abstract sealed class Elements {
  final DataType type;

  private Elements(DataType type) {
    this.type = type;
  }

  static Elements of(DataType type) {
    return switch (type) {
      case BOOL -> new Booleans();
      case UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64 -> new Wholes(type);
      case FP16 -> new Halves();
      case FP32 -> new Singles();
      case FP64 -> new Doubles();
      case BYTES -> new Texts();
    };
  }

  /** Stores a cell that is not null. */
  abstract void put(int index, Object cell) throws UnfitValueException;

  /** A fresh array with the first so many. */
  abstract Object array(int length);

  /** What a cell should have been, in words. */
  abstract String expected();

  final UnfitValueException unfit(Object cell) {
    return new UnfitValueException(
        expected(),
        cell instanceof String text && !JsonNumber.is(text)
            ? "the text \"" + text + "\""
            : cell.toString());
  }

  static int grown(int capacity, int index) {
    return Math.max(Math.max(16, index + 1), capacity + (capacity >> 1));
  }

  /** Floating-point numbers. */
  private abstract static sealed class Floating extends Elements {
    private Floating(DataType type) {
      super(type);
    }

    /** Stores a number; false if it is finite and the type has none so large. */
    abstract boolean store(int index, double value);

    /** Stores a number in decimal digits, rounded once; as {@link #store(int, double)} else. */
    abstract boolean store(int index, String digits);

    @Override
    final void put(int index, Object cell) throws UnfitValueException {
      boolean fits;
      if (cell instanceof Double || cell instanceof Float || cell instanceof Integer) {
        fits = store(index, ((Number) cell).doubleValue());
      } else if (cell instanceof Long || cell instanceof Short || cell instanceof Byte) {
        long value = ((Number) cell).longValue();
        boolean exact = value == (long) (double) value && value != Long.MAX_VALUE;
        fits = exact ? store(index, (double) value) : store(index, Long.toString(value));
      } else if (cell instanceof BigDecimal) {
        fits = store(index, cell.toString());
      } else if (cell instanceof String text) {
        fits = JsonNumber.is(text) ? store(index, text) : store(index, beyondNumbers(text));
      } else {
        throw unfit(cell);
      }
      if (!fits) {
        throw new UnfitValueException("a number within the range of " + type, cell.toString());
      }
    }

    private double beyondNumbers(String text) throws UnfitValueException {
      return switch (text) {
        case "NaN" -> Double.NaN;
        case "Infinity" -> Double.POSITIVE_INFINITY;
        case "-Infinity" -> Double.NEGATIVE_INFINITY;
        default -> throw unfit(text);
      };
    }

    @Override
    final String expected() {
      return "a number (" + type + ")";
    }
  }

  /** Binary64. */
  private static final class Doubles extends Floating {
    private double[] values = {};

    Doubles() {
      super(DataType.FP64);
    }

    @Override
    boolean store(int index, double value) {
      if (index >= values.length) {
        values = Arrays.copyOf(values, grown(values.length, index));
      }
      values[index] = value;
      return true;
    }

    @Override
    boolean store(int index, String digits) {
      double value = Double.parseDouble(digits);
      return store(index, value) && Double.isFinite(value);
    }

    @Override
    Object array(int length) {
      return Arrays.copyOf(values, length);
    }
  }

  /** Binary32. */
  private static final class Singles extends Floating {
    private float[] values = {};

    Singles() {
      super(DataType.FP32);
    }

    @Override
    boolean store(int index, double value) {
      return keep(index, (float) value) || !Double.isFinite(value);
    }

    @Override
    boolean store(int index, String digits) {
      return keep(index, Float.parseFloat(digits));
    }

    private boolean keep(int index, float value) {
      if (index >= values.length) {
        values = Arrays.copyOf(values, grown(values.length, index));
      }
      values[index] = value;
      return Float.isFinite(value);
    }

    @Override
    Object array(int length) {
      return Arrays.copyOf(values, length);
    }
  }

  /** Binary16, as bits. */
  private static final class Halves extends Floating {
    private short[] values = {};

    Halves() {
      super(DataType.FP16);
    }

    @Override
    boolean store(int index, double value) {
      if (index >= values.length) {
        values = Arrays.copyOf(values, grown(values.length, index));
      }
      values[index] = Half.of(value);
      return Float.isFinite(Half.toFloat(values[index])) || !Double.isFinite(value);
    }

    @Override
    boolean store(int index, String digits) {
      double value = Double.parseDouble(digits);
      return store(index, value) && Double.isFinite(value);
    }

    @Override
    Object array(int length) {
      return Arrays.copyOf(values, length);
    }
  }

  /** Whole numbers, exact: whatever does not fit the type is refused, never wrapped or rounded. */
  private static final class Wholes extends Elements {
    private final BigInteger min;
    private final BigInteger max;
    private final int bits;
    private long[] values = {};

    Wholes(DataType type) {
      super(type);
      boolean unsigned = type.name().startsWith("U");
      this.bits = Integer.parseInt(type.name().substring(unsigned ? 4 : 3));
      this.min = unsigned ? BigInteger.ZERO : BigInteger.TWO.pow(bits - 1).negate();
      this.max = BigInteger.TWO.pow(unsigned ? bits : bits - 1).subtract(BigInteger.ONE);
    }

    @Override
    void put(int index, Object cell) throws UnfitValueException {
      if (index >= values.length) {
        values = Arrays.copyOf(values, grown(values.length, index));
      }
      values[index] = whole(cell);
    }

    /** The low bits of a value within the type's range. */
    private long whole(Object cell) throws UnfitValueException {
      if (cell instanceof Integer
          || cell instanceof Long
          || cell instanceof Short
          || cell instanceof Byte) {
        long value = ((Number) cell).longValue();
        boolean fits =
            bits == 64
                ? min.signum() < 0 || value >= 0
                : value >= min.longValue() && value <= max.longValue();
        if (!fits) {
          throw unfit(cell);
        }
        return value;
      }
      BigInteger value = big(cell).orElseThrow(() -> unfit(cell));
      if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
        throw unfit(cell);
      }
      return value.longValue();
    }

    private static Optional<BigInteger> big(Object cell) {
      if (cell instanceof BigDecimal decimal) {
        return JsonNumber.whole(decimal);
      }
      if (cell instanceof Double || cell instanceof Float) {
        double value = ((Number) cell).doubleValue();
        return Double.isFinite(value) ? JsonNumber.whole(new BigDecimal(value)) : Optional.empty();
      }
      return cell instanceof String text && JsonNumber.is(text)
          ? JsonNumber.whole(text)
          : Optional.empty();
    }

    @Override
    Object array(int length) {
      long[] wide = Arrays.copyOf(values, length);
      return switch (bits) {
        case 8 -> {
          byte[] narrow = new byte[length];
          for (int i = 0; i < length; i++) {
            narrow[i] = (byte) wide[i];
          }
          yield narrow;
        }
        case 16 -> {
          short[] narrow = new short[length];
          for (int i = 0; i < length; i++) {
            narrow[i] = (short) wide[i];
          }
          yield narrow;
        }
        case 32 -> {
          int[] narrow = new int[length];
          for (int i = 0; i < length; i++) {
            narrow[i] = (int) wide[i];
          }
          yield narrow;
        }
        default -> wide;
      };
    }

    @Override
    String expected() {
      return "a whole number from %s to %s (%s)".formatted(min, max, type);
    }
  }

  /** True and false. */
  private static final class Booleans extends Elements {
    private boolean[] values = {};

    Booleans() {
      super(DataType.BOOL);
    }

    @Override
    void put(int index, Object cell) throws UnfitValueException {
      if (index >= values.length) {
        values = Arrays.copyOf(values, grown(values.length, index));
      }
      values[index] = cell instanceof Boolean value ? value : bool(cell);
    }

    /** CSV writers disagree about the case of these words. */
    private boolean bool(Object cell) throws UnfitValueException {
      return switch (cell.toString().toLowerCase(Locale.ROOT)) {
        case "true" -> true;
        case "false" -> false;
        default -> throw unfit(cell);
      };
    }

    @Override
    Object array(int length) {
      return Arrays.copyOf(values, length);
    }

    @Override
    String expected() {
      return "true or false";
    }
  }

  /** Text, and dates as {@code 2026-11-26}. */
  private static final class Texts extends Elements {
    private String[] values = {};

    Texts() {
      super(DataType.BYTES);
    }

    @Override
    void put(int index, Object cell) {
      if (index >= values.length) {
        values = Arrays.copyOf(values, grown(values.length, index));
      }
      values[index] = cell.toString();
    }

    @Override
    Object array(int length) {
      return Arrays.copyOf(values, length);
    }

    @Override
    String expected() {
      return "text";
    }
  }
}
