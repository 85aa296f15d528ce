package io.slipway.server.protocol;

import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Shape;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Tensors as bytes: elements in row-major order, little-endian; a BOOL is a byte; a text is its
 * length in 4 bytes and then UTF-8.
 */
final class BinaryTensors {
  private static final int LENGTH_BYTES = Integer.BYTES;

  private BinaryTensors() {}

  /** Of a type that is not BYTES. */
  static int elementBytes(DataType type) {
    return switch (type) {
      case BOOL, INT8, UINT8 -> 1;
      case INT16, UINT16, FP16 -> 2;
      case INT32, UINT32, FP32 -> 4;
      case INT64, UINT64, FP64 -> 8;
      case BYTES -> throw new IllegalArgumentException("BYTES elements have no one size");
    };
  }

  /**
   * Reads all of {@code bytes}.
   *
   * @param elements how many the shape says there are
   */
  static Column read(ByteBuffer bytes, Field field, Shape shape, long elements, Place place)
      throws RequestException {
    DataType type = field.type();
    if (type == DataType.BYTES) {
      return Column.of(field.name(), type, shape, readTexts(bytes, elements, place));
    }
    // Division, for a shape may claim more bytes than a long counts.
    int size = elementBytes(type);
    if (bytes.remaining() % size != 0 || bytes.remaining() / size != elements) {
      throw RequestException.invalid(
          "%s: expected %d elements of %d bytes for shape %s, found %d bytes"
              .formatted(place.text(), elements, size, shape, bytes.remaining()));
    }
    return Column.of(field.name(), type, shape, readNumbers(bytes, type, (int) elements, place));
  }

  /** Reads a tensor whose one open dimension is found from the number of bytes. */
  static Column readRaw(byte[] body, Field field, Place place) throws RequestException {
    ByteBuffer bytes = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
    long[] dimensions = field.shape().toArray();
    long known = 1;
    int open = -1;
    for (int axis = 0; axis < dimensions.length; axis++) {
      if (dimensions[axis] == Shape.DYNAMIC && open >= 0) {
        throw RequestException.invalid(
            "%s: expected a shape in JSON, for %s has more than one open dimension, found a raw tensor"
                .formatted(place.text(), field.shape()));
      } else if (dimensions[axis] == Shape.DYNAMIC) {
        open = axis;
      } else {
        known *= dimensions[axis];
      }
    }
    long elements =
        field.type() == DataType.BYTES
            ? countTexts(bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN))
            : bytes.remaining() / elementBytes(field.type());
    if (open >= 0) {
      if (known == 0 || elements % known != 0) {
        throw RequestException.invalid(
            "%s: expected a multiple of %d elements for shape %s, found %d"
                .formatted(place.text(), known, field.shape(), elements));
      }
      dimensions[open] = elements / known;
    }
    Shape shape = Shape.of(dimensions);
    return read(bytes, field, shape, shape.elements(), place);
  }

  /** The first element as text; empty if the bytes are too few or the datatype is not known. */
  static Optional<String> firstAsText(ByteBuffer in, String datatype) {
    for (DataType type : DataType.values()) {
      if (!type.name().equals(datatype)) {
        continue;
      }
      try {
        ByteBuffer first =
            type == DataType.BYTES
                ? in.slice(in.position(), LENGTH_BYTES + in.duplicate().order(in.order()).getInt())
                : in.slice(in.position(), elementBytes(type));
        Field field = Field.column("first", type, Field.Presence.REQUIRED);
        Column column = read(first.order(in.order()), field, Shape.of(1), 1, () -> "first");
        return Optional.of(ColumnText.of(column, 0));
      } catch (BufferUnderflowException | IndexOutOfBoundsException | RequestException e) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static long countTexts(ByteBuffer bytes) {
    long count = 0;
    while (bytes.remaining() >= LENGTH_BYTES) {
      int length = bytes.getInt();
      bytes.position(
          bytes.position() + (int) Math.min(Integer.toUnsignedLong(length), bytes.remaining()));
      count++;
    }
    return count;
  }

  /**
   * All that is left, which is used up. One number, as most columns of a row have, needs no view.
   */
  private static Object readNumbers(ByteBuffer in, DataType type, int count, Place place)
      throws RequestException {
    return switch (type) {
      case INT8, UINT8 -> {
        byte[] values = new byte[count];
        in.get(values);
        yield values;
      }
      case INT16, UINT16, FP16 -> {
        short[] values = new short[count];
        in.asShortBuffer().get(values);
        in.position(in.limit());
        yield values;
      }
      case INT32, UINT32 -> {
        int[] values = new int[count];
        if (count == 1) {
          values[0] = in.getInt();
        } else {
          in.asIntBuffer().get(values);
          in.position(in.limit());
        }
        yield values;
      }
      case INT64, UINT64 -> {
        long[] values = new long[count];
        if (count == 1) {
          values[0] = in.getLong();
        } else {
          in.asLongBuffer().get(values);
          in.position(in.limit());
        }
        yield values;
      }
      case FP32 -> {
        float[] values = new float[count];
        if (count == 1) {
          values[0] = in.getFloat();
        } else {
          in.asFloatBuffer().get(values);
          in.position(in.limit());
        }
        yield values;
      }
      case FP64 -> {
        double[] values = new double[count];
        if (count == 1) {
          values[0] = in.getDouble();
        } else {
          in.asDoubleBuffer().get(values);
          in.position(in.limit());
        }
        yield values;
      }
      default -> {
        boolean[] values = new boolean[count];
        for (int i = 0; i < count; i++) {
          byte value = in.get();
          if (value != 0 && value != 1) {
            throw RequestException.invalid(
                "%s, element %d: expected the byte 0 or 1, found %d"
                    .formatted(place.text(), i, Byte.toUnsignedInt(value)));
          }
          values[i] = value == 1;
        }
        yield values;
      }
    };
  }

  private static String[] readTexts(ByteBuffer in, long elements, Place place)
      throws RequestException {
    if (elements > in.remaining() / LENGTH_BYTES) {
      throw RequestException.invalid(
          "%s: expected %d texts, found %d bytes, which cannot hold so many"
              .formatted(place.text(), elements, in.remaining()));
    }
    String[] values = new String[(int) elements];
    for (int i = 0; i < values.length; i++) {
      long length = in.remaining() < LENGTH_BYTES ? -1 : Integer.toUnsignedLong(in.getInt());
      if (length < 0 || length > in.remaining()) {
        throw RequestException.invalid(
            "%s, element %d: expected a length of 4 bytes and so many bytes of text, found %d bytes"
                .formatted(place.text(), i, in.remaining()));
      }
      ByteBuffer text = in.slice(in.position(), (int) length);
      in.position(in.position() + (int) length);
      try {
        values[i] = StandardCharsets.UTF_8.newDecoder().decode(text).toString();
      } catch (CharacterCodingException e) {
        throw RequestException.invalid(
            "%s, element %d: expected text in UTF-8, found bytes that are not"
                .formatted(place.text(), i));
      }
    }
    if (in.hasRemaining()) {
      throw RequestException.invalid(
          "%s: expected %d texts, found %d bytes after them"
              .formatted(place.text(), elements, in.remaining()));
    }
    return values;
  }

  /**
   * The bytes of a column none of whose elements is missing.
   *
   * @param maxBytes how many there may be
   */
  static byte[] write(Column column, int maxBytes) throws RequestException {
    if (column.type() == DataType.BYTES) {
      return writeTexts(column.strings(), maxBytes);
    }
    long length = (long) column.length() * elementBytes(column.type());
    if (length > maxBytes) {
      throw RequestException.answerTooLarge(maxBytes);
    }
    ByteBuffer out = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
    switch (column.type()) {
      case INT8, UINT8 -> out.put(column.bytes());
      case INT16, UINT16, FP16 -> out.asShortBuffer().put(column.shorts());
      case INT32, UINT32 -> out.asIntBuffer().put(column.ints());
      case INT64, UINT64 -> out.asLongBuffer().put(column.longs());
      case FP32 -> out.asFloatBuffer().put(column.floats());
      case FP64 -> out.asDoubleBuffer().put(column.doubles());
      default -> {
        for (boolean value : column.booleans()) {
          out.put((byte) (value ? 1 : 0));
        }
      }
    }
    return out.array();
  }

  private static byte[] writeTexts(String[] texts, int maxBytes) throws RequestException {
    AnswerBytes answer = new AnswerBytes((long) texts.length * 2 * LENGTH_BYTES, maxBytes);
    ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    answer.add(
        out -> {
          for (String text : texts) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            out.write(length.putInt(0, utf8.length).array());
            out.write(utf8);
          }
        });
    return answer.toByteArray();
  }
}
