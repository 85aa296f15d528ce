package io.slipway.conformance.tensor;

import io.slipway.conformance.json.Json;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The tensor data types of the protocol, and BF16, which Triton adds to binary data. */
public enum Datatype {
  BOOL(1, Kind.BOOLEAN),
  UINT8(1, Kind.UNSIGNED),
  UINT16(2, Kind.UNSIGNED),
  UINT32(4, Kind.UNSIGNED),
  UINT64(8, Kind.UNSIGNED),
  INT8(1, Kind.SIGNED),
  INT16(2, Kind.SIGNED),
  INT32(4, Kind.SIGNED),
  INT64(8, Kind.SIGNED),
  FP16(2, Kind.FLOATING),
  BF16(2, Kind.FLOATING),
  FP32(4, Kind.FLOATING),
  FP64(8, Kind.FLOATING),
  BYTES(0, Kind.TEXT);

  /** What its elements are in JSON. */
  public enum Kind {
    BOOLEAN,
    UNSIGNED,
    SIGNED,
    FLOATING,
    TEXT
  }

  /** The bytes before an element of BYTES, which say how many follow. */
  private static final int LENGTH_BYTES = 4;

  private final int size;
  private final Kind kind;

  Datatype(int size, Kind kind) {
    this.size = size;
    this.kind = kind;
  }

  public static Optional<Datatype> named(String name) {
    for (Datatype type : values()) {
      if (type.name().equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  public Kind kind() {
    return kind;
  }

  /** The {@code number}th of some values that differ from each other as far as the type allows. */
  public Json sample(int number) {
    int small = 1 + number % 100;
    return switch (kind) {
      case BOOLEAN -> Json.of(number % 2 == 0);
      case UNSIGNED, SIGNED -> Json.of(small);
      case FLOATING -> new Json.Num(small + ".5");
      case TEXT -> Json.of("t" + small);
    };
  }

  /** Whether an answer may have {@code element} for an element of this type. */
  public boolean fits(Json element) {
    return switch (kind) {
      case BOOLEAN -> element instanceof Json.Bool;
      case TEXT -> element instanceof Json.Text;
      case UNSIGNED, SIGNED ->
          element instanceof Json.Num number && number.isWhole() && holds(number);
      case FLOATING ->
          element instanceof Json.Num
              || (element instanceof Json.Text text && text.value().matches("NaN|-?Inf(inity)?"));
    };
  }

  private boolean holds(Json.Num number) {
    BigInteger value = new BigInteger(number.digits());
    int bits = 8 * size;
    return kind == Kind.UNSIGNED
        ? value.signum() >= 0 && value.bitLength() <= bits
        : value.bitLength() < bits;
  }

  /** How many bytes {@code element} takes in binary. */
  int length(Json element) {
    return element instanceof Json.Text text && kind == Kind.TEXT
        ? LENGTH_BYTES + text.value().getBytes(StandardCharsets.UTF_8).length
        : size;
  }

  /** Writes an element that {@link #fits}. */
  void write(Json element, ByteBuffer to) {
    switch (element) {
      case Json.Bool bool -> to.put((byte) (bool.value() ? 1 : 0));
      case Json.Text text when kind == Kind.TEXT -> {
        byte[] bytes = text.value().getBytes(StandardCharsets.UTF_8);
        to.putInt(bytes.length).put(bytes);
      }
      case Json.Text text -> writeFloating(notFinite(text.value()), to);
      case Json.Num number when kind == Kind.FLOATING -> writeFloating(number.value(), to);
      case Json.Num number -> writeWhole(new BigInteger(number.digits()).longValue(), to);
      default -> throw new IllegalArgumentException("no element of a tensor: " + element.text());
    }
  }

  private static double notFinite(String text) {
    return switch (text.charAt(0)) {
      case '-' -> Double.NEGATIVE_INFINITY;
      case 'I' -> Double.POSITIVE_INFINITY;
      default -> Double.NaN;
    };
  }

  private void writeWhole(long value, ByteBuffer to) {
    switch (size) {
      case 1 -> to.put((byte) value);
      case 2 -> to.putShort((short) value);
      case 4 -> to.putInt((int) value);
      default -> to.putLong(value);
    }
  }

  private void writeFloating(double value, ByteBuffer to) {
    switch (this) {
      case FP16 -> to.putShort(Float.floatToFloat16((float) value));
      case BF16 -> to.putShort((short) (Float.floatToIntBits((float) value) >>> 16));
      case FP32 -> to.putFloat((float) value);
      default -> to.putDouble(value);
    }
  }

  /**
   * Reads an element.
   *
   * @throws MalformedAnswer if {@code from} does not have one
   */
  Json read(ByteBuffer from) throws MalformedAnswer {
    require(from, kind == Kind.TEXT ? LENGTH_BYTES : size);
    return switch (kind) {
      case BOOLEAN -> readBool(from.get());
      case TEXT -> {
        int length = from.getInt();
        require(from, length);
        byte[] bytes = new byte[length];
        from.get(bytes);
        yield Json.of(new String(bytes, StandardCharsets.UTF_8));
      }
      case SIGNED -> Json.of(readWhole(from));
      case UNSIGNED -> new Json.Num(Long.toUnsignedString(unsigned(readWhole(from))));
      case FLOATING -> floating(readFloating(from));
    };
  }

  private static Json readBool(byte value) throws MalformedAnswer {
    if (value != 0 && value != 1) {
      throw new MalformedAnswer("a BOOL in binary is 0 or 1, found " + value);
    }
    return Json.of(value == 1);
  }

  private void require(ByteBuffer from, int length) throws MalformedAnswer {
    if (length < 0 || from.remaining() < length) {
      throw new MalformedAnswer(
          "an element of %s in binary needs %s bytes, of which %d are there"
              .formatted(this, Integer.toUnsignedString(length), from.remaining()));
    }
  }

  private long readWhole(ByteBuffer from) {
    return switch (size) {
      case 1 -> from.get();
      case 2 -> from.getShort();
      case 4 -> from.getInt();
      default -> from.getLong();
    };
  }

  private long unsigned(long value) {
    return size == 8 ? value : value & ((1L << (8 * size)) - 1);
  }

  private double readFloating(ByteBuffer from) {
    return switch (this) {
      case FP16 -> Float.float16ToFloat(from.getShort());
      case BF16 -> Float.intBitsToFloat(from.getShort() << 16);
      case FP32 -> from.getFloat();
      default -> from.getDouble();
    };
  }

  private static Json floating(double value) {
    return Double.isFinite(value)
        ? new Json.Num(Double.toString(value))
        : Json.of(Double.toString(value));
  }

  /** Whether two elements that {@link #fits} are the same, as far as decimal digits can tell. */
  boolean same(Json a, Json b) {
    if (kind != Kind.FLOATING || !(a instanceof Json.Num x) || !(b instanceof Json.Num y)) {
      return a.equals(b);
    }
    double difference = Math.abs(x.value() - y.value());
    return difference <= tolerance() * Math.max(1, Math.abs(x.value()));
  }

  private double tolerance() {
    return switch (this) {
      case FP16, BF16 -> 1e-2;
      case FP32 -> 1e-5;
      default -> 1e-9;
    };
  }
}
