package io.slipway.server.protocol;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.NumberInput;
import io.slipway.scoring.DataType;
import java.util.Arrays;
import java.util.Optional;

/** Floating-point numbers, each rounded once from its decimal digits to the width of its type. */
abstract sealed class FloatingColumnBuilder extends ColumnBuilder {
  private final QuotedNumbers quotedNumbers;

  private FloatingColumnBuilder(DataType type, QuotedNumbers quotedNumbers) {
    super(type);
    this.quotedNumbers = quotedNumbers;
  }

  static FloatingColumnBuilder of(DataType type, QuotedNumbers quotedNumbers) {
    return switch (type) {
      case FP16 -> new Half(quotedNumbers);
      case FP32 -> new Single(quotedNumbers);
      case FP64 -> new Double64(quotedNumbers);
      default -> throw new IllegalArgumentException(type + " is no floating-point type");
    };
  }

  /** Stores the number at the current token; false if it is beyond the type's range. */
  abstract boolean storeNumber(int index, JsonInput in) throws RequestException;

  /** Stores a number written as text; false if it is beyond the type's range. */
  abstract boolean storeNumber(int index, String number);

  abstract void storeBeyondNumbers(int index, double value);

  @Override
  final void store(int index, JsonInput in) throws ValueException, RequestException {
    ensureRoom(index);
    if (isNumber(in.token())) {
      if (!storeNumber(index, in)) {
        throw outOfRange(in.text());
      }
    } else if (in.token() == JsonToken.VALUE_STRING) {
      String text = in.text();
      if (quotedNumbers == QuotedNumbers.REFUSED && Numbers.isNumber(text)) {
        throw unexpected(in);
      }
      store(index, text);
    } else {
      throw unexpected(in);
    }
  }

  @Override
  final void store(int index, String text) throws ValueException {
    ensureRoom(index);
    if (Numbers.isNumber(text)) {
      if (!storeNumber(index, text)) {
        throw outOfRange(text);
      }
    } else {
      Optional<Double> value = Numbers.beyondNumbers(text);
      if (value.isEmpty()) {
        throw unexpected(text);
      }
      storeBeyondNumbers(index, value.get());
    }
  }

  private ValueException outOfRange(String number) {
    return new ValueException("a number within the range of " + type, Quoted.plain(number));
  }

  @Override
  String expected() {
    return "a number (" + type + ")";
  }

  /** Binary64. */
  private static final class Double64 extends FloatingColumnBuilder {
    private double[] values = {};

    Double64(QuotedNumbers quotedNumbers) {
      super(DataType.FP64, quotedNumbers);
    }

    @Override
    void ensureRoom(int index) {
      if (index >= values.length) {
        values = Arrays.copyOf(values, grown(values.length, index));
      }
    }

    @Override
    boolean storeNumber(int index, JsonInput in) throws RequestException {
      values[index] = in.doubleValue();
      return Double.isFinite(values[index]);
    }

    @Override
    boolean storeNumber(int index, String number) {
      values[index] = NumberInput.parseDouble(number, true);
      return Double.isFinite(values[index]);
    }

    @Override
    void storeBeyondNumbers(int index, double value) {
      values[index] = value;
    }

    @Override
    Object elements(int size) {
      return values.length == size ? values : Arrays.copyOf(values, size);
    }
  }

  /** Binary32. */
  private static final class Single extends FloatingColumnBuilder {
    private float[] values = {};

    Single(QuotedNumbers quotedNumbers) {
      super(DataType.FP32, quotedNumbers);
    }

    @Override
    void ensureRoom(int index) {
      if (index >= values.length) {
        values = Arrays.copyOf(values, grown(values.length, index));
      }
    }

    @Override
    boolean storeNumber(int index, JsonInput in) throws RequestException {
      values[index] = in.floatValue();
      return Float.isFinite(values[index]);
    }

    @Override
    boolean storeNumber(int index, String number) {
      values[index] = NumberInput.parseFloat(number, true);
      return Float.isFinite(values[index]);
    }

    @Override
    void storeBeyondNumbers(int index, double value) {
      values[index] = (float) value;
    }

    @Override
    Object elements(int size) {
      return values.length == size ? values : Arrays.copyOf(values, size);
    }
  }

  /** Binary16, as bits. */
  private static final class Half extends FloatingColumnBuilder {
    private short[] values = {};

    Half(QuotedNumbers quotedNumbers) {
      super(DataType.FP16, quotedNumbers);
    }

    @Override
    void ensureRoom(int index) {
      if (index >= values.length) {
        values = Arrays.copyOf(values, grown(values.length, index));
      }
    }

    @Override
    boolean storeNumber(int index, JsonInput in) throws RequestException {
      values[index] = Numbers.toFloat16(in.doubleValue());
      return isFinite(index);
    }

    @Override
    boolean storeNumber(int index, String number) {
      values[index] = Numbers.toFloat16(NumberInput.parseDouble(number, true));
      return isFinite(index);
    }

    private boolean isFinite(int index) {
      return Float.isFinite(Float.float16ToFloat(values[index]));
    }

    @Override
    void storeBeyondNumbers(int index, double value) {
      values[index] = Float.floatToFloat16((float) value);
    }

    @Override
    Object elements(int size) {
      return values.length == size ? values : Arrays.copyOf(values, size);
    }
  }
}
