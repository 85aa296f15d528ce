package io.slipway.pmml;

import jakarta.xml.bind.JAXBElement;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.dmg.pmml.MapValues;
import org.dmg.pmml.PMML;
import org.dmg.pmml.Row;
import org.dmg.pmml.VisitorAction;
import org.jpmml.model.InvalidElementException;
import org.jpmml.model.visitors.AbstractVisitor;

/**
 * Mends table rows that JPMML wrote as JSON. Their cells come as the text of an XML element, which
 * JPMML does not read back, so that the tables of nearest neighbours and of verification would be
 * lost; here each becomes the cell it was. Cells named {@code input} and {@code output} come
 * without their name: which is which is not to be known, so such a table is refused.
 */
final class RowCells extends AbstractVisitor {
  private static final XMLInputFactory XML = secureFactory();

  private RowCells() {}

  static void restore(PMML pmml) {
    new RowCells().applyTo(pmml);
  }

  @Override
  public VisitorAction visit(Row row) {
    if (row.hasContent()) {
      List<Object> cells = row.getContent();
      for (int i = 0; i < cells.size(); i++) {
        if (cells.get(i) instanceof String text && text.strip().startsWith("<")) {
          cells.set(i, parse(text.strip(), row));
        } else if (cells.get(i) instanceof Map<?, ?>) {
          throw new InvalidElementException(
              "the rows of an InlineTable"
                  + (getParents().stream().anyMatch(MapValues.class::isInstance)
                      ? " of MapValues"
                      : "")
                  + " lost the names of their columns when the model was written as JSON:"
                  + " deploy its XML form",
              row);
        }
      }
    }
    return super.visit(row);
  }

  private static JAXBElement<String> parse(String cell, Row row) {
    try {
      XMLStreamReader reader = XML.createXMLStreamReader(new StringReader(cell));
      try {
        reader.nextTag();
        QName name = reader.getName();
        return new JAXBElement<>(name, String.class, reader.getElementText());
      } finally {
        reader.close();
      }
    } catch (XMLStreamException e) {
      throw new InvalidElementException("a table cell is no XML element: " + cell, row);
    }
  }

  private static XMLInputFactory secureFactory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException(new IOException("nothing outside the document is read"));
        });
    return factory;
  }
}
