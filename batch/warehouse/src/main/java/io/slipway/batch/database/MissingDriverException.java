package io.slipway.batch.database;

/** No driver takes an address. The message says what to mount; it has nothing of the address. */
public final class MissingDriverException extends Exception {
  private static final long serialVersionUID = 1;

  MissingDriverException(String message) {
    super(message);
  }
}
