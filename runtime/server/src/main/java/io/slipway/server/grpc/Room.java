package io.slipway.server.grpc;

import java.util.Optional;

/**
 * What one call takes of the memory of all: its message, and what is made of it before anybody else
 * has it. Of one thread at a time.
 */
final class Room implements AutoCloseable {
  /**
   * Of one message, in all: more than any model has inputs. Two bytes are enough for one, which
   * then takes a hundred times as much.
   */
  private static final int MOST_PARTS = 1 << 14;

  /** What an input, an output or a parameter takes beside its texts and elements, about. */
  private static final int PART_BYTES = 256;

  private final Surroundings.Share share;
  private long held;
  private int parts;

  Room(Surroundings.Share share) {
    this.share = share;
  }

  /** Holds so much, whatever was held before. */
  void hold(long bytes) throws CallException {
    if (bytes > Integer.MAX_VALUE) {
      throw new CallException(
          Status.RESOURCE_EXHAUSTED,
          "the message: expected one that fits into memory, found one that does not");
    }
    Optional<String> why = share.hold((int) bytes);
    if (why.isPresent()) {
      throw new CallException(Status.UNAVAILABLE, why.get());
    }
    held = bytes;
  }

  /** Holds so much more. */
  void add(long bytes) throws CallException {
    hold(held + bytes);
  }

  /** Holds one more part of the message: an input, its contents, an output or a parameter. */
  void addPart() throws CallException {
    parts++;
    if (parts > MOST_PARTS) {
      throw new CallException(
          Status.RESOURCE_EXHAUSTED,
          "the message: expected at most %d inputs, outputs and parameters in all, found more"
              .formatted(MOST_PARTS));
    }
    add(PART_BYTES);
  }

  @Override
  public void close() {
    share.close();
  }
}
