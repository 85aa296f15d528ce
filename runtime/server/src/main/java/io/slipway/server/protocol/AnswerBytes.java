package io.slipway.server.protocol;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * The bytes of an answer while it is written, up to a limit: how large an answer is follows from
 * the model as much as from the request, so that no limit of requests bounds it. Of one thread.
 */
final class AnswerBytes extends OutputStream {
  private static final int LARGEST_HINT = 1 << 22;

  private final int limit;
  private byte[] bytes;
  private int size;

  /** What writes a part of an answer. */
  @FunctionalInterface
  interface Part {
    void write(AnswerBytes out) throws IOException, RequestException;
  }

  /** The limit is reached. */
  private static final class Full extends IOException {
    private static final long serialVersionUID = 1;
  }

  /**
   * @param sizeHint how many bytes are to be expected, roughly
   * @param limit how many there may be
   */
  AnswerBytes(long sizeHint, int limit) {
    this.bytes = new byte[(int) Math.min(sizeHint, Math.min(limit, LARGEST_HINT))];
    this.limit = limit;
  }

  /**
   * Adds what {@code part} writes.
   *
   * @throws RequestException of kind {@link RequestException.Kind#ANSWER_TOO_LARGE} beyond the
   *     limit
   */
  void add(Part part) throws RequestException {
    try {
      part.write(this);
    } catch (Full e) {
      throw RequestException.answerTooLarge(limit);
    } catch (IOException e) {
      throw new IllegalStateException("writing into memory failed", e);
    }
  }

  @Override
  public void write(int value) throws IOException {
    if (size == bytes.length) {
      require(1);
    }
    bytes[size++] = (byte) value;
  }

  @Override
  public void write(byte[] values, int offset, int length) throws IOException {
    require(length);
    System.arraycopy(values, offset, bytes, size, length);
    size += length;
  }

  /** Makes room for so many bytes more. */
  private void require(int more) throws Full {
    if (more > limit - size) {
      throw new Full();
    }
    if (more > bytes.length - size) {
      bytes = Arrays.copyOf(bytes, Math.clamp(2L * bytes.length, size + more, limit));
    }
  }

  int size() {
    return size;
  }

  /** Copies a part of what was written. */
  void copy(int from, int to, byte[] into, int at) {
    System.arraycopy(bytes, from, into, at, to - from);
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }
}
