package io.slipway.server.protocol;

import com.fasterxml.jackson.core.JsonToken;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Validity;
import java.util.BitSet;

/** Collects the elements of one column in the primitive array that will carry them. */
abstract sealed class ColumnBuilder
    permits BooleanColumnBuilder, IntegerColumnBuilder, FloatingColumnBuilder, TextColumnBuilder {

  /** Whether a number may come as text, as {@code "12.5"}. */
  enum QuotedNumbers {
    REFUSED,
    ACCEPTED
  }

  private static final int FIRST_CAPACITY = 16;

  final DataType type;
  private final BitSet missing = new BitSet(0);
  private int size;

  ColumnBuilder(DataType type) {
    this.type = type;
  }

  static ColumnBuilder of(DataType type, QuotedNumbers quotedNumbers) {
    return switch (type) {
      case BOOL -> new BooleanColumnBuilder();
      case UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64 ->
          IntegerColumnBuilder.of(type, quotedNumbers);
      case FP16, FP32, FP64 -> FloatingColumnBuilder.of(type, quotedNumbers);
      case BYTES -> new TextColumnBuilder();
    };
  }

  /** Takes the value at the current token. */
  final void add(JsonInput in) throws ValueException, RequestException {
    store(size, in);
    size++;
  }

  /** Takes a value written as text, as in a CSV cell. */
  final void add(String text) throws ValueException {
    store(size, text);
    size++;
  }

  final void addMissing() {
    ensureRoom(size);
    missing.set(size++);
  }

  final int size() {
    return size;
  }

  /**
   * Hands the elements over; the builder is spent.
   *
   * @param shape of {@link #size} elements
   */
  final Column build(String name, Shape shape) {
    return Column.of(name, type, shape, elements(size), Validity.allBut(missing));
  }

  /** One at first, for most requests have one row. */
  static int grown(int capacity, int index) {
    return capacity == 0 && index == 0
        ? 1
        : Math.max(Math.max(FIRST_CAPACITY, index + 1), capacity + (capacity >> 1));
  }

  /** Makes the array long enough to hold {@code index}. */
  abstract void ensureRoom(int index);

  abstract void store(int index, JsonInput in) throws ValueException, RequestException;

  abstract void store(int index, String text) throws ValueException;

  /** The array, {@code size} long. */
  abstract Object elements(int size);

  /** What a value should have been, in words. */
  abstract String expected();

  final ValueException unexpected(JsonInput in) throws RequestException {
    return new ValueException(expected(), in.found());
  }

  final ValueException unexpected(String text) {
    return new ValueException(
        expected(), Numbers.isNumber(text) ? text : "the text " + Quoted.text(text));
  }

  static boolean isNumber(JsonToken token) {
    return token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
  }
}
