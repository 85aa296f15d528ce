package io.slipway.server.grpc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads the fields of a message in the wire format of Protocol Buffers, one after the other. Of one
 * thread at a time.
 */
final class ProtoReader {
  /** How a field's value is laid out: the low three bits of its tag. */
  enum Wire {
    VARINT,
    FIXED64,
    BYTES,
    FIXED32
  }

  private static final int WIRE_BITS = 3;
  private static final int FIXED32_TYPE = 5;
  private static final int MAX_VARINT_BITS = 64;

  private final ByteBuffer in;
  private int field;
  private Wire wire = Wire.VARINT;

  /**
   * @param in from its position to its limit, which it leaves as they are
   */
  ProtoReader(ByteBuffer in) {
    this.in = in.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Goes to the next field; its value must then be read or skipped. */
  boolean next() throws CallException {
    if (!in.hasRemaining()) {
      return false;
    }
    long tag = readVarint();
    field = (int) (tag >>> WIRE_BITS);
    if (tag >>> Integer.SIZE != 0 || field == 0) {
      throw malformed();
    }
    wire =
        switch ((int) tag & ((1 << WIRE_BITS) - 1)) {
          case 0 -> Wire.VARINT;
          case 1 -> Wire.FIXED64;
          case 2 -> Wire.BYTES;
          case FIXED32_TYPE -> Wire.FIXED32;
          default -> throw malformed(); // groups, which no version of these messages has
        };
    return true;
  }

  int field() {
    return field;
  }

  Wire wire() {
    return wire;
  }

  long varint() throws CallException {
    require(Wire.VARINT);
    return readVarint();
  }

  double fixed64() throws CallException {
    require(Wire.FIXED64);
    requireBytes(Double.BYTES);
    return in.getDouble();
  }

  /** The bytes of a value of 4 or 8 bytes, as they are. */
  ByteBuffer fixed() throws CallException {
    int length = wire == Wire.FIXED64 ? Long.BYTES : Integer.BYTES;
    requireBytes(length);
    ByteBuffer bytes = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
    in.position(in.position() + length);
    return bytes;
  }

  /** The value's bytes: a view of the message. */
  ByteBuffer bytes() throws CallException {
    require(Wire.BYTES);
    long length = readVarint();
    if (length < 0 || length > in.remaining()) {
      throw malformed();
    }
    ByteBuffer bytes = in.slice(in.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
    in.position(in.position() + (int) length);
    return bytes;
  }

  ProtoReader message() throws CallException {
    return new ProtoReader(bytes());
  }

  String text() throws CallException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes()).toString();
    } catch (CharacterCodingException e) {
      throw CallException.invalid("the message: expected text in UTF-8, found bytes that are not");
    }
  }

  void skip() throws CallException {
    switch (wire) {
      case VARINT -> readVarint();
      case BYTES -> bytes();
      case FIXED64 -> pass(Long.BYTES);
      case FIXED32 -> pass(Integer.BYTES);
    }
  }

  private void pass(int count) throws CallException {
    requireBytes(count);
    in.position(in.position() + count);
  }

  private void require(Wire expected) throws CallException {
    if (wire != expected) {
      throw malformed();
    }
  }

  private void requireBytes(int count) throws CallException {
    if (in.remaining() < count) {
      throw malformed();
    }
  }

  private long readVarint() throws CallException {
    return readVarint(in);
  }

  /** The next varint of {@code in}, which a packed field has one after the other. */
  static long readVarint(ByteBuffer in) throws CallException {
    long value = 0;
    for (int shift = 0; shift < MAX_VARINT_BITS; shift += 7) {
      if (!in.hasRemaining()) {
        throw malformed();
      }
      byte next = in.get();
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw malformed();
  }

  static CallException malformed() {
    return CallException.invalid(
        "the message: expected the wire format of Protocol Buffers, found bytes that are not");
  }
}
