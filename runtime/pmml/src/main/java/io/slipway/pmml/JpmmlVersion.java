package io.slipway.pmml;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.jpmml.evaluator.ModelEvaluator;

/** The version of JPMML-Evaluator on the class path, from the metadata in its jar. */
final class JpmmlVersion {
  static final String VALUE = read();

  private JpmmlVersion() {}

  private static String read() {
    Properties properties = new Properties();
    try (InputStream in =
        ModelEvaluator.class.getResourceAsStream(
            "/META-INF/maven/org.jpmml/pmml-evaluator/pom.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version", "unknown");
  }
}
