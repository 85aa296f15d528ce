package io.slipway.server.grpc;

import java.nio.ByteBuffer;

/** A method that a path of port 8080 answers. Safe for use by many threads. */
@FunctionalInterface
interface UnaryMethod {

  /** Makes the answer of a path a message. */
  @FunctionalInterface
  interface Reply {
    byte[] message(RestAnswer answer) throws CallException;
  }

  /** What to ask, and what to make of the answer. */
  record Translation(RestRequest request, Reply reply) {}

  /**
   * @param message of the caller
   * @param room for what it is made into
   */
  Translation translate(ByteBuffer message, Room room) throws CallException;
}
