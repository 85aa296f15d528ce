package io.slipway.batch.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/**
 * An object of a JSON document, read field by field. What is wrong is noted and something harmless
 * given in its place, so that whoever wrote the document hears of all mistakes at once. Each field
 * is asked for once; {@link #end} notes those that nobody asked for.
 */
final class Section {
  private final String path;
  private final JsonNode node;
  private final List<String> mistakes;
  private final Set<String> known = new HashSet<>();

  Section(String path, JsonNode node, List<String> mistakes) {
    this.path = path;
    this.node = node;
    this.mistakes = mistakes;
  }

  /** An object within this one, which must be there. */
  Section section(String name) {
    JsonNode child = take(name);
    if (!child.isObject()) {
      mistakes.add("%s must be an object".formatted(place(name)));
    }
    return within(name, child);
  }

  /** An object within this one; without it, one without fields. */
  Section optionalSection(String name) {
    JsonNode child = take(name);
    if (!child.isMissingNode() && !child.isObject()) {
      mistakes.add("%s must be an object, if it is there".formatted(place(name)));
    }
    return within(name, child);
  }

  private Section within(String name, JsonNode child) {
    JsonNode object = child.isObject() ? child : JsonNodeFactory.instance.objectNode();
    return new Section(place(name), object, mistakes);
  }

  /** A text that must be there; empty in place of a wrong one. */
  String text(String name) {
    JsonNode value = take(name);
    if (!value.isTextual() || value.textValue().isEmpty()) {
      mistakes.add("%s must be a text that is not empty".formatted(place(name)));
      return "";
    }
    return value.textValue();
  }

  Optional<String> optionalText(String name) {
    return node.path(name).isMissingNode() ? none(name) : Optional.of(text(name));
  }

  private <T> Optional<T> none(String name) {
    known.add(name);
    return Optional.empty();
  }

  /** A whole number within bounds. */
  long whole(String name, long least, long most, long otherwise) {
    JsonNode value = take(name);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < least
        || value.longValue() > most) {
      mistakes.add("%s must be a whole number from %d to %d".formatted(place(name), least, most));
      return otherwise;
    }
    return value.longValue();
  }

  /** A number from 0 up, if there is one. */
  OptionalDouble number(String name, double most) {
    JsonNode value = take(name);
    if (value.isMissingNode()) {
      return OptionalDouble.empty();
    }
    if (!value.isNumber() || !(value.doubleValue() >= 0 && value.doubleValue() <= most)) {
      mistakes.add("%s must be a number from 0 to %s".formatted(place(name), most));
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(value.doubleValue());
  }

  /** One of some words; {@code otherwise} in place of a wrong one. */
  <T> T choice(String name, Map<String, T> words, T otherwise) {
    JsonNode value = take(name);
    if (value.isTextual() && words.containsKey(value.textValue())) {
      return words.get(value.textValue());
    }
    mistakes.add("%s must be one of %s".formatted(place(name), new TreeSet<>(words.keySet())));
    return otherwise;
  }

  <T> T optionalChoice(String name, Map<String, T> words, T otherwise) {
    return node.path(name).isMissingNode()
        ? this.<T>none(name).orElse(otherwise)
        : choice(name, words, otherwise);
  }

  /** Texts, none of them empty or twice there; without the field, none. */
  List<String> texts(String name) {
    JsonNode value = take(name);
    List<String> texts = new ArrayList<>();
    value.forEach(text -> texts.add(text.isTextual() ? text.textValue() : ""));
    boolean right = value.isMissingNode() || value.isArray();
    if (!right || texts.contains("") || new HashSet<>(texts).size() < texts.size()) {
      mistakes.add(
          "%s must be a list of texts that are not empty, each once".formatted(place(name)));
      return List.of();
    }
    return texts;
  }

  /** Notes what is wrong with a field for a reason of its own. */
  void mistake(String name, String what) {
    mistakes.add(place(name) + " " + what);
  }

  /** Notes fields that nobody knows. */
  void end() {
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                mistakes.add("%s is not known".formatted(place(name)));
              }
            });
  }

  private JsonNode take(String name) {
    known.add(name);
    return node.path(name);
  }

  private String place(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
