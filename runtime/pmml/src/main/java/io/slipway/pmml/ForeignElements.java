package io.slipway.pmml;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.Attributes;

/**
 * Makes DOM elements of what is not PMML's: cells of tables and what vendors add. JPMML reads cells
 * from there.
 */
final class ForeignElements {
  private final List<Mapping> prefixes = new ArrayList<>();
  private final Deque<Element> open = new ArrayDeque<>();
  private int announced;
  private @Nullable Document document;

  private record Mapping(String prefix, String namespace) {}

  /** A prefix that the next element declares. */
  void declare(String prefix, String namespace) {
    prefixes.add(new Mapping(prefix, namespace));
    announced++;
  }

  /** The end of a prefix's element. */
  void forget() {
    prefixes.remove(prefixes.size() - 1);
  }

  /** Whether the elements that come are inside one of these. */
  boolean isOpen() {
    return !open.isEmpty();
  }

  /** An element that is not foreign: it and those inside it are others' business. */
  void pass() {
    announced = 0;
  }

  void start(String namespace, String name, Attributes attributes) {
    Element element = document().createElementNS(namespace, name);
    int known = prefixes.size() - announced;
    for (int i = 0; i < prefixes.size(); i++) {
      // The outermost has to mean the same where it stands alone.
      if (open.isEmpty() || (i >= known && !isKnown(prefixes.get(i), known))) {
        declareOn(element, prefixes.get(i));
      }
    }
    announced = 0;
    for (int i = 0; i < attributes.getLength(); i++) {
      String uri = attributes.getURI(i);
      element.setAttributeNS(
          uri.isEmpty() ? null : uri, attributes.getQName(i), attributes.getValue(i));
    }
    if (!open.isEmpty()) {
      open.getLast().appendChild(element);
    }
    open.addLast(element);
  }

  void text(String text) {
    if (!text.isEmpty()) {
      open.getLast().appendChild(document().createTextNode(text));
    }
  }

  /** The element that ends here. */
  Element end() {
    return open.removeLast();
  }

  private boolean isKnown(Mapping mapping, int known) {
    for (int i = known - 1; i >= 0; i--) {
      if (prefixes.get(i).prefix().equals(mapping.prefix())) {
        return prefixes.get(i).equals(mapping);
      }
    }
    return false;
  }

  private static void declareOn(Element element, Mapping mapping) {
    element.setAttributeNS(
        XMLConstants.XMLNS_ATTRIBUTE_NS_URI,
        mapping.prefix().isEmpty() ? "xmlns" : "xmlns:" + mapping.prefix(),
        mapping.namespace());
  }

  private Document document() {
    Document made = document;
    if (made == null) {
      try {
        made = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().newDocument();
      } catch (ParserConfigurationException e) {
        throw new IllegalStateException("the JDK has no DOM", e);
      }
      document = made;
    }
    return made;
  }
}
