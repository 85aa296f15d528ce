package io.slipway.tabular.flat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Writes numbers and texts behind one another. For one thread. */
public final class FlatWriter {
  private static final int FIRST_BYTES = 1 << 12;

  private ByteBuffer bytes = empty(FIRST_BYTES);
  private boolean complete = true;

  private static ByteBuffer empty(int capacity) {
    return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** What has been written; empty where something had no form to be written in. */
  public Optional<byte[]> written() {
    if (!complete) {
      return Optional.empty();
    }
    byte[] written = new byte[bytes.position()];
    bytes.duplicate().flip().get(written);
    return Optional.of(written);
  }

  /** Says that what was to be written here has no form. */
  public void lacksForm() {
    complete = false;
  }

  private ByteBuffer room(long wanted) {
    if (bytes.remaining() < wanted) {
      int size = Math.toIntExact(Math.max(2L * bytes.capacity(), bytes.position() + wanted));
      bytes = empty(size).put(bytes.flip());
    }
    return bytes;
  }

  public void whole(int value) {
    room(Integer.BYTES).putInt(value);
  }

  /** With the bits of a NaN as they are. */
  public void real(double value) {
    room(Double.BYTES).putLong(Double.doubleToRawLongBits(value));
  }

  public void flag(boolean value) {
    room(1).put((byte) (value ? 1 : 0));
  }

  /** By its place: another order of an enum's constants is another build. */
  @SuppressWarnings("EnumOrdinal")
  public void choice(Enum<?> value) {
    whole(value.ordinal());
  }

  public void text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    if (!new String(utf8, StandardCharsets.UTF_8).equals(value)) {
      lacksForm(); // half a character
    }
    whole(utf8.length);
    room(utf8.length).put(utf8);
  }

  public void texts(List<String> values) {
    whole(values.size());
    values.forEach(this::text);
  }

  public void wholes(int[] values) {
    whole(values.length);
    room((long) Integer.BYTES * values.length).asIntBuffer().put(values);
    bytes.position(bytes.position() + Integer.BYTES * values.length);
  }

  public void longs(long[] values) {
    whole(values.length);
    room((long) Long.BYTES * values.length).asLongBuffer().put(values);
    bytes.position(bytes.position() + Long.BYTES * values.length);
  }

  public void reals(double[] values) {
    whole(values.length);
    for (double value : values) {
      real(value);
    }
  }

  public void flags(boolean[] values) {
    whole(values.length);
    for (boolean value : values) {
      flag(value);
    }
  }

  public void bytes(byte[] values) {
    whole(values.length);
    room(values.length).put(values);
  }
}
