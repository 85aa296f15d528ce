package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.xml.Element;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The parts of a document that all its models share: data fields, derived fields, functions. */
final class Dictionaries {
  private final Map<String, Element> dataFields = new HashMap<>();
  private final Map<String, Element> derivedFields = new HashMap<>();
  private final Map<String, Element> functions = new HashMap<>();

  Dictionaries(Element root) throws ModelLoadException {
    for (Element field : root.requireChild("DataDictionary").children()) {
      if (!field.is("DataField")) {
        throw field.unsupported("it is not supported inside DataDictionary");
      }
      define(dataFields, field);
    }
    Optional<Element> transformations = root.child("TransformationDictionary");
    if (transformations.isPresent()) {
      transformations.get().allow("DefineFunction", "DerivedField");
      for (Element child : transformations.get().children()) {
        define(child.is("DerivedField") ? derivedFields : functions, child);
      }
    }
  }

  static void define(Map<String, Element> names, Element element) throws ModelLoadException {
    String name = element.require("name");
    if (names.put(name, element) != null) {
      throw element.invalid("\"" + name + "\" is defined twice");
    }
  }

  Optional<Element> dataField(String name) {
    return Optional.ofNullable(dataFields.get(name));
  }

  Optional<Element> derivedField(String name) {
    return Optional.ofNullable(derivedFields.get(name));
  }

  Optional<Element> function(String name) {
    return Optional.ofNullable(functions.get(name));
  }
}
