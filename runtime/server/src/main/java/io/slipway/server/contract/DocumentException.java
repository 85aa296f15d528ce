package io.slipway.server.contract;

/** A document that makes no sense. The message names the document and the field. */
public final class DocumentException extends Exception {
  private static final long serialVersionUID = 1;

  public DocumentException(String message) {
    super(message);
  }

  public DocumentException(String message, Throwable cause) {
    super(message, cause);
  }
}
