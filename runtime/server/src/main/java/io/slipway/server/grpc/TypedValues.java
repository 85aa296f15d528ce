package io.slipway.server.grpc;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;

/**
 * Goes from one value of typed contents to the next: one element, or several that are packed. Of
 * one thread at a time.
 */
final class TypedValues {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Iterator<ByteBuffer> parts;
  private final Elements elements;
  private final String place;
  private ProtoReader in = new ProtoReader(NOTHING);
  private ByteBuffer bytes = NOTHING;
  private long number;
  private int count;

  /**
   * @param place of the input, in messages
   */
  TypedValues(List<ByteBuffer> parts, Elements elements, String place) {
    this.parts = parts.iterator();
    this.elements = elements;
    this.place = place;
  }

  boolean next() throws CallException {
    while (!in.next()) {
      if (!parts.hasNext()) {
        return false;
      }
      in = new ProtoReader(parts.next());
    }
    if (in.field() != elements.field()) {
      throw CallException.invalid(
          "%s: expected its elements in %s, for its datatype is %s, found %s"
              .formatted(place, elements.fieldName(), elements, Elements.fieldName(in.field())));
    }
    read();
    return true;
  }

  private void read() throws CallException {
    count = 1;
    switch (in.wire()) {
      case BYTES -> {
        bytes = in.bytes();
        count = packed();
      }
      case VARINT -> {
        if (elements.isSameInBinary() || elements == Elements.BYTES) {
          throw ProtoReader.malformed();
        }
        number = in.varint();
      }
      case FIXED32, FIXED64 -> {
        int width = in.wire() == ProtoReader.Wire.FIXED32 ? Float.BYTES : Double.BYTES;
        if (!elements.isSameInBinary() || elements.bytes() != width) {
          throw ProtoReader.malformed();
        }
        bytes = in.fixed();
      }
    }
  }

  /** How many elements the bytes hold. */
  private int packed() throws CallException {
    if (elements == Elements.BYTES) {
      return 1;
    }
    if (elements.isSameInBinary()) {
      if (bytes.remaining() % elements.bytes() != 0) {
        throw ProtoReader.malformed();
      }
      return bytes.remaining() / elements.bytes();
    }
    int ends = 0;
    for (int i = bytes.position(); i < bytes.limit(); i++) {
      ends += bytes.get(i) >= 0 ? 1 : 0; // the last byte of a varint
    }
    return ends;
  }

  boolean isPacked() {
    return in.wire() == ProtoReader.Wire.BYTES;
  }

  /** How many elements the value is. */
  int count() {
    return count;
  }

  /** The value as the message has it. */
  ByteBuffer bytes() {
    return bytes;
  }

  /** How much of a binary tensor it takes. */
  long binaryBytes() {
    return elements == Elements.BYTES
        ? Elements.LENGTH_BYTES + (long) bytes.remaining()
        : (long) count * elements.bytes();
  }

  /** Puts it into a binary tensor. */
  void put(ByteBuffer out) throws CallException {
    if (elements == Elements.BYTES) {
      out.putInt(bytes.remaining()).put(bytes.duplicate());
    } else if (elements.isSameInBinary()) {
      out.put(bytes.duplicate());
    } else if (isPacked()) {
      ByteBuffer packed = bytes.duplicate();
      while (packed.hasRemaining()) {
        put(out, ProtoReader.readVarint(packed));
      }
    } else {
      put(out, number);
    }
  }

  private void put(ByteBuffer out, long value) throws CallException {
    if (!elements.holds(value)) {
      throw CallException.invalid(
          "%s, element %d: expected %s, found %d"
              .formatted(place, out.position() / elements.bytes(), elements, value));
    }
    elements.put(out, value);
  }
}
