package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The root of a document: what it must be, and the one model in it. */
final class PmmlRoot {
  private static final Pattern NAMESPACE =
      Pattern.compile("http://www\\.dmg\\.org/PMML-(\\d+)_(\\d+)");
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)(?:\\.\\d+)?");
  private static final List<String> VERSIONS =
      List.of("3.0", "3.1", "3.2", "4.0", "4.1", "4.2", "4.3", "4.4");

  private PmmlRoot() {}

  static void check(Element root) throws ModelLoadException {
    if (!root.is("PMML")) {
      throw root.invalid("the root element is not PMML");
    }
    Matcher version = VERSION.matcher(root.require("version").strip());
    if (!version.matches()) {
      throw root.invalid("its version is no version, such as 4.4");
    }
    checkVersion(root, version);
    String namespace = root.attribute("xmlns", "");
    if (!namespace.isEmpty()) {
      Matcher stated = NAMESPACE.matcher(namespace);
      if (!stated.matches()) {
        throw root.invalid("its namespace is not http://www.dmg.org/PMML-4_4 or another of PMML's");
      }
      checkVersion(root, stated);
    }
  }

  private static void checkVersion(Element root, Matcher version) throws ModelLoadException {
    if (!VERSIONS.contains(version.group(1) + "." + version.group(2))) {
      throw root.unsupported("supported are the versions 3.0 to 4.4");
    }
  }

  /** Which of several models to serve would be a guess. */
  static Element onlyModel(Element root) throws ModelLoadException {
    List<Element> models = new ArrayList<>();
    for (Element child : root.children()) {
      if (Models.isModel(child)) {
        models.add(child);
      } else if (!List.of("Header", "MiningBuildTask", "DataDictionary", "TransformationDictionary")
          .contains(child.name())) {
        throw child.unsupported("it is not supported here");
      }
    }
    if (models.isEmpty()) {
      throw root.invalid("the document holds no model");
    }
    if (models.size() > 1) {
      throw root.unsupported(
          "the document holds %d models: deploy each in a document of its own"
              .formatted(models.size()));
    }
    return models.get(0);
  }
}
