package io.slipway.server.grpc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The elements of one input as {@code InferTensorContents} has them, to be read once the datatype
 * is known: a message's fields may come in any order.
 */
final class TypedContents {
  /** A part of the message, of which there may be several, which then are one. */
  private final List<ByteBuffer> parts = new ArrayList<>(1);

  void add(ByteBuffer part) {
    parts.add(part);
  }

  /** Whether there is any element. */
  boolean isPresent() {
    return parts.stream().anyMatch(ByteBuffer::hasRemaining);
  }

  /**
   * The same as a binary tensor.
   *
   * @param place of the input, in messages
   * @param expected how many elements its shape says there are
   */
  ByteBuffer binary(Elements elements, String place, long expected) throws CallException {
    List<Value> values = values(elements, place);
    long found = 0;
    long bytes = 0;
    for (Value value : values) {
      found += value.count();
      bytes += value.binaryBytes(elements);
    }
    if (found != expected) {
      throw CallException.invalid(
          "%s: expected %d elements for its shape, found %d in %s"
              .formatted(place, expected, found, elements.fieldName()));
    }
    if (values.size() == 1 && values.getFirst().isPacked() && elements.isSameInBinary()) {
      return values.getFirst().bytes();
    }
    // Below the largest message times 8, which is how much longer an element can get.
    ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
    for (Value value : values) {
      value.put(elements, place, out);
    }
    return out.flip();
  }

  /** One occurrence of the field: one element, or several that are packed. */
  private record Value(ProtoReader.Wire wire, long number, ByteBuffer bytes, int count) {

    boolean isPacked() {
      return wire == ProtoReader.Wire.BYTES;
    }

    long binaryBytes(Elements elements) {
      return elements == Elements.BYTES
          ? Elements.LENGTH_BYTES + (long) bytes.remaining()
          : (long) count * elements.bytes();
    }

    void put(Elements elements, String place, ByteBuffer out) throws CallException {
      if (elements == Elements.BYTES) {
        out.putInt(bytes.remaining()).put(bytes.duplicate());
      } else if (elements.isSameInBinary()) {
        out.put(bytes.duplicate());
      } else if (isPacked()) {
        ByteBuffer in = bytes.duplicate();
        while (in.hasRemaining()) {
          put(elements, place, out, ProtoReader.readVarint(in));
        }
      } else {
        put(elements, place, out, number);
      }
    }

    private static void put(Elements elements, String place, ByteBuffer out, long value)
        throws CallException {
      if (!elements.holds(value)) {
        throw CallException.invalid(
            "%s, element %d: expected %s, found %d"
                .formatted(place, out.position() / elements.bytes(), elements, value));
      }
      elements.put(out, value);
    }
  }

  private List<Value> values(Elements elements, String place) throws CallException {
    List<Value> values = new ArrayList<>();
    for (ByteBuffer part : parts) {
      ProtoReader in = new ProtoReader(part);
      while (in.next()) {
        if (in.field() != elements.field()) {
          throw CallException.invalid(
              "%s: expected its elements in %s, for its datatype is %s, found %s"
                  .formatted(
                      place, elements.fieldName(), elements, Elements.fieldName(in.field())));
        }
        values.add(value(in, elements));
      }
    }
    return values;
  }

  private static Value value(ProtoReader in, Elements elements) throws CallException {
    return switch (in.wire()) {
      case BYTES -> {
        ByteBuffer bytes = in.bytes();
        yield new Value(ProtoReader.Wire.BYTES, 0, bytes, count(elements, bytes));
      }
      case VARINT -> {
        if (elements.isSameInBinary() || elements == Elements.BYTES) {
          throw ProtoReader.malformed();
        }
        yield new Value(ProtoReader.Wire.VARINT, in.varint(), ByteBuffer.allocate(0), 1);
      }
      case FIXED32, FIXED64 -> {
        int width = in.wire() == ProtoReader.Wire.FIXED32 ? Float.BYTES : Double.BYTES;
        if (!elements.isSameInBinary() || elements.bytes() != width) {
          throw ProtoReader.malformed();
        }
        yield new Value(in.wire(), 0, in.fixed(), 1);
      }
    };
  }

  /** How many elements {@code bytes} hold. */
  private static int count(Elements elements, ByteBuffer bytes) throws CallException {
    if (elements == Elements.BYTES) {
      return 1;
    }
    if (elements.isSameInBinary()) {
      if (bytes.remaining() % elements.bytes() != 0) {
        throw ProtoReader.malformed();
      }
      return bytes.remaining() / elements.bytes();
    }
    int count = 0;
    for (int i = bytes.position(); i < bytes.limit(); i++) {
      count += bytes.get(i) >= 0 ? 1 : 0; // the last byte of a varint
    }
    return count;
  }
}
