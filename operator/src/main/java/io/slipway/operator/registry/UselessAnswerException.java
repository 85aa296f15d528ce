package io.slipway.operator.registry;

import java.io.IOException;

/** The registry is there, and answers something that tells nothing. */
final class UselessAnswerException extends IOException {

  private static final long serialVersionUID = 1L;

  UselessAnswerException(String message) {
    super(message);
  }
}
