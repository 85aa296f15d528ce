package io.slipway.server.grpc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;

/** Tensors' datatypes: where typed contents have their elements, and how binary tensors do. */
enum Elements {
  BOOL(1, "bool_contents", 1),
  INT8(2, "int_contents", 1),
  INT16(2, "int_contents", 2),
  INT32(2, "int_contents", 4),
  INT64(3, "int64_contents", 8),
  UINT8(4, "uint_contents", 1),
  UINT16(4, "uint_contents", 2),
  UINT32(4, "uint_contents", 4),
  UINT64(5, "uint64_contents", 8),
  FP32(6, "fp32_contents", 4),
  FP64(7, "fp64_contents", 8),
  BYTES(8, "bytes_contents", 0);

  /** Before each text of a binary tensor. */
  static final int LENGTH_BYTES = Integer.BYTES;

  private final int field;
  private final String fieldName;
  private final int bytes;

  Elements(int field, String fieldName, int bytes) {
    this.field = field;
    this.fieldName = fieldName;
    this.bytes = bytes;
  }

  /** Empty for what no typed contents can hold: FP16, and what is no datatype. */
  static Optional<Elements> of(String datatype) {
    for (Elements elements : values()) {
      if (elements.name().equals(datatype)) {
        return Optional.of(elements);
      }
    }
    return Optional.empty();
  }

  static String fieldName(int field) {
    for (Elements elements : values()) {
      if (elements.field == field) {
        return elements.fieldName;
      }
    }
    return "field " + field;
  }

  int field() {
    return field;
  }

  String fieldName() {
    return fieldName;
  }

  /** Bytes of an element in a binary tensor; 0 where they have no one size. */
  int bytes() {
    return bytes;
  }

  /** Whether packed contents are a binary tensor as they are. */
  boolean isSameInBinary() {
    return this == FP32 || this == FP64;
  }

  /** Whether {@code value}, as a varint has it, is one of this type. */
  boolean holds(long value) {
    return switch (this) {
      case BOOL -> value == 0 || value == 1;
      case INT8 -> value == (byte) value;
      case INT16 -> value == (short) value;
      case INT32 -> value == (int) value;
      case UINT8, UINT16, UINT32 -> value >>> (bytes * Byte.SIZE) == 0;
      case INT64, UINT64, FP32, FP64, BYTES -> true;
    };
  }

  /** Puts a number into a binary tensor. */
  void put(ByteBuffer out, long value) {
    switch (bytes) {
      case 1 -> out.put((byte) value);
      case 2 -> out.putShort((short) value);
      case 4 -> out.putInt((int) value);
      default -> out.putLong(value);
    }
  }

  /** Writes the elements of a binary tensor as typed contents. */
  ProtoWriter contents(ByteBuffer binary) {
    ByteBuffer in = binary.slice().order(ByteOrder.LITTLE_ENDIAN);
    ProtoWriter contents = new ProtoWriter(in.remaining() + 16);
    if (!in.hasRemaining()) {
      return contents;
    }
    if (this == BYTES) {
      while (in.hasRemaining()) {
        int length = in.getInt();
        contents.bytes(field, in.slice(in.position(), length));
        in.position(in.position() + length);
      }
      return contents;
    }
    if (isSameInBinary()) {
      return contents.bytes(field, in);
    }
    ProtoWriter packed = new ProtoWriter(in.remaining() + 16);
    while (in.hasRemaining()) {
      packed.raw(get(in));
    }
    return contents.message(field, packed);
  }

  private long get(ByteBuffer in) {
    return switch (this) {
      case INT8 -> in.get();
      case INT16 -> in.getShort();
      case INT32 -> in.getInt();
      case BOOL, UINT8 -> Byte.toUnsignedLong(in.get());
      case UINT16 -> Short.toUnsignedLong(in.getShort());
      case UINT32 -> Integer.toUnsignedLong(in.getInt());
      case INT64, UINT64 -> in.getLong();
      case FP32, FP64, BYTES -> throw new IllegalStateException(name().toLowerCase(Locale.ROOT));
    };
  }
}
