package io.slipway.conformance.grpc;

import io.grpc.Status;

/** How a call ended. */
sealed interface Outcome {

  /** With OK and a message. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Answered(byte[] message) implements Outcome {}

  /** With another status that the server sent, or without the message that belongs to OK. */
  record Ended(Status status) implements Outcome {}

  /**
   * Without an answer of gRPC: nobody there, another protocol, a stream or a connection that was
   * broken off, or no answer in time.
   *
   * @param status what the client makes of it
   */
  record Lost(Status status) implements Outcome {}

  /** A status for people. */
  static String text(Status status) {
    String description = status.getDescription();
    return description == null ? status.getCode().name() : status.getCode() + ": " + description;
  }
}
