import java.nio.file.Files;
import java.nio.file.Path;
import org.dmg.pmml.PMML;
import org.jpmml.model.JAXBSerializer;
import org.jpmml.model.jackson.JacksonSerializer;

/** Writes a PMML document as JSON: {@code java ToJson.java IN.pmml OUT.json} with pmml-model-jackson on the class path. */
class ToJson {
  public static void main(String[] arguments) throws Exception {
    try (var in = Files.newInputStream(Path.of(arguments[0]));
        var out = Files.newOutputStream(Path.of(arguments[1]))) {
      PMML pmml = (PMML) new JAXBSerializer().deserialize(in);
      new JacksonSerializer().serialize(pmml, out);
    }
  }
}
