package io.slipway.onnx.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Walks one message of protobuf's wire format, field by field, without copying what it passes over.
 * After {@link #next} the field's number and value are at hand; a value that is not asked for costs
 * nothing. Not safe for use by several threads.
 *
 * <p>Format: <a href="https://protobuf.dev/programming-guides/encoding/">protobuf encoding</a>.
 * Groups, which ONNX does not use, are refused.
 */
final class Wire {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH = 2;
  private static final int FIXED32 = 5;

  private final ByteBuffer bytes;
  private int field;
  private int kind;
  private long number;
  private int start;
  private int length;

  Wire(ByteBuffer message) {
    this.bytes = message.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Moves to the next field; false at the end of the message. */
  boolean next() throws MalformedFileException {
    if (!bytes.hasRemaining()) {
      return false;
    }
    long tag = readVarint();
    if (tag < 8 || tag > 0xFFFF_FFFFL) {
      throw new MalformedFileException("a field number is out of range");
    }
    field = (int) (tag >>> 3);
    kind = (int) (tag & 7);
    switch (kind) {
      case VARINT -> number = readVarint();
      case FIXED64 -> {
        requireBytes(Long.BYTES);
        number = bytes.getLong();
      }
      case FIXED32 -> {
        requireBytes(Integer.BYTES);
        number = bytes.getInt();
      }
      case LENGTH -> {
        long claimed = readVarint();
        if (claimed < 0 || claimed > bytes.remaining()) {
          throw new MalformedFileException(
              "it ends in the middle of a field, or lies about a length");
        }
        start = bytes.position();
        length = (int) claimed;
        bytes.position(start + length);
      }
      default -> throw new MalformedFileException("a field has an unknown wire type");
    }
    return true;
  }

  /** How many bytes of the message were read: where the next field starts. */
  int position() {
    return bytes.position();
  }

  int field() {
    return field;
  }

  /** True if the value is a message, text, bytes or packed numbers. */
  boolean isLengthDelimited() {
    return kind == LENGTH;
  }

  /** The value as a whole number. */
  long number() throws MalformedFileException {
    require(VARINT, "a whole number");
    return number;
  }

  /** The value as a number of single precision. */
  float real() throws MalformedFileException {
    require(FIXED32, "a number of single precision");
    return Float.intBitsToFloat((int) number);
  }

  /** The value as a number of double precision. */
  double wideReal() throws MalformedFileException {
    require(FIXED64, "a number of double precision");
    return Double.longBitsToDouble(number);
  }

  /** Protobuf takes a field of another kind for one that it does not know, and passes over it. */
  private void require(int wanted, String what) throws MalformedFileException {
    if (kind != wanted) {
      throw new MalformedFileException("field " + field + " is not " + what);
    }
  }

  int length() throws MalformedFileException {
    requireLengthDelimited();
    return length;
  }

  /** The value's bytes, shared with this message. */
  ByteBuffer payload() throws MalformedFileException {
    requireLengthDelimited();
    return bytes.slice(start, length).order(ByteOrder.LITTLE_ENDIAN);
  }

  Wire message() throws MalformedFileException {
    return new Wire(payload());
  }

  /** The value as text, which has to be UTF-8. */
  String text() throws MalformedFileException {
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(payload());
      return text.toString();
    } catch (CharacterCodingException e) {
      throw new MalformedFileException("field " + field + " is not UTF-8 text");
    }
  }

  /** Adds the value, or the packed values, of a repeated varint field. */
  void addVarintsTo(LongList list) throws MalformedFileException {
    if (kind != LENGTH) {
      list.add(number());
      return;
    }
    Wire packed = message();
    while (packed.bytes.hasRemaining()) {
      list.add(packed.readVarint());
    }
  }

  /** How many values of a repeated varint field this occurrence holds. */
  long varintCount() throws MalformedFileException {
    if (kind != LENGTH) {
      require(VARINT, "a whole number");
      return 1;
    }
    long count = 0;
    for (int i = start; i < start + length; i++) {
      if (bytes.get(i) >= 0) {
        count++;
      }
    }
    return count;
  }

  /** How many values of a repeated field of fixed width this occurrence holds. */
  long fixedCount(int width) throws MalformedFileException {
    if (kind == LENGTH ? length % width != 0 : kind != (width == Long.BYTES ? FIXED64 : FIXED32)) {
      throw new MalformedFileException("field " + field + " is no list of numbers");
    }
    return kind == LENGTH ? length / width : 1;
  }

  private long readVarint() throws MalformedFileException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      requireBytes(1);
      byte next = bytes.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new MalformedFileException("a number is longer than 64 bits");
  }

  private void requireBytes(int count) throws MalformedFileException {
    if (bytes.remaining() < count) {
      throw new MalformedFileException("it ends in the middle of a field");
    }
  }

  private void requireLengthDelimited() throws MalformedFileException {
    require(LENGTH, "text or a message");
  }
}
