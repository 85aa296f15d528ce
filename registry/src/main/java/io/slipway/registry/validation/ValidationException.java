package io.slipway.registry.validation;

import java.io.IOException;

/**
 * Validation that could not be carried out, so that nothing is known of the files: the process did
 * not start, or failed for a reason that is not theirs. Trying again is right.
 */
public final class ValidationException extends IOException {
  private static final long serialVersionUID = 1;

  ValidationException(String message) {
    super(message);
  }

  ValidationException(String message, Throwable cause) {
    super(message, cause);
  }
}
