package io.slipway.operator.crash;

import java.util.Locale;

/**
 * When an operator dies.
 *
 * @param write of which of its writes, from 1
 * @param moment whether that one still gets to the API server
 */
record Death(int write, Moment moment) {

  /** Where in a write. */
  enum Moment {
    /** The API server never hears of it. */
    BEFORE,
    /** The API server has done it; the operator does not hear so. */
    AFTER
  }

  @Override
  public String toString() {
    return moment.name().toLowerCase(Locale.ROOT) + " write " + write;
  }
}
