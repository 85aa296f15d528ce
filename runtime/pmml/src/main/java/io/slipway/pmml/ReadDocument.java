package io.slipway.pmml;

import org.dmg.pmml.PMML;

/**
 * A document as it was read.
 *
 * @param markup what reading has shown about it
 */
record ReadDocument(PMML pmml, Markup markup) {

  /** Whether every element has the attributes and the elements that the standard requires. */
  enum Markup {
    COMPLETE,
    UNCHECKED
  }
}
