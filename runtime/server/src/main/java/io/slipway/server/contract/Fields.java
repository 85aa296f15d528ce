package io.slipway.server.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.server.json.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The fields of one JSON object. Reading a field that is missing or of another type fails with the
 * document's and the field's name. Two fields of one name are refused: two readers might not agree
 * on which of them counts.
 */
public final class Fields {
  private final String document;
  private final JsonNode object;

  private Fields(String document, JsonNode object) {
    this.document = document;
    this.object = object;
  }

  /**
   * @param document its name, for messages
   * @throws DocumentException if the bytes are not one JSON object
   */
  public static Fields parse(String document, byte[] json) throws DocumentException {
    JsonNode node;
    try {
      node = JsonReader.foreign(json);
    } catch (JsonProcessingException e) {
      throw new DocumentException(
          "%s is not JSON at line %d: %s"
              .formatted(
                  document,
                  e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                  e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw new DocumentException(document + " is not JSON", e);
    }
    if (!node.isObject()) {
      throw new DocumentException(document + " is not a JSON object");
    }
    return new Fields(document, node);
  }

  /** Whether there is such a field, and it is not null. */
  public boolean has(String name) {
    return object.hasNonNull(name);
  }

  /** A text that is there and not empty. */
  public String text(String name) throws DocumentException {
    return optionalText(name)
        .orElseThrow(() -> new DocumentException("%s has no %s".formatted(document, name)));
  }

  /** A text; empty if it is absent, null or has no characters. */
  public Optional<String> optionalText(String name) throws DocumentException {
    JsonNode value = object.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw new DocumentException("%s: %s is not a text".formatted(document, name));
    }
    return Optional.of(value.textValue()).filter(text -> !text.isEmpty());
  }

  /** A whole number from {@code least} to {@code most}. */
  public long number(String name, long least, long most) throws DocumentException {
    JsonNode value = object.path(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new DocumentException("%s: %s is not a whole number".formatted(document, name));
    }
    long number = value.longValue();
    if (number < least || number > most) {
      throw new DocumentException(
          "%s: %s is %d, not from %d to %d".formatted(document, name, number, least, most));
    }
    return number;
  }

  /** An object within. */
  public Fields object(String name) throws DocumentException {
    JsonNode value = object.path(name);
    if (!value.isObject()) {
      throw new DocumentException("%s: %s is not an object".formatted(document, name));
    }
    return new Fields(document + ": " + name, value);
  }

  /** The objects of an array within. */
  public List<Fields> objects(String name) throws DocumentException {
    List<Fields> objects = new ArrayList<>();
    for (JsonNode value : object.path(name)) {
      if (!value.isObject()) {
        throw new DocumentException(
            "%s: %s holds something else than objects".formatted(document, name));
      }
      objects.add(new Fields(document + ": " + name, value));
    }
    return objects;
  }
}
