package io.slipway.sources.mlflow;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The flavors that the file {@code MLmodel} names, and where each keeps its model. The file is YAML
 * as MLflow writes it, a mapping to a line; of all that may be in it two levels are read, for which
 * no YAML parser is let near somebody else's file.
 */
final class MlModel {
  static final String FILE = "MLmodel";

  private static final String FLAVORS = "flavors:";

  private MlModel() {}

  /** The path of each flavor's model within the folder; empty where it names none. */
  static Map<String, String> flavors(String yaml) {
    Map<String, String> flavors = new LinkedHashMap<>();
    String flavor = "";
    int flavorIndent = 0;
    int keyIndent = 0;
    boolean inside = false;
    for (String line : yaml.lines().toList()) {
      int indent = line.length() - line.stripLeading().length();
      String text = line.strip();
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      if (indent == 0) {
        inside = text.equals(FLAVORS);
        flavorIndent = 0;
      } else if (inside && (flavorIndent == 0 || indent <= flavorIndent)) {
        flavorIndent = indent;
        keyIndent = 0;
        flavor = unquoted(text.replaceFirst(":.*$", ""));
        flavors.put(flavor, "");
      } else if (inside) {
        keyIndent = keyIndent == 0 ? indent : keyIndent;
        if (indent == keyIndent && text.startsWith("data:")) {
          flavors.put(flavor, unquoted(text.substring("data:".length()).strip()));
        }
      }
    }
    return flavors;
  }

  private static String unquoted(String scalar) {
    boolean quoted =
        scalar.length() > 1
            && (scalar.startsWith("'") || scalar.startsWith("\""))
            && scalar.charAt(scalar.length() - 1) == scalar.charAt(0);
    return quoted ? scalar.substring(1, scalar.length() - 1) : scalar;
  }
}
