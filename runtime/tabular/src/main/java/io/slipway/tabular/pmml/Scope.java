package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.xml.Element;

/** What names mean at some place of the document. */
interface Scope {

  /**
   * The field of a name, computed if it was not yet.
   *
   * @param at the element that refers to it
   */
  Variable resolve(String name, Element at) throws ModelLoadException;
}
