package io.slipway.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A message of protobuf as the list of its fields, written down from the description of the format
 * and not with the code that is tested against it.
 *
 * @param fields in the order in which they stand
 */
public record ProtoMessage(List<Field> fields) {
  /** How a value is written. */
  public enum Kind {
    VARINT(0),
    FIXED64(1),
    BYTES(2),
    FIXED32(5);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    static Optional<Kind> of(int code) {
      return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst();
    }
  }

  /**
   * One field.
   *
   * @param number of the field
   * @param value its bytes as they stand, without the length before them
   */
  public record Field(int number, Kind kind, ByteBuffer value) {
    /** A field that is a text, bytes or a message. */
    public static Field of(int number, byte[] value) {
      return new Field(number, Kind.BYTES, ByteBuffer.wrap(value));
    }

    /** A field that is a whole number. */
    public static Field of(int number, long value) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      writeVarint(value, out);
      return new Field(number, Kind.VARINT, ByteBuffer.wrap(out.toByteArray()));
    }

    public byte[] bytes() {
      byte[] bytes = new byte[value.remaining()];
      value.duplicate().get(bytes);
      return bytes;
    }

    /** The value as a whole number. */
    public long varint() {
      return readVarint(value.duplicate());
    }

    /** The numbers of a field that is one, or a list of them. */
    public List<Long> varints() {
      List<Long> numbers = new ArrayList<>();
      ByteBuffer in = value.duplicate();
      while (in.hasRemaining()) {
        numbers.add(readVarint(in));
      }
      return numbers;
    }

    /** What the value is where it reads as a message of some fields, as some texts do too. */
    public Optional<ProtoMessage> message() {
      return kind == Kind.BYTES && value.hasRemaining()
          ? ProtoMessage.read(value)
          : Optional.empty();
    }
  }

  /** Empty where the bytes are no message. */
  public static Optional<ProtoMessage> read(ByteBuffer bytes) {
    ByteBuffer in = bytes.duplicate();
    List<Field> fields = new ArrayList<>();
    try {
      while (in.hasRemaining()) {
        long tag = readVarint(in);
        int number = (int) (tag >>> 3);
        Optional<Kind> kind = Kind.of((int) (tag & 7));
        if (number < 1 || tag > 0xFFFF_FFFFL || kind.isEmpty()) {
          return Optional.empty();
        }
        long length =
            switch (kind.get()) {
              case VARINT -> varintLength(in);
              case FIXED64 -> Long.BYTES;
              case BYTES -> readVarint(in);
              case FIXED32 -> Integer.BYTES;
            };
        if (length < 0 || length > in.remaining()) {
          return Optional.empty();
        }
        fields.add(new Field(number, kind.get(), in.slice(in.position(), (int) length)));
        in.position(in.position() + (int) length);
      }
    } catch (BufferUnderflowException e) {
      return Optional.empty();
    }
    return Optional.of(new ProtoMessage(fields));
  }

  public byte[] toByteArray() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Field field : fields) {
      writeVarint((long) field.number() << 3 | field.kind().code, out);
      if (field.kind() == Kind.BYTES) {
        writeVarint(field.value().remaining(), out);
      }
      out.writeBytes(field.bytes());
    }
    return out.toByteArray();
  }

  /** The fields of a number. */
  public List<Field> fields(int number) {
    return fields.stream().filter(field -> field.number() == number).toList();
  }

  /** Numbers of a fixed width, listed one a field or many in one, behind one another. */
  public ByteBuffer joined(int number) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    fields(number).forEach(field -> out.writeBytes(field.bytes()));
    return ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int varintLength(ByteBuffer in) {
    ByteBuffer ahead = in.duplicate();
    readVarint(ahead);
    return ahead.position() - in.position();
  }

  private static long readVarint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        break;
      }
    }
    return value;
  }

  private static void writeVarint(long value, ByteArrayOutputStream out) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
