package io.slipway.server.protocol;

import com.fasterxml.jackson.core.JsonToken;
import io.slipway.scoring.DataType;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/** Whole numbers, exact: whatever does not fit the type is refused, never wrapped or rounded. */
abstract sealed class IntegerColumnBuilder extends ColumnBuilder {
  private final QuotedNumbers quotedNumbers;
  private final BigInteger min;
  private final BigInteger max;

  private IntegerColumnBuilder(DataType type, QuotedNumbers quotedNumbers) {
    super(type);
    this.quotedNumbers = quotedNumbers;
    this.min = isUnsigned(type) ? BigInteger.ZERO : BigInteger.TWO.pow(bits(type) - 1).negate();
    this.max =
        BigInteger.TWO.pow(isUnsigned(type) ? bits(type) : bits(type) - 1).subtract(BigInteger.ONE);
  }

  static IntegerColumnBuilder of(DataType type, QuotedNumbers quotedNumbers) {
    return switch (bits(type)) {
      case 8 -> new Bytes(type, quotedNumbers);
      case 16 -> new Shorts(type, quotedNumbers);
      case 32 -> new Ints(type, quotedNumbers);
      default -> new Longs(type, quotedNumbers);
    };
  }

  private static int bits(DataType type) {
    return switch (type) {
      case UINT8, INT8 -> 8;
      case UINT16, INT16 -> 16;
      case UINT32, INT32 -> 32;
      case UINT64, INT64 -> 64;
      default -> throw new IllegalArgumentException(type + " is no integer type");
    };
  }

  private static boolean isUnsigned(DataType type) {
    return switch (type) {
      case UINT8, UINT16, UINT32, UINT64 -> true;
      default -> false;
    };
  }

  /** Stores the low bits of a value that is within the type's range. */
  abstract void storeBits(int index, long value);

  @Override
  final void store(int index, JsonInput in) throws ValueException, RequestException {
    ensureRoom(index);
    if (in.isLong()) {
      storeLong(index, in.longValue());
    } else if (isNumber(in.token())) {
      storeNumber(index, in.text());
    } else if (in.token() == JsonToken.VALUE_STRING && quotedNumbers == QuotedNumbers.ACCEPTED) {
      store(index, in.text());
    } else {
      throw unexpected(in);
    }
  }

  @Override
  final void store(int index, String text) throws ValueException {
    ensureRoom(index);
    if (!Numbers.isNumber(text)) {
      throw unexpected(text);
    }
    storeNumber(index, text);
  }

  private void storeNumber(int index, String number) throws ValueException {
    Optional<BigInteger> whole = Numbers.wholeNumber(number);
    if (whole.isEmpty() || whole.get().compareTo(min) < 0 || whole.get().compareTo(max) > 0) {
      throw new ValueException(expected(), Quoted.plain(number));
    }
    storeBits(index, whole.get().longValue());
  }

  private void storeLong(int index, long value) throws ValueException {
    boolean fits =
        switch (type) {
          case INT8 -> value == (byte) value;
          case INT16 -> value == (short) value;
          case INT32 -> value == (int) value;
          case INT64 -> true;
          case UINT8 -> value >>> 8 == 0;
          case UINT16 -> value >>> 16 == 0;
          case UINT32 -> value >>> 32 == 0;
          default -> value >= 0;
        };
    if (!fits) {
      throw new ValueException(expected(), Long.toString(value));
    }
    storeBits(index, value);
  }

  @Override
  String expected() {
    return "a whole number from %s to %s (%s)".formatted(min, max, type);
  }

  /** Eight bits. */
  private static final class Bytes extends IntegerColumnBuilder {
    private byte[] values = {};

    Bytes(DataType type, QuotedNumbers quotedNumbers) {
      super(type, quotedNumbers);
    }

    @Override
    void ensureRoom(int index) {
      if (index >= values.length) {
        values = Arrays.copyOf(values, grown(values.length, index));
      }
    }

    @Override
    void storeBits(int index, long value) {
      values[index] = (byte) value;
    }

    @Override
    Object elements(int size) {
      return values.length == size ? values : Arrays.copyOf(values, size);
    }
  }

  /** Sixteen bits. */
  private static final class Shorts extends IntegerColumnBuilder {
    private short[] values = {};

    Shorts(DataType type, QuotedNumbers quotedNumbers) {
      super(type, quotedNumbers);
    }

    @Override
    void ensureRoom(int index) {
      if (index >= values.length) {
        values = Arrays.copyOf(values, grown(values.length, index));
      }
    }

    @Override
    void storeBits(int index, long value) {
      values[index] = (short) value;
    }

    @Override
    Object elements(int size) {
      return values.length == size ? values : Arrays.copyOf(values, size);
    }
  }

  /** Thirty-two bits. */
  private static final class Ints extends IntegerColumnBuilder {
    private int[] values = {};

    Ints(DataType type, QuotedNumbers quotedNumbers) {
      super(type, quotedNumbers);
    }

    @Override
    void ensureRoom(int index) {
      if (index >= values.length) {
        values = Arrays.copyOf(values, grown(values.length, index));
      }
    }

    @Override
    void storeBits(int index, long value) {
      values[index] = (int) value;
    }

    @Override
    Object elements(int size) {
      return values.length == size ? values : Arrays.copyOf(values, size);
    }
  }

  /** Sixty-four bits. */
  private static final class Longs extends IntegerColumnBuilder {
    private long[] values = {};

    Longs(DataType type, QuotedNumbers quotedNumbers) {
      super(type, quotedNumbers);
    }

    @Override
    void ensureRoom(int index) {
      if (index >= values.length) {
        values = Arrays.copyOf(values, grown(values.length, index));
      }
    }

    @Override
    void storeBits(int index, long value) {
      values[index] = value;
    }

    @Override
    Object elements(int size) {
      return values.length == size ? values : Arrays.copyOf(values, size);
    }
  }
}
