package io.slipway.pmml;

import java.util.ArrayDeque;
import java.util.Deque;
import org.dmg.pmml.PMML;
import org.dmg.pmml.PMMLObject;
import org.dmg.pmml.Version;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;
import org.xml.sax.helpers.LocatorImpl;

/**
 * Builds JPMML's objects from the elements of a document, as JAXB would from the annotations of
 * their classes, by the generated {@link Elements}.
 *
 * <p>An element that the standard does not have where it stands ends reading, since leaving it out
 * would change the model silently; an unknown attribute is passed over, since vendors add theirs.
 * Text between elements means nothing, except where anything may stand.
 */
final class TreeBuilder extends DefaultHandler {
  private static final String PMML_NAMESPACE = Version.PMML_4_4.getNamespaceURI();
  private static final int UNKNOWN = -1;

  /** The type of an element that is text alone. */
  private static final int TEXT_TYPE = 0;

  private final ForeignElements foreign = new ForeignElements();
  private final Deque<Open> open = new ArrayDeque<>();
  private final StringBuilder text = new StringBuilder();
  private @Nullable Locator locator;
  private @Nullable PMML document;
  private boolean complete = true;

  /** What becomes of the text inside an element. */
  private enum Text {
    DROPPED,
    VALUE,
    CONTENT
  }

  /** How an element came to stand where it does. */
  private enum Standing {
    NAMED,
    AS_ANY
  }

  /**
   * An element that has begun.
   *
   * @param type of the element
   * @param field of the object around it that it goes into or, standing as any, its declaration
   * @param object that is made of it; of one that is text alone, its name
   */
  private record Open(
      String name, int type, int field, Standing standing, Text text, Object object) {}

  /** What was read, once reading has ended. */
  ReadDocument document() {
    if (document == null) {
      throw new IllegalStateException("the document has not ended");
    }
    return new ReadDocument(
        document, complete ? ReadDocument.Markup.COMPLETE : ReadDocument.Markup.UNCHECKED);
  }

  @Override
  public void setDocumentLocator(Locator place) {
    locator = place;
  }

  @Override
  public void startPrefixMapping(String prefix, String uri) {
    foreign.declare(prefix, uri);
  }

  @Override
  public void endPrefixMapping(String prefix) {
    foreign.forget();
  }

  @Override
  public void startElement(String uri, String name, String qName, Attributes attributes)
      throws SAXException {
    if (foreign.isOpen()) {
      foreign.text(takeText());
      foreign.start(uri, qName, attributes);
      return;
    }
    Open parent = open.peekLast();
    if (parent == null) {
      begin(name, Elements.root(uri, name), Standing.NAMED, attributes);
      return;
    }
    int place = uri.equals(PMML_NAMESPACE) ? Elements.child(parent.type(), name) : UNKNOWN;
    if (place != UNKNOWN) {
      begin(name, place, Standing.NAMED, attributes);
      return;
    }
    if (!Elements.isOpen(parent.type())) {
      throw refusal("element " + name + " has no place in element " + parent.name());
    }
    keepText(parent);
    int any = Elements.root(uri, name);
    if (any == UNKNOWN) {
      foreign.start(uri, qName, attributes);
    } else {
      begin(name, any, Standing.AS_ANY, attributes);
    }
  }

  @Override
  public void characters(char[] characters, int start, int length) {
    Open parent = open.peekLast();
    if (foreign.isOpen() || (parent != null && parent.text() != Text.DROPPED)) {
      text.append(characters, start, length);
    }
  }

  @Override
  public void endElement(String uri, String name, String qName) throws SAXException {
    if (foreign.isOpen()) {
      foreign.text(takeText());
      Object ended = foreign.end();
      if (!foreign.isOpen()) {
        Open parent = open.getLast();
        Elements.addContent(parent.type(), parent.object(), ended);
      }
      return;
    }
    Open ended = open.removeLast();
    Object object = finished(ended);
    Open parent = open.peekLast();
    if (parent == null) {
      document = (PMML) object;
      return;
    }
    try {
      if (ended.standing() == Standing.NAMED) {
        Elements.add(parent.type(), ended.field(), parent.object(), object);
      } else {
        Elements.addContent(
            parent.type(), parent.object(), Elements.declared(ended.field(), object));
      }
    } catch (IllegalArgumentException e) {
      throw wrongType(ended.name(), e);
    }
  }

  @Override
  public void error(SAXParseException failure) throws SAXException {
    throw failure;
  }

  private void begin(String name, int place, Standing standing, Attributes attributes)
      throws SAXException {
    foreign.pass();
    text.setLength(0);
    int type = place & 0xFFFF;
    int field = place >>> 16;
    if (type == TEXT_TYPE) {
      open.addLast(new Open(name, type, field, standing, Text.VALUE, name));
      return;
    }
    PMMLObject object = (PMMLObject) Elements.create(type);
    if (locator != null) {
      object.setLocator(new LocatorImpl(locator));
    }
    try {
      for (int i = 0; i < attributes.getLength(); i++) {
        if (attributes.getURI(i).isEmpty()) {
          Elements.attribute(type, object, attributes.getLocalName(i), attributes.getValue(i));
        }
      }
    } catch (IllegalArgumentException e) {
      throw wrongType(name, e);
    }
    Text kept =
        Elements.isValue(type)
            ? Text.VALUE
            : Elements.keepsText(type) ? Text.CONTENT : Text.DROPPED;
    open.addLast(new Open(name, type, field, standing, kept, object));
  }

  /** What an element has become at its end. */
  private Object finished(Open ended) {
    if (ended.type() == TEXT_TYPE) {
      return takeText();
    }
    if (ended.text() == Text.VALUE) {
      Elements.value(ended.type(), ended.object(), takeText());
    } else {
      keepText(ended);
    }
    complete &= Elements.isComplete(ended.type(), ended.object());
    return ended.object();
  }

  private void keepText(Open element) {
    String all = takeText();
    if (element.text() == Text.CONTENT && !all.isEmpty()) {
      Elements.addContent(element.type(), element.object(), all);
    }
  }

  private String takeText() {
    String taken = text.toString();
    text.setLength(0);
    return taken;
  }

  private SAXParseException wrongType(String name, IllegalArgumentException failure) {
    return refusal("element " + name + " holds a value of the wrong type: " + failure.getMessage());
  }

  private SAXParseException refusal(String sentence) {
    return new SAXParseException(sentence, locator);
  }
}
