package io.slipway.pmml;

import io.slipway.scoring.ModelLoadException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.XMLFilterImpl;

/**
 * Sees every element before JPMML does, and ends reading at the first that must not be read: a root
 * that is not PMML of a known version, too many levels, too much in all, an array that claims to be
 * huge. Gives elements without a namespace that of the version they state, since some exporters
 * leave it out.
 */
final class StructureGuard extends XMLFilterImpl {
  /**
   * What an element costs while it is read. A boosted ensemble of 27,662 elements with 52,077
   * attributes was measured to keep 1.7 MB once loaded; this estimates 6.5 MB for it, which leaves
   * room for the forms it takes on the way.
   */
  static final long BYTES_PER_ELEMENT = 160;

  static final long BYTES_PER_ATTRIBUTE = 40;

  private static final Pattern NAMESPACE =
      Pattern.compile("http://www\\.dmg\\.org/PMML-(\\d+)_(\\d+)");
  private static final String ROOT = "PMML";

  private final Limits limits;
  private @Nullable Locator locator;
  private @Nullable ModelLoadException refusal;
  private final Map<String, String> rootPrefixes = new LinkedHashMap<>();
  private String missingNamespace = "";
  private int depth;
  private long heapBytes;

  StructureGuard(Limits limits) {
    this.limits = limits;
  }

  /** Why reading was ended, where it was this filter that ended it. */
  Optional<ModelLoadException> refusal() {
    return Optional.ofNullable(refusal);
  }

  /** Where reading has come to, as the start of a message. */
  String place() {
    return locator == null || locator.getLineNumber() < 1
        ? ""
        : "line %d, column %d: ".formatted(locator.getLineNumber(), locator.getColumnNumber());
  }

  private int line() {
    return locator == null ? -1 : locator.getLineNumber();
  }

  @Override
  public void setDocumentLocator(Locator locator) {
    this.locator = locator;
    super.setDocumentLocator(locator);
  }

  /** Holds back what the root declares, so that a foreign namespace is refused here. */
  @Override
  public void startPrefixMapping(String prefix, String uri) throws SAXException {
    if (depth == 0) {
      rootPrefixes.put(prefix, uri);
    } else {
      super.startPrefixMapping(prefix, uri);
    }
  }

  @Override
  public void startElement(String uri, String localName, String qName, Attributes attributes)
      throws SAXException {
    depth++;
    if (depth == 1) {
      checkRoot(uri, localName, attributes);
      for (Map.Entry<String, String> mapping : rootPrefixes.entrySet()) {
        super.startPrefixMapping(mapping.getKey(), mapping.getValue());
      }
    } else if (depth > limits.depth()) {
      throw end(
          LoadFailure.tooLarge(
              "line %d: more than %d elements inside one another"
                  .formatted(line(), limits.depth())));
    }
    if (localName.endsWith("SparseArray")) {
      checkSparseLength(attributes.getValue("", "n"));
    }
    spend(BYTES_PER_ELEMENT + BYTES_PER_ATTRIBUTE * attributes.getLength());
    super.startElement(namespace(uri), localName, qName, attributes);
  }

  @Override
  public void endElement(String uri, String localName, String qName) throws SAXException {
    depth--;
    super.endElement(namespace(uri), localName, qName);
  }

  @Override
  public void characters(char[] text, int start, int length) throws SAXException {
    if (!isBlank(text, start, length)) {
      spend(length);
    }
    super.characters(text, start, length);
  }

  private String namespace(String uri) {
    return uri.isEmpty() ? missingNamespace : uri;
  }

  private void checkRoot(String uri, String localName, Attributes attributes) throws SAXException {
    if (!localName.equals(ROOT)) {
      throw end(LoadFailure.invalid("the root element is " + localName + ", not PMML"));
    }
    Optional<ModelLoadException> version =
        PmmlVersion.refusal(Optional.ofNullable(attributes.getValue("", "version")));
    if (version.isPresent()) {
      throw end(version.get());
    }
    Matcher namespace = NAMESPACE.matcher(uri);
    if (uri.isEmpty()) {
      missingNamespace = PmmlVersion.namespaceOf(attributes.getValue("", "version"));
      rootPrefixes.put("", missingNamespace);
    } else if (!namespace.matches()) {
      throw end(
          LoadFailure.invalid(
              "the namespace of the root element is "
                  + uri
                  + ", not http://www.dmg.org/PMML-4_4 or another of PMML's"));
    } else {
      Optional<ModelLoadException> unknown =
          PmmlVersion.refusal(Optional.of(namespace.group(1) + "." + namespace.group(2)));
      if (unknown.isPresent()) {
        throw end(unknown.get());
      }
    }
  }

  private void checkSparseLength(@Nullable String claimed) throws SAXException {
    if (claimed == null) {
      return;
    }
    try {
      if (Long.parseLong(claimed.strip()) <= limits.sparseLength()) {
        return;
      }
    } catch (NumberFormatException e) {
      return; // no number: JPMML's reader says so
    }
    throw end(
        LoadFailure.tooLarge(
            "line %d: a sparse array claims %s elements, more than %d"
                .formatted(line(), claimed.strip(), limits.sparseLength())));
  }

  private void spend(long bytes) throws SAXException {
    heapBytes += bytes;
    if (heapBytes > limits.heapBytes()) {
      throw end(
          LoadFailure.tooLarge(
              "line %d: loaded, the document would take more than %d MiB, half of the heap: raise resources.limits.memory"
                  .formatted(line(), limits.heapBytes() >> 20)));
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException();
    }
  }

  private SAXException end(ModelLoadException why) {
    refusal = why;
    return new SAXException(why.getMessage());
  }

  private static boolean isBlank(char[] text, int start, int length) {
    for (int i = start; i < start + length; i++) {
      if (text[i] > ' ') {
        return false;
      }
    }
    return true;
  }
}
