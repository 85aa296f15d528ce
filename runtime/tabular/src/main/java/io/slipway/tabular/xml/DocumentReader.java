package io.slipway.tabular.xml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ModelLoadException.Reason;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Pulls a document onto a tape. The parser is the JDK's own, whatever else is on the class path,
 * with document types and everything external off; what remains that a document could do is to be
 * large, deep or slow, which the limits end.
 */
public final class DocumentReader {
  private static final String ORACLE = "http://www.oracle.com/xml/jaxp/properties/";
  private static final int EVENTS_PER_LOOK_AT_THE_CLOCK = 1024;

  private final ReadLimits limits;
  private final Set<String> skipped;

  /**
   * @param skipped elements that are passed over with all that they hold
   */
  public DocumentReader(ReadLimits limits, Set<String> skipped) {
    this.limits = limits;
    this.skipped = Set.copyOf(skipped);
  }

  public Document read(Path file) throws ModelLoadException {
    try {
      if (Files.size(file) > limits.bytes()) {
        throw tooLarge("the file is larger than %d bytes".formatted(limits.bytes()));
      }
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
        return read(in);
      }
    } catch (IOException e) {
      throw new ModelLoadException(
          Reason.MODEL_INVALID,
          "the file cannot be read: " + e.getClass().getSimpleName() + " " + e.getMessage());
    }
  }

  /** Reads to the end of the document, and leaves the stream open. */
  public Document read(InputStream in) throws ModelLoadException {
    try {
      XMLStreamReader events = factory().createXMLStreamReader(in);
      try {
        return new Pull(events).run();
      } finally {
        events.close();
      }
    } catch (XMLStreamException e) {
      throw malformed(e);
    }
  }

  /** A parser that opens nothing. */
  static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("nothing outside the document is read");
        });
    // JDKs differ in these, and honest documents exceed some: the limits given here decide.
    for (String limit :
        new String[] {"maxElementDepth", "totalEntitySizeLimit", "maxGeneralEntitySizeLimit"}) {
      factory.setProperty(ORACLE + limit, "0");
    }
    return factory;
  }

  /** One pass. */
  private final class Pull {
    private final XMLStreamReader events;
    private final Document.Builder tape = new Document.Builder();
    private final Deque<Integer> open = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();
    private final long end = System.nanoTime() + limits.time().toNanos();
    private String rootNamespace = "";
    private int lastBegun;
    private long characters;
    private int pulled;

    Pull(XMLStreamReader events) {
      this.events = events;
    }

    Document run() throws XMLStreamException, ModelLoadException {
      while (events.hasNext()) {
        int event = events.next();
        keepTime();
        switch (event) {
          case XMLStreamConstants.START_ELEMENT -> begin();
          case XMLStreamConstants.END_ELEMENT -> end();
          case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> characters();
          case XMLStreamConstants.DTD ->
              throw new ModelLoadException(
                  Reason.MODEL_INVALID,
                  place()
                      + "document types (DOCTYPE) are refused, since they can name entities and"
                      + " files: remove the declaration");
          default -> {}
        }
      }
      return tape.build();
    }

    private void begin() throws XMLStreamException, ModelLoadException {
      if (open.size() >= limits.depth()) {
        throw tooLarge(
            place() + "more than %d elements inside one another".formatted(limits.depth()));
      }
      if (open.isEmpty()) {
        rootNamespace = namespace();
      }
      if (!open.isEmpty()
          && skipped.contains(events.getLocalName())
          && namespace().equals(rootNamespace)) {
        skip();
        return;
      }
      text.setLength(0);
      int element =
          tape.begin(
              name(), events.getLocation().getLineNumber(), events.getLocation().getColumnNumber());
      for (int i = 0; i < events.getAttributeCount(); i++) {
        if (events.getAttributeNamespace(i) == null || events.getAttributeNamespace(i).isEmpty()) {
          keep(events.getAttributeValue(i).length());
          tape.attribute(events.getAttributeLocalName(i), events.getAttributeValue(i));
        }
      }
      if (open.isEmpty()) {
        tape.attribute("xmlns", rootNamespace);
      }
      if (tape.items() > limits.items()) {
        throw tooLarge(place() + "more than %d elements and attributes".formatted(limits.items()));
      }
      open.push(element);
      lastBegun = element;
    }

    private void end() throws ModelLoadException {
      int element = open.pop();
      boolean isBlank = isBlank(text);
      // Between elements blanks are layout; alone in one they are what it says.
      if (!isBlank || (element == lastBegun && text.length() > 0)) {
        keep(isBlank ? text.length() : 0);
        tape.text(element, text.toString());
      }
      text.setLength(0);
      tape.end(element);
    }

    private void characters() throws ModelLoadException {
      keep(events.isWhiteSpace() ? 0 : events.getTextLength());
      text.append(events.getTextCharacters(), events.getTextStart(), events.getTextLength());
    }

    private void skip() throws XMLStreamException, ModelLoadException {
      int depth = 1;
      while (depth > 0) {
        int event = events.next();
        keepTime();
        if (event == XMLStreamConstants.START_ELEMENT) {
          depth++;
        } else if (event == XMLStreamConstants.END_ELEMENT) {
          depth--;
        }
        if (open.size() + depth > limits.depth()) {
          throw tooLarge(
              place() + "more than %d elements inside one another".formatted(limits.depth()));
        }
      }
    }

    private String namespace() {
      String uri = events.getNamespaceURI();
      return uri == null ? "" : uri;
    }

    private String name() {
      String prefix = events.getPrefix();
      return namespace().equals(rootNamespace) || prefix == null || prefix.isEmpty()
          ? events.getLocalName()
          : prefix + ":" + events.getLocalName();
    }

    private void keep(int length) throws ModelLoadException {
      characters += length;
      if (characters > limits.characters()) {
        throw tooLarge(place() + "more than %d characters".formatted(limits.characters()));
      }
    }

    private void keepTime() throws ModelLoadException {
      if (++pulled % EVENTS_PER_LOOK_AT_THE_CLOCK == 0) {
        if (Thread.currentThread().isInterrupted()) {
          throw new ModelLoadException(
              Reason.LOAD_TIMEOUT, place() + "reading the document was interrupted");
        }
        if (System.nanoTime() - end > 0) {
          throw new ModelLoadException(
              Reason.LOAD_TIMEOUT,
              place() + "reading took longer than %d s".formatted(limits.time().toSeconds()));
        }
      }
    }

    private String place() {
      return "line %d, column %d: "
          .formatted(events.getLocation().getLineNumber(), events.getLocation().getColumnNumber());
    }
  }

  private static boolean isBlank(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > ' ') {
        return false;
      }
    }
    return true;
  }

  private static ModelLoadException tooLarge(String message) {
    return new ModelLoadException(Reason.MODEL_TOO_LARGE, message);
  }

  private static ModelLoadException malformed(XMLStreamException e) {
    String place =
        e.getLocation() == null
            ? ""
            : "line %d, column %d: "
                .formatted(e.getLocation().getLineNumber(), e.getLocation().getColumnNumber());
    String message = String.valueOf(e.getMessage());
    int sentence = message.indexOf("Message: ");
    return new ModelLoadException(
        Reason.MODEL_INVALID,
        place
            + "the XML is malformed: "
            + Shown.message(
                sentence < 0 ? message : message.substring(sentence + "Message: ".length())));
  }
}
