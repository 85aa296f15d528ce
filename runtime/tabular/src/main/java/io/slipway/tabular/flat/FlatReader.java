package io.slipway.tabular.flat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reads what a {@link FlatWriter} wrote, and believes nothing of it: no array is made that is
 * longer than what is left to read, and a slot is one of the frame's. For one thread.
 */
public final class FlatReader {
  private final ByteBuffer bytes;
  private int frameWidth;
  private int textWidth;

  public FlatReader(ByteBuffer bytes) {
    this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  public static MalformedFormException malformed(String what) {
    return new MalformedFormException(what);
  }

  /** Refuses what goes on behind its end. */
  public void end() {
    if (bytes.hasRemaining()) {
      throw malformed(bytes.remaining() + " bytes follow the end");
    }
  }

  /**
   * Sets how many slots there are from here on.
   *
   * @see #slot
   * @see #textSlot
   */
  public void frameOf(int slots, int textSlots) {
    frameWidth = slots;
    textWidth = textSlots;
  }

  private ByteBuffer next(long count) {
    if (count > bytes.remaining()) {
      throw malformed("it ends early");
    }
    return bytes;
  }

  public int whole() {
    return next(Integer.BYTES).getInt();
  }

  /** One of {@code from}, ..., {@code to - 1}. */
  public int within(int from, int to) {
    int value = whole();
    if (value < from || value >= to) {
      throw malformed("%d is not within %d and %d".formatted(value, from, to));
    }
    return value;
  }

  /** How many things follow, each of {@code leastBytes} or more. */
  public int count(int leastBytes) {
    int count = whole();
    if (count < 0 || (long) count * leastBytes > bytes.remaining()) {
      throw malformed(count + " of something are more than there are");
    }
    return count;
  }

  /** A slot of the frame. */
  public int slot() {
    return within(0, frameWidth);
  }

  /** A slot of texts. */
  public int textSlot() {
    return within(0, textWidth);
  }

  /** The first of so many contiguous slots. */
  public int slots(int count) {
    if (count < 0 || count > frameWidth) {
      throw malformed(count + " slots are more than there are");
    }
    return within(0, frameWidth - count + 1);
  }

  /** A slot of the frame, or -1. */
  public int slotOrNone() {
    return within(-1, frameWidth);
  }

  public boolean hasSlot(int slot) {
    return slot >= 0 && slot < frameWidth;
  }

  /**
   * Any number of slots, each the first of as many contiguous ones.
   *
   * @param width how many; 1 for the slot alone
   */
  public int[] slotArray(int width) {
    return held(wholes(), 0, width);
  }

  /** Any number of slots, or -1 in their place. */
  public int[] slotOrNoneArray() {
    return held(wholes(), -1, 1);
  }

  private int[] held(int[] slots, int least, int width) {
    for (int slot : slots) {
      if (slot < least || slot > frameWidth - width) {
        throw malformed("there is no slot " + slot);
      }
    }
    return slots;
  }

  public double real() {
    return Double.longBitsToDouble(next(Double.BYTES).getLong());
  }

  public boolean flag() {
    byte value = next(1).get();
    if (value != 0 && value != 1) {
      throw malformed(value + " is no truth value");
    }
    return value == 1;
  }

  /**
   * @param all the constants of an enum
   */
  public <E extends Enum<E>> E choice(E[] all) {
    return all[within(0, all.length)];
  }

  public String text() {
    int length = count(1);
    ByteBuffer own = bytes.slice(bytes.position(), length);
    bytes.position(bytes.position() + length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(own).toString();
    } catch (CharacterCodingException e) {
      throw malformed("a text is no UTF-8");
    }
  }

  public List<String> texts() {
    return list(Integer.BYTES, this::text);
  }

  /**
   * As many things as are said to follow.
   *
   * @param leastBytes of each
   */
  public <T> List<T> list(int leastBytes, Supplier<T> one) {
    int count = count(leastBytes);
    List<T> all = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      all.add(one.get());
    }
    return all;
  }

  public int[] wholes() {
    int[] values = new int[count(Integer.BYTES)];
    bytes.asIntBuffer().get(values);
    bytes.position(bytes.position() + Integer.BYTES * values.length);
    return values;
  }

  public long[] longs() {
    long[] values = new long[count(Long.BYTES)];
    bytes.asLongBuffer().get(values);
    bytes.position(bytes.position() + Long.BYTES * values.length);
    return values;
  }

  public double[] reals() {
    double[] values = new double[count(Double.BYTES)];
    bytes.asDoubleBuffer().get(values);
    bytes.position(bytes.position() + Double.BYTES * values.length);
    return values;
  }

  /** As many numbers as are wanted, and no more. */
  public double[] reals(int wanted) {
    double[] values = reals();
    if (values.length != wanted) {
      throw malformed("%d numbers, not %d".formatted(values.length, wanted));
    }
    return values;
  }

  public boolean[] flags() {
    boolean[] values = new boolean[count(1)];
    for (int i = 0; i < values.length; i++) {
      values[i] = flag();
    }
    return values;
  }

  public byte[] bytes() {
    byte[] values = new byte[count(1)];
    bytes.get(values);
    return values;
  }
}
