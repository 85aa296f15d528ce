package io.slipway.registry.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The fields of a JSON object that somebody wrote, read with their types. A field that is misspelt
 * is refused, not ignored: it would be missed only when it is too late.
 */
public final class JsonFields {
  private static final int DEEPEST = 32;
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final int LONGEST_TEXT = 4096;
  private static final int MOST_ENTRIES = 64;

  private final String where;
  private final JsonNode node;

  private JsonFields(String where, JsonNode node, Set<String> known) {
    this.where = where;
    this.node = node;
    if (!node.isObject()) {
      throw new InvalidException("%s: write a JSON object in {}".formatted(where));
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!known.contains(entry.getKey())) {
        throw new InvalidException(
            "%s: it has no field %s; its fields are %s"
                .formatted(where, Quoted.of(entry.getKey()), new TreeSet<>(known)));
      }
    }
  }

  /**
   * Reads a document.
   *
   * @param where what it is, as a sentence begins
   * @param known the names of its fields
   */
  public static JsonFields parse(String where, byte[] document, Set<String> known) {
    return new JsonFields(where, tree(where, document), known);
  }

  /** Reads an object that is part of a document. */
  public static JsonFields of(String where, JsonNode node, Set<String> known) {
    return new JsonFields(where, node, known);
  }

  private static JsonNode tree(String where, byte[] document) {
    try {
      return JSON.readTree(document);
    } catch (JsonProcessingException e) {
      throw new InvalidException(
          "%s: it is not JSON: %s".formatted(where, e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new InvalidException("%s: it is not JSON in UTF-8".formatted(where), e);
    }
  }

  /** A field that may be missing or null, as it is. */
  public Optional<JsonNode> node(String name) {
    JsonNode value = node.path(name);
    return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value);
  }

  /** A text that may be missing; an empty one is refused. */
  public Optional<String> text(String name) {
    return node(name).map(value -> text(value, name));
  }

  /** A text that must be there. */
  public String requiredText(String name) {
    return text(name).orElseThrow(() -> missing(name));
  }

  /** An integer that may be missing. */
  public Optional<Long> integer(String name) {
    return node(name)
        .map(
            value -> {
              if (!value.isIntegralNumber() || !value.canConvertToLong()) {
                throw wrong(name, "write a whole number");
              }
              return value.longValue();
            });
  }

  /** A finite number that may be missing. */
  public Optional<Double> number(String name) {
    return node(name).map(value -> number(value, name));
  }

  /** An object that may be missing. */
  public Optional<JsonFields> object(String name, Set<String> known) {
    return node(name).map(value -> new JsonFields(where + ": " + name, value, known));
  }

  /** The elements of a list; none where it is missing. */
  public List<JsonNode> list(String name) {
    List<JsonNode> elements = new ArrayList<>();
    node(name)
        .ifPresent(
            value -> {
              if (!value.isArray()) {
                throw wrong(name, "write a list in []");
              }
              value.forEach(elements::add);
            });
    return elements;
  }

  /** The texts of a list. */
  public List<String> texts(String name) {
    return list(name).stream().map(element -> text(element, name)).toList();
  }

  /** An object of texts; none where it is missing. */
  public Map<String, String> textMap(String name) {
    Map<String, String> texts = new TreeMap<>();
    entries(name).forEach((key, value) -> texts.put(key, text(value, name + "." + key)));
    return texts;
  }

  /** An object of numbers; none where it is missing. */
  public Map<String, Double> numberMap(String name) {
    Map<String, Double> numbers = new TreeMap<>();
    entries(name).forEach((key, value) -> numbers.put(key, number(value, name + "." + key)));
    return numbers;
  }

  private double number(JsonNode value, String name) {
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw wrong(name, "write a finite number");
    }
    return value.doubleValue();
  }

  private Map<String, JsonNode> entries(String name) {
    Map<String, JsonNode> entries = new TreeMap<>();
    node(name)
        .ifPresent(
            value -> {
              if (!value.isObject()) {
                throw wrong(name, "write a JSON object in {}");
              }
              if (value.size() > MOST_ENTRIES) {
                throw wrong(name, "write at most %d entries".formatted(MOST_ENTRIES));
              }
              value.properties().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
            });
    return entries;
  }

  private String text(JsonNode value, String name) {
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw wrong(name, "write a text that is not empty, in quotes");
    }
    if (value.textValue().length() > LONGEST_TEXT) {
      throw wrong(name, "write at most %d characters".formatted(LONGEST_TEXT));
    }
    return value.textValue();
  }

  /** What is said of a field that must be there and is not. */
  public InvalidException missing(String name) {
    return new InvalidException("%s: %s is missing; add it".formatted(where, name));
  }

  /** What is said of a field that is there and is not what it should be. */
  public InvalidException wrong(String name, String instead) {
    return new InvalidException("%s: %s: %s".formatted(where, name, instead));
  }

  /** What the fields are of, as a sentence begins. */
  public String where() {
    return where;
  }
}
