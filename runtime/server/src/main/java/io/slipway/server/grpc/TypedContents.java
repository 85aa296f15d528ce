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
    return bytes() > 0;
  }

  /** How much of the message they are. */
  long bytes() {
    return parts.stream().mapToLong(ByteBuffer::remaining).sum();
  }

  /**
   * The same as a binary tensor.
   *
   * @param place of the input, in messages
   * @param expected how many elements its shape says there are
   * @param room for the tensor
   */
  ByteBuffer binary(Elements elements, String place, long expected, Room room)
      throws CallException {
    // Twice over them, rather than to keep a list of what may be millions.
    TypedValues counted = new TypedValues(parts, elements, place);
    long found = 0;
    long bytes = 0;
    boolean asItIs = elements.isSameInBinary();
    while (counted.next()) {
      asItIs &= found == 0 && counted.isPacked();
      found += counted.count();
      bytes += counted.binaryBytes();
      if (found > expected) {
        throw unlike(expected, "more", elements, place);
      }
    }
    if (found < expected) {
      throw unlike(expected, Long.toString(found), elements, place);
    }
    if (asItIs && found > 0) {
      return counted.bytes();
    }
    room.add(bytes);
    ByteBuffer out = ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    TypedValues values = new TypedValues(parts, elements, place);
    while (values.next()) {
      values.put(out);
    }
    return out.flip();
  }

  private static CallException unlike(
      long expected, String found, Elements elements, String place) {
    return CallException.invalid(
        "%s: expected %d elements for its shape, found %s in %s"
            .formatted(place, expected, found, elements.fieldName()));
  }
}
