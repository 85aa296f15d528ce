package io.slipway.server.http;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Arrays;

/**
 * Reads bodies into memory, each within a limit and all within a budget. Safe for use by many
 * threads.
 */
final class BodyReader {
  private static final int FIRST_CAPACITY = 8192;

  /** How many times what is allowed is let in to be thrown away. */
  private static final int DISCARDED = 4;

  private final int maxBytes;
  private final MemoryBudget memory;

  /**
   * @param maxBytes of one body
   */
  BodyReader(int maxBytes, MemoryBudget memory) {
    this.maxBytes = maxBytes;
    this.memory = memory;
  }

  /** A body, which counts as held until it is closed. */
  final class Body implements AutoCloseable {
    private final MemoryBudget.Share share = memory.share();
    private byte[] bytes = {};

    byte[] bytes() {
      return bytes;
    }

    private void grow(int capacity) throws HttpProblem {
      share.grow(capacity);
      bytes = Arrays.copyOf(bytes, capacity);
    }

    private void read(ServletInputStream in, long announced, Deadline deadline)
        throws IOException, HttpProblem {
      grow((int) Math.min(maxBytes, announced < 0 ? FIRST_CAPACITY : announced));
      int size = 0;
      while (true) {
        if (size == bytes.length) {
          int probe = in.read(); // most often the end: then nothing grows for one byte more
          if (probe < 0) {
            break;
          }
          if (size == maxBytes) {
            throw ContentCoding.tooLarge(maxBytes);
          }
          grow((int) Math.min(maxBytes, Math.max(FIRST_CAPACITY, 2L * size)));
          bytes[size++] = (byte) probe;
        }
        int count = in.read(bytes, size, bytes.length - size);
        if (count < 0) {
          break;
        }
        size += count;
        if (deadline.hasPassed()) {
          throw tooSlow();
        }
      }
      bytes = size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }

    @Override
    public void close() {
      share.close();
    }
  }

  /** A body that is empty, for a request that has none or whose body nobody wants. */
  Body none() {
    return new Body();
  }

  /**
   * Reads a body to its end.
   *
   * @throws HttpProblem 413 beyond the limit, 408 beyond the deadline, 400 when the caller breaks
   *     off
   */
  Body read(HttpServletRequest request, Deadline deadline) throws HttpProblem {
    long announced = request.getContentLengthLong();
    if (announced > maxBytes) {
      if (announced <= (long) DISCARDED * maxBytes && request.getHeader("Expect") == null) {
        discard(request, deadline);
      }
      throw ContentCoding.tooLarge(maxBytes);
    }
    Body body = new Body();
    try {
      body.read(request.getInputStream(), announced, deadline);
      return body;
    } catch (IOException e) {
      body.close();
      throw deadline.hasPassed()
          ? tooSlow()
          : new HttpProblem(400, "the body: expected all of it, found its end too soon");
    } catch (HttpProblem e) {
      body.close();
      if (e.status() == 413) {
        discard(request, deadline);
      }
      throw e;
    } catch (RuntimeException | Error e) {
      body.close();
      throw e;
    }
  }

  /**
   * Lets a caller send what is refused, up to a few times what is allowed: one that is still
   * sending when the connection ends does not get to read why.
   */
  private void discard(HttpServletRequest request, Deadline deadline) {
    byte[] bucket = new byte[FIRST_CAPACITY];
    long left = (long) DISCARDED * maxBytes;
    try {
      ServletInputStream in = request.getInputStream();
      int count = 0;
      while (count >= 0 && left > 0 && !deadline.hasPassed()) {
        count = in.read(bucket);
        left -= count;
      }
    } catch (IOException e) {
      // The caller has gone; there is nobody to tell.
    }
  }

  private static HttpProblem tooSlow() {
    return new HttpProblem(
        408, "the body: expected all of it within the request's time limit, found it too slow");
  }
}
