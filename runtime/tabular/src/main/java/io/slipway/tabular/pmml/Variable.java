package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.xml.Element;
import java.util.Optional;

/**
 * A field, constant or intermediate result of the document, and where the program keeps it.
 *
 * @param opType whether its values have an order: the reference refuses to compare those of others
 * @param slot of its number, its truth value, or the code of its text
 * @param text the slot of its text, -1 where only its code is kept
 * @param literal what the document writes, where it is a constant
 */
record Variable(FieldType type, OpType opType, int slot, int text, Optional<String> literal) {

  /** What may be done with values. */
  enum OpType {
    CONTINUOUS,
    DISCRETE
  }

  static Variable of(FieldType type, int slot) {
    return new Variable(
        type, type.isQuantity() ? OpType.CONTINUOUS : OpType.DISCRETE, slot, -1, Optional.empty());
  }

  /** A category written as a number. */
  static Variable discrete(FieldType type, int slot) {
    return new Variable(type, OpType.DISCRETE, slot, -1, Optional.empty());
  }

  /** The same under the operational type that an element states, if it states one. */
  Variable as(Element element) {
    Optional<String> stated = element.attribute("optype");
    if (stated.isEmpty()) {
      return this;
    }
    OpType known = stated.get().equals("continuous") ? OpType.CONTINUOUS : OpType.DISCRETE;
    return new Variable(type, known, slot, text, literal);
  }

  Variable requireOrder(Element at) throws ModelLoadException {
    if (opType != OpType.CONTINUOUS) {
      throw at.unsupported("the order of values that are not continuous");
    }
    return this;
  }
}
