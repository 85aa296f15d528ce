package io.slipway.pmml;

import io.slipway.scoring.ModelLoadException;
import jakarta.xml.bind.JAXBException;
import jakarta.xml.bind.Unmarshaller;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.transform.sax.SAXSource;
import org.dmg.pmml.PMML;
import org.jpmml.model.JAXBUtil;
import org.jpmml.model.filters.ImportFilter;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Reads PMML as JPMML itself does, by JAXB: what {@link XmlReader} is held to. */
final class JaxbReader {
  private JaxbReader() {}

  /**
   * @throws ModelLoadException whatever it is that the document is refused for
   */
  static PMML read(Path file) throws Exception {
    StructureGuard guard = new StructureGuard(Limits.ofThisProcess());
    try (InputStream in = Files.newInputStream(file)) {
      guard.setParent(XmlReader.parser());
      Unmarshaller unmarshaller = JAXBUtil.getContext().createUnmarshaller();
      unmarshaller.setEventHandler(event -> false);
      return (PMML)
          unmarshaller.unmarshal(new SAXSource(new ImportFilter(guard), new InputSource(in)));
    } catch (JAXBException | SAXException | IllegalArgumentException | IllegalStateException e) {
      throw LoadFailure.invalid(String.valueOf(e));
    }
  }
}
