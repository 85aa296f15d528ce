package io.slipway.tabular.xml;

import java.util.Map;
import java.util.Set;

/**
 * How JSON says what XML does: an object is an element, its keys are attributes where they lead to
 * plain values and the names of elements where they lead to objects. A list of plain values is the
 * text of an element.
 *
 * @param root the one key of the document
 * @param skipped keys that are passed over with all that they lead to
 * @param kinds keys whose objects each hold one key, the name of the element
 * @param texts by the name of an element, the key that leads to its text
 * @param lists elements whose text is items between blanks, and may be written as a list of them
 * @param rows elements whose text is other elements, each written as XML
 */
public record JsonMapping(
    String root,
    Set<String> skipped,
    Set<String> kinds,
    Map<String, String> texts,
    Set<String> lists,
    Set<String> rows) {

  public JsonMapping {
    skipped = Set.copyOf(skipped);
    kinds = Set.copyOf(kinds);
    texts = Map.copyOf(texts);
    lists = Set.copyOf(lists);
    rows = Set.copyOf(rows);
  }

  boolean isText(String element, String key) {
    return key.equals(texts.get(element));
  }
}
