package io.slipway.server.grpc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes a message in the wire format of Protocol Buffers. What has the default value is left out,
 * as proto3 has it. Of one thread at a time.
 */
final class ProtoWriter {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int WIRE_BITS = 3;

  private byte[] bytes;
  private int size;

  ProtoWriter() {
    this(64);
  }

  /**
   * @param sizeHint how many bytes it will likely be
   */
  ProtoWriter(int sizeHint) {
    this.bytes = new byte[sizeHint];
  }

  ProtoWriter text(int field, String value) {
    return value.isEmpty() ? this : writeBytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /** A text of a repeated field or a oneof, written even if it is empty. */
  ProtoWriter eachText(int field, String value) {
    return writeBytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  ProtoWriter flag(int field, boolean value) {
    return value ? varint(field, 1) : this;
  }

  /** A number, written even if it is 0. */
  ProtoWriter varint(int field, long value) {
    tag(field, VARINT);
    return raw(value);
  }

  /** A number of a oneof, written even if it is 0. */
  ProtoWriter fixed64(int field, double value) {
    tag(field, FIXED64);
    reserve(Double.BYTES);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putDouble(size, value);
    size += Double.BYTES;
    return this;
  }

  ProtoWriter packed(int field, long[] values) {
    if (values.length == 0) {
      return this;
    }
    ProtoWriter packed = new ProtoWriter(values.length + 8);
    for (long value : values) {
      packed.raw(value);
    }
    return message(field, packed);
  }

  ProtoWriter message(int field, ProtoWriter message) {
    return bytes(field, ByteBuffer.wrap(message.bytes, 0, message.size));
  }

  ProtoWriter bytes(int field, ByteBuffer value) {
    tag(field, BYTES);
    raw(value.remaining());
    reserve(value.remaining());
    int length = value.remaining();
    value.duplicate().get(bytes, size, length);
    size += length;
    return this;
  }

  /** A varint without a tag, as packed fields have them. */
  ProtoWriter raw(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
    return this;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  private ProtoWriter writeBytes(int field, byte[] value) {
    return bytes(field, ByteBuffer.wrap(value));
  }

  private void tag(int field, int wire) {
    raw((long) field << WIRE_BITS | wire);
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, Math.multiplyExact(bytes.length, 2)));
    }
  }
}
