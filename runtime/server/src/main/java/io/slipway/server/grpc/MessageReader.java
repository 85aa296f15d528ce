package io.slipway.server.grpc;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Reads the messages of a call: each has five bytes before it, whether it is compressed and how
 * long it is. Of one thread at a time.
 */
final class MessageReader {
  /** What tools and probes ask is short. */
  static final int SHORT_BYTES = 1 << 16;

  private static final int PREFIX = 5;

  private final InputStream in;
  private final boolean gzip;
  private final int maxBytes;
  private final Room room;

  /**
   * @param encoding the header {@code grpc-encoding}
   * @param room that the last message takes
   */
  MessageReader(InputStream in, String encoding, int maxBytes, Room room) throws CallException {
    this.in = in;
    this.gzip =
        switch (encoding) {
          case "", "identity" -> false;
          case "gzip" -> true;
          default ->
              throw new CallException(
                  Status.UNIMPLEMENTED, "grpc-encoding: expected identity or gzip, found another");
        };
    this.maxBytes = maxBytes;
    this.room = room;
  }

  /** The only message of a call. */
  ByteBuffer only() throws IOException, CallException {
    ByteBuffer message =
        next().orElseThrow(() -> CallException.invalid("the call: expected a message, found none"));
    if (in.read() >= 0) {
      throw CallException.invalid("the call: expected one message, found more");
    }
    return message;
  }

  /** Empty after the last one. */
  Optional<ByteBuffer> next() throws IOException, CallException {
    byte[] prefix = in.readNBytes(PREFIX);
    if (prefix.length == 0) {
      return Optional.empty();
    }
    if (prefix.length < PREFIX) {
      throw brokenOff();
    }
    long length = Integer.toUnsignedLong(ByteBuffer.wrap(prefix).getInt(1));
    if (length > maxBytes) {
      throw tooLarge();
    }
    room.hold(length);
    byte[] bytes = in.readNBytes((int) length);
    if (bytes.length < length) {
      throw brokenOff();
    }
    return Optional.of(ByteBuffer.wrap(prefix[0] == 0 ? bytes : decompressed(bytes)));
  }

  private byte[] decompressed(byte[] bytes) throws CallException {
    if (!gzip) {
      throw CallException.invalid(
          "the message: expected it as grpc-encoding says, found it compressed");
    }
    room.hold(maxBytes);
    try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      byte[] message = plain.readNBytes(maxBytes);
      if (plain.read() >= 0) {
        throw tooLarge();
      }
      room.hold(message.length);
      return message;
    } catch (EOFException e) {
      throw brokenOff();
    } catch (IOException e) {
      throw CallException.invalid("the message: expected gzip, found bytes that are not");
    }
  }

  private CallException tooLarge() {
    return new CallException(
        Status.RESOURCE_EXHAUSTED,
        "the message: expected at most %d bytes, also when decompressed, found more; send fewer rows a call"
            .formatted(maxBytes));
  }

  private static CallException brokenOff() {
    return CallException.invalid("the message: expected all of it, found its end too soon");
  }
}
