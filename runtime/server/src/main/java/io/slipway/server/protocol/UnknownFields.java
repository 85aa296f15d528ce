package io.slipway.server.protocol;

/** What to do with a field that the model does not have. */
public enum UnknownFields {
  /** Most often it is a misspelt name, and the row would be scored without it. */
  REFUSE,
  /** The caller says that its rows hold more than the model takes. */
  IGNORE
}
