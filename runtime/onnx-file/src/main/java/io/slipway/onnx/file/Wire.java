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
        require(Long.BYTES);
        number = bytes.getLong();
      }
      case FIXED32 -> {
        require(Integer.BYTES);
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

  /** The value as a varint or a fixed-width number. */
  long number() throws MalformedFileException {
    if (kind == LENGTH) {
      throw new MalformedFileException("field " + field + " is not a number");
    }
    return number;
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
      list.add(number);
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
  long fixedCount(int width) {
    return kind == LENGTH ? length / width : 1;
  }

  private long readVarint() throws MalformedFileException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      require(1);
      byte next = bytes.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new MalformedFileException("a number is longer than 64 bits");
  }

  private void require(int count) throws MalformedFileException {
    if (bytes.remaining() < count) {
      throw new MalformedFileException("it ends in the middle of a field");
    }
  }

  private void requireLengthDelimited() throws MalformedFileException {
    if (kind != LENGTH) {
      throw new MalformedFileException("field " + field + " is a number, not text or a message");
    }
  }
}
