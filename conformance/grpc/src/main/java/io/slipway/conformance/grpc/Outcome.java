package io.slipway.conformance.grpc;

import io.grpc.Status;

/** How a call ended. */
sealed interface Outcome {

  /** With OK and a message. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Answered(byte[] message) implements Outcome {}

  /** With another status, or without the message that belongs to OK. */
  record Ended(Status status) implements Outcome {
    /** For people. */
    String text() {
      String description = status.getDescription();
      return description == null ? status.getCode().name() : status.getCode() + ": " + description;
    }
  }
}
