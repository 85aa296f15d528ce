package io.slipway.operator.simulation;

/** What goes wrong with one write of a plan; the status is the last of them. */
enum Mishap {
  NONE("nothing goes wrong"),
  /** 422 or 403: not done, and told in the next observation. */
  REFUSED("is refused"),
  /** 409: not done, because something changed meanwhile. */
  CONFLICT("conflicts"),
  /** 5xx: not done, and nothing more is tried. */
  FAILED("fails"),
  /** Done, but the operator does not get to know. */
  TIMED_OUT("is done, and times out"),
  /** Done twice, as by a client that tries again after a connection was lost. */
  REPEATED("is done twice"),
  KILLED_BEFORE("is not done any more: the operator is killed"),
  KILLED_AFTER("is done, and the operator is killed"),
  /** The process is gone, and the request is still on its way when the next one has begun. */
  IN_FLIGHT("is done when the operator is killed already, and the next one has listed everything");

  private final String text;

  Mishap(String text) {
    this.text = text;
  }

  /** Whether the process ends. */
  boolean kills() {
    return this == KILLED_BEFORE || this == KILLED_AFTER || this == IN_FLIGHT;
  }

  @Override
  public String toString() {
    return text;
  }
}
