package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.Signature;
import io.slipway.tabular.xml.Element;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The values that a document compares its fields with, wherever in it. What is said of a field that
 * is derived from one other is taken to be of interest for that one too.
 */
final class Thresholds {
  private static final int LONGEST_CHAIN = 8;

  /** As many as there are rows to try them on. */
  private static final int MOST_VALUES = 500;

  private final Map<String, Set<String>> values = new LinkedHashMap<>();
  private final Map<String, String> derivedFrom = new HashMap<>();

  private Thresholds() {}

  /** By input, as the document writes them. */
  static Map<String, List<String>> of(Element root, Signature signature) {
    Thresholds thresholds = new Thresholds();
    thresholds.walk(root);
    Map<String, List<String>> found = new HashMap<>();
    thresholds.values.forEach(
        (field, seen) -> {
          if (signature.input(field).isPresent()) {
            found.put(field, new ArrayList<>(seen));
          }
        });
    return found;
  }

  private void walk(Element root) {
    List<Element> open = new ArrayList<>(List.of(root));
    // Derived fields first: they stand before models, and a stack takes the last first.
    root.children().forEach(child -> learnDerived(child, 0));
    while (!open.isEmpty()) {
      Element element = open.remove(open.size() - 1);
      look(element);
      open.addAll(element.children());
    }
  }

  private void learnDerived(Element element, int depth) {
    if (element.is("DerivedField")) {
      Optional<String> source = firstReference(element);
      Optional<String> name = element.attribute("name");
      if (source.isPresent() && name.isPresent()) {
        derivedFrom.putIfAbsent(name.get(), source.get());
      }
    } else if (depth < 2) {
      element.children().forEach(child -> learnDerived(child, depth + 1));
    }
  }

  private static Optional<String> firstReference(Element element) {
    Element at = element;
    for (int depth = 0; depth < LONGEST_CHAIN; depth++) {
      if (at.has("field")) {
        return at.attribute("field");
      }
      List<Element> inner = at.children();
      if (inner.isEmpty()) {
        return Optional.empty();
      }
      at = inner.get(0);
    }
    return Optional.empty();
  }

  private void look(Element element) {
    switch (element.name()) {
      case "SimplePredicate", "NormDiscrete" -> keep(element.attribute("field"), element, "value");
      case "SimpleSetPredicate" ->
          element.child("Array").ifPresent(array -> members(element.attribute("field"), array));
      case "CategoricalPredictor" ->
          keep(element.attribute("field").or(() -> element.attribute("name")), element, "value");
      case "PPCell" -> keep(element.attribute("predictorName"), element, "value");
      case "NormContinuous" ->
          element
              .children("LinearNorm")
              .forEach(norm -> keep(element.attribute("field"), norm, "orig"));
      case "Discretize" ->
          element
              .children("DiscretizeBin")
              .forEach(bin -> bin.child("Interval").ifPresent(i -> margins(element, "field", i)));
      case "MapValues" -> columns(element, element.children("FieldColumnPair"));
      case "BayesInput" ->
          element
              .children("PairCounts")
              .forEach(pair -> keep(element.attribute("fieldName"), pair, "value"));
      case "Apply" -> constants(element);
      case "TrainingInstances" ->
          element
              .child("InstanceFields")
              .ifPresent(fields -> columns(element, fields.children("InstanceField")));
      case "ClusteringModel" -> centers(element);
      case "DataField" -> {
        element.children("Value").forEach(value -> keep(element.attribute("name"), value, "value"));
        element.children("Interval").forEach(interval -> margins(element, "name", interval));
      }
      default -> {}
    }
  }

  /** The constants beside fields among the arguments of a function. */
  private void constants(Element apply) {
    Set<String> fields = new LinkedHashSet<>();
    List<String> constants = new ArrayList<>();
    for (Element argument : apply.children()) {
      if (argument.is("FieldRef") && fields.size() < MOST_VALUES) {
        argument.attribute("field").ifPresent(fields::add);
      } else if (argument.is("Constant") && constants.size() < MOST_VALUES) {
        constants.add(argument.text());
      }
    }
    for (String field : fields) {
      constants.forEach(constant -> keep(Optional.of(field), Optional.of(constant)));
    }
  }

  /** The cells of a table, by the fields that they are looked for with or compared with. */
  private void columns(Element element, List<Element> fields) {
    Map<String, String> fieldOf = new HashMap<>();
    for (Element field : fields) {
      Optional<String> name = field.attribute("field");
      if (name.isPresent()) {
        String column = field.attribute("column", name.get());
        fieldOf.putIfAbsent(column, name.get());
        fieldOf.putIfAbsent(TableRow.withoutPrefix(column), name.get());
      }
    }
    for (Element table : element.children("InlineTable")) {
      for (Element row : table.children("row")) {
        for (Element cell : row.children()) {
          keep(Optional.ofNullable(fieldOf.get(cell.name())), Optional.of(cell.text()));
        }
      }
    }
  }

  private void centers(Element model) {
    List<Element> fields = model.children("ClusteringField");
    for (Element cluster : model.children("Cluster")) {
      List<String> center = cluster.child("Array").map(Thresholds::items).orElse(List.of());
      for (int i = 0; i < Math.min(fields.size(), center.size()); i++) {
        keep(fields.get(i).attribute("field"), Optional.of(center.get(i)));
      }
    }
  }

  private void members(Optional<String> field, Element array) {
    items(array).forEach(member -> keep(field, Optional.of(member)));
  }

  /** Where an array is none, nothing that the model reads is compared with it. */
  private static List<String> items(Element array) {
    try {
      return Arrays.items(array);
    } catch (ModelLoadException e) {
      return List.of();
    }
  }

  private void margins(Element element, String name, Element interval) {
    keep(element.attribute(name), interval, "leftMargin");
    keep(element.attribute(name), interval, "rightMargin");
  }

  private void keep(Optional<String> field, Element element, String attribute) {
    keep(field, element.attribute(attribute));
  }

  private void keep(Optional<String> field, Optional<String> value) {
    Optional<String> name = field;
    for (int depth = 0; depth < LONGEST_CHAIN && name.isPresent(); depth++) {
      Set<String> seen = values.computeIfAbsent(name.get(), unseen -> new LinkedHashSet<>());
      if (value.isPresent() && seen.size() < MOST_VALUES) {
        seen.add(value.get());
      }
      name = Optional.ofNullable(derivedFrom.get(name.get()));
    }
  }
}
