package io.slipway.pmml;

import io.slipway.scoring.ModelLoadException;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UnsupportedEncodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.dmg.pmml.ScoreDistributionTransformer;
import org.dmg.pmml.SimplifyingScoreDistributionTransformer;
import org.dmg.pmml.adapters.NodeAdapter;
import org.dmg.pmml.adapters.ScoreDistributionAdapter;
import org.dmg.pmml.tree.NodeTransformer;
import org.dmg.pmml.tree.SimplifyingNodeTransformer;
import org.jpmml.model.filters.ImportFilter;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXNotRecognizedException;
import org.xml.sax.SAXNotSupportedException;
import org.xml.sax.XMLReader;

/**
 * Reads PMML as XML: one pass over the file, through {@link StructureGuard} and JPMML's own
 * translation of older versions, to {@link TreeBuilder}. The parser is the JDK's own, whatever else
 * is on the class path, with document types and everything external off.
 */
final class XmlReader {
  private static final String ORACLE = "http://www.oracle.com/xml/jaxp/properties/";

  private final Limits limits;

  XmlReader(Limits limits) {
    this.limits = limits;
  }

  ReadDocument read(Path file) throws ModelLoadException, IOException {
    NodeTransformer nodes = NodeAdapter.NODE_TRANSFORMER_PROVIDER.get();
    ScoreDistributionTransformer scores =
        ScoreDistributionAdapter.SCOREDISTRIBUTION_TRANSFORMER_PROVIDER.get();
    try (InputStream in = Files.newInputStream(file)) {
      NodeAdapter.NODE_TRANSFORMER_PROVIDER.set(SimplifyingNodeTransformer.INSTANCE);
      ScoreDistributionAdapter.SCOREDISTRIBUTION_TRANSFORMER_PROVIDER.set(
          SimplifyingScoreDistributionTransformer.INSTANCE);
      return parse(in);
    } finally {
      NodeAdapter.NODE_TRANSFORMER_PROVIDER.set(nodes);
      ScoreDistributionAdapter.SCOREDISTRIBUTION_TRANSFORMER_PROVIDER.set(scores);
    }
  }

  private ReadDocument parse(InputStream in) throws ModelLoadException, IOException {
    StructureGuard guard = new StructureGuard(limits);
    TreeBuilder tree = new TreeBuilder();
    try {
      guard.setParent(parser());
      ImportFilter anyVersion = new ImportFilter(guard);
      anyVersion.setContentHandler(tree);
      anyVersion.setErrorHandler(tree);
      anyVersion.parse(new InputSource(in));
      return tree.document();
    } catch (ParserConfigurationException
        | SAXNotRecognizedException
        | SAXNotSupportedException e) {
      throw new IllegalStateException("the JDK's XML parser lacks a security feature", e);
    } catch (SAXException | CharConversionException | UnsupportedEncodingException e) {
      throw refusal(guard, e);
    }
  }

  static XMLReader parser() throws ParserConfigurationException, SAXException {
    SAXParserFactory factory = SAXParserFactory.newDefaultNSInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
    factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
    factory.setXIncludeAware(false);
    SAXParser parser = factory.newSAXParser();
    parser.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
    parser.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
    // JDKs differ in what they allow, and newer ones refuse honest documents: trees are deeper than
    // 100 elements, and escapes such as &lt; count as entities. StructureGuard bounds depth and
    // size;
    // with no document type there are no entities to expand.
    for (String limit :
        List.of("maxElementDepth", "totalEntitySizeLimit", "maxGeneralEntitySizeLimit")) {
      parser.setProperty(ORACLE + limit, "0");
    }
    parser.setProperty(ORACLE + "elementAttributeLimit", "10000");
    return parser.getXMLReader();
  }

  private static ModelLoadException refusal(StructureGuard guard, Exception failure) {
    return guard
        .refusal()
        .orElseGet(
            () -> LoadFailure.invalid(guard.place() + "the XML is not PMML: " + sentence(failure)));
  }

  private static String sentence(Exception failure) {
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof CharConversionException) {
      return "bytes that are no text in the document's encoding";
    }
    if (failure instanceof UnsupportedEncodingException) {
      return "no encoding is called " + message;
    }
    if (message.contains("DOCTYPE")) {
      return "document types (DOCTYPE) are refused, since they can name entities and files: remove"
          + " the declaration";
    }
    return message;
  }
}
