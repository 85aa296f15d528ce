package io.slipway.server.protocol;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The bytes of an answer while it is written, up to a limit: how large an answer is follows from
 * the model as much as from the request, so that no limit of requests bounds it. Of one thread.
 */
final class AnswerBytes extends OutputStream {
  private static final int LARGEST_HINT = 1 << 22;

  private final ByteArrayOutputStream bytes;
  private final int limit;

  /** What writes a part of an answer. */
  @FunctionalInterface
  interface Part {
    void write(OutputStream out) throws IOException, RequestException;
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
    this.bytes = new ByteArrayOutputStream((int) Math.min(sizeHint, Math.min(limit, LARGEST_HINT)));
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
    require(1);
    bytes.write(value);
  }

  @Override
  public void write(byte[] values, int offset, int length) throws IOException {
    require(length);
    bytes.write(values, offset, length);
  }

  private void require(int more) throws Full {
    if (more > limit - bytes.size()) {
      throw new Full();
    }
  }

  int size() {
    return bytes.size();
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }
}
