package io.slipway.tabular.pmml;

import java.util.Optional;

/**
 * A field, constant or intermediate result of the document, and where the program keeps it.
 *
 * @param slot of its number, its truth value, or the code of its text
 * @param text the slot of its text, -1 where only its code is kept
 * @param literal what the document writes, where it is a constant
 */
record Variable(FieldType type, int slot, int text, Optional<String> literal) {

  static Variable of(FieldType type, int slot) {
    return new Variable(type, slot, -1, Optional.empty());
  }
}
