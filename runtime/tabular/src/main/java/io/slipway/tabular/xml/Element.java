package io.slipway.tabular.xml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ModelLoadException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One element of a document. Its name is the local one, but for elements of a foreign namespace,
 * which keep the prefix that the document gives them.
 *
 * @param document where it stands
 * @param index its number there
 */
public record Element(Document document, int index) {
  public String name() {
    return document.name(index);
  }

  public boolean is(String name) {
    return name().equals(name);
  }

  public Optional<String> attribute(String name) {
    for (int i = document.firstAttribute(index); i < document.firstAttribute(index + 1); i++) {
      if (document.attributeName(i).equals(name)) {
        return Optional.of(document.attributeValue(i));
      }
    }
    return Optional.empty();
  }

  public String attribute(String name, String otherwise) {
    return attribute(name).orElse(otherwise);
  }

  public boolean has(String attribute) {
    return attribute(attribute).isPresent();
  }

  /** An attribute that the element is invalid without. */
  public String require(String name) throws ModelLoadException {
    Optional<String> value = attribute(name);
    if (value.isEmpty()) {
      throw invalid("the attribute " + name + " is missing");
    }
    return value.get();
  }

  public double number(String name) throws ModelLoadException {
    return parse(name, require(name));
  }

  public double number(String name, double otherwise) throws ModelLoadException {
    Optional<String> value = attribute(name);
    return value.isEmpty() ? otherwise : parse(name, value.get());
  }

  /** A whole number. */
  public int integer(String name, int otherwise) throws ModelLoadException {
    double number = number(name, otherwise);
    if (number != (int) number) {
      throw invalid(name + "=\"" + Shown.value(require(name)) + "\" is no whole number");
    }
    return (int) number;
  }

  private double parse(String name, String text) throws ModelLoadException {
    Optional<Double> number = Numbers.parse(text);
    if (number.isEmpty()) {
      throw invalid(name + "=\"" + Shown.value(text) + "\" is no number");
    }
    return number.get();
  }

  /** The elements directly inside this one. */
  public List<Element> children() {
    List<Element> children = new ArrayList<>();
    for (int child = index + 1; child < document.end(index); child = document.end(child)) {
      children.add(new Element(document, child));
    }
    return children;
  }

  public List<Element> children(String name) {
    List<Element> children = new ArrayList<>();
    for (Element child : children()) {
      if (child.is(name)) {
        children.add(child);
      }
    }
    return children;
  }

  /** The first child of this name. */
  public Optional<Element> child(String name) {
    for (int child = index + 1; child < document.end(index); child = document.end(child)) {
      if (document.name(child).equals(name)) {
        return Optional.of(new Element(document, child));
      }
    }
    return Optional.empty();
  }

  public Element requireChild(String name) throws ModelLoadException {
    Optional<Element> child = child(name);
    if (child.isEmpty()) {
      throw invalid("it holds no " + name);
    }
    return child.get();
  }

  /** Refuses children of any other name: what is not known could change what the model means. */
  public void allow(String... names) throws ModelLoadException {
    List<String> allowed = List.of(names);
    for (Element child : children()) {
      if (!allowed.contains(child.name())) {
        throw child.unsupported("it is not supported inside " + name());
      }
    }
  }

  /** The attribute, or what stands for it, as a truth value of XML. */
  public boolean isTrue(String name, String otherwise) {
    String value = attribute(name, otherwise).strip();
    return value.equals("true") || value.equals("1");
  }

  /** The characters directly inside an element that holds no elements. */
  public String text() {
    return document.text(index);
  }

  public ModelLoadException invalid(String what) {
    return new ModelLoadException(Reason.MODEL_INVALID, place() + Shown.message(what));
  }

  public ModelLoadException unsupported(String what) {
    return new ModelLoadException(Reason.MODEL_UNSUPPORTED, place() + Shown.message(what));
  }

  public ModelLoadException tooLarge(String what) {
    return new ModelLoadException(Reason.MODEL_TOO_LARGE, place() + Shown.message(what));
  }

  /** Refuses what an attribute says. */
  public ModelLoadException unsupportedValue(String attribute) {
    return unsupported(
        attribute + "=\"" + Shown.value(attribute(attribute, "")) + "\" is not supported");
  }

  private String place() {
    return "line %d, column %d: %s: "
        .formatted(document.line(index), document.column(index), Shown.value(name()));
  }
}
