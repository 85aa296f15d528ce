package io.slipway.server.traffic;

/** Why a candidate failed a caller. */
public enum Cause {
  /** It has no pods, or none that a connection can be made to. */
  UNREACHABLE("unreachable"),
  TIMEOUT("timeout"),
  /** 5xx. */
  STATUS("status"),
  /** Another revision answered in its place. */
  WRONG_REVISION("wrongRevision"),
  /** It failed too often just now, and was not asked. */
  BREAKER_OPEN("breakerOpen"),
  /** It gave no usable value where the pod's own model does. */
  HARD_FAULT("hardFault");

  private final String field;

  Cause(String field) {
    this.field = field;
  }

  /** Its name in the contract's {@code causes}. */
  public String field() {
    return field;
  }
}
