package io.slipway.batch.lookup.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.slipway.batch.lookup.http.Refusal.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The JSON object of a request. A field that is misspelt is refused, not ignored. */
final class Body {
  private static final int LARGEST = 16 << 20;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private final JsonNode node;

  private Body(JsonNode node) {
    this.node = node;
  }

  static Body read(Context ctx, String... known) {
    byte[] bytes = bytes(ctx);
    JsonNode node;
    try {
      node = JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw invalid("the body", "it is no JSON: " + e.getOriginalMessage(), "write an object");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!node.isObject()) {
      throw invalid("the body", "it is no JSON object", "write one in {}");
    }
    Set<String> fields = new TreeSet<>(Set.of(known));
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!fields.contains(field.getKey())) {
        throw invalid("the body", "it has an unknown field", "its fields are " + fields);
      }
    }
    return new Body(node);
  }

  private static byte[] bytes(Context ctx) {
    try {
      byte[] bytes = ctx.bodyInputStream().readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new Refusal(
            Reason.TOO_LARGE,
            "the body",
            "it is larger than %d bytes".formatted(LARGEST),
            "ask for fewer keys at once");
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Refusal invalid(String object, String why, String next) {
    return new Refusal(Reason.INVALID, object, why, next);
  }

  /** None where it is left out. */
  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    JsonNode array = node.path(name);
    if (!array.isMissingNode() && !array.isArray()) {
      throw invalid(name, "it is no array", "write texts in []");
    }
    for (JsonNode element : array) {
      if (!element.isTextual()) {
        throw invalid(name, "it has something in it that is no text", "write texts in []");
      }
      texts.add(element.textValue());
    }
    return texts;
  }

  Optional<Duration> duration(String name) {
    return node.has(name)
        ? Optional.of(duration(name, node.path(name).asText()))
        : Optional.empty();
  }

  static Duration duration(String name, String text) {
    try {
      Duration duration = Duration.parse(text);
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeParseException _) {
      throw invalid(name, "it is no time", "write one like PT6H or PT90S");
    }
    throw invalid(name, "it is less than nothing", "write a time like PT6H");
  }

  /** Objects by name. */
  Map<String, ObjectNode> objects(String name) {
    Map<String, ObjectNode> objects = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.path(name).properties()) {
      if (!(entry.getValue() instanceof ObjectNode object)) {
        throw invalid(name, "it has something in it that is no object", "write a row for a key");
      }
      objects.put(entry.getKey(), object);
    }
    return objects;
  }

  long number(String name) {
    JsonNode number = node.path(name);
    if (!number.isIntegralNumber() || !number.canConvertToLong()) {
      throw invalid(name, "it is no whole number", "write one");
    }
    return number.longValue();
  }
}
