package io.slipway.registry.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Interval;
import io.slipway.scoring.Field.Interval.Bound;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * A signature as JSON and back: {@code {"inputs": [...], "outputs": [...]}}, each field with its
 * {@code name}, {@code datatype} and {@code shape} as the Open Inference Protocol has them, and as
 * far as they are known {@code required}, {@code allowedValues}, {@code intervals} in PMML's words,
 * and {@code default}.
 */
final class SignatureJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private SignatureJson() {}

  static ObjectNode write(Signature signature) {
    ObjectNode json = JSON.objectNode();
    json.set("inputs", fields(signature.inputs()));
    json.set("outputs", fields(signature.outputs()));
    return json;
  }

  /**
   * @throws IllegalArgumentException if it is not what {@link #write} writes
   */
  static Signature read(JsonNode json) {
    return new Signature(fields(json.path("inputs")), fields(json.path("outputs")));
  }

  private static ArrayNode fields(List<Field> fields) {
    ArrayNode json = JSON.arrayNode();
    for (Field field : fields) {
      ObjectNode written = json.addObject();
      written.put("name", field.name());
      written.put("datatype", field.type().name());
      ArrayNode shape = written.putArray("shape");
      for (long dimension : field.shape().toArray()) {
        shape.add(dimension);
      }
      written.put("required", field.presence() == Presence.REQUIRED);
      field.allowedValues().forEach(value -> written.withArrayProperty("allowedValues").add(value));
      field.intervals().forEach(i -> written.withArrayProperty("intervals").add(interval(i)));
      field.defaultValue().ifPresent(value -> written.put("default", value));
    }
    return json;
  }

  private static ObjectNode interval(Interval interval) {
    ObjectNode json = JSON.objectNode();
    json.put(
        "closure",
        (isOpen(interval.lower()) ? "open" : "closed")
            + (isOpen(interval.upper()) ? "Open" : "Closed"));
    // JSON has no infinity: where there is no margin, there is no bound.
    if (Double.isFinite(interval.lower().value())) {
      json.put("leftMargin", interval.lower().value());
    }
    if (Double.isFinite(interval.upper().value())) {
      json.put("rightMargin", interval.upper().value());
    }
    return json;
  }

  private static boolean isOpen(Bound bound) {
    return bound.kind() == Interval.Kind.EXCLUSIVE;
  }

  private static List<Field> fields(JsonNode json) {
    if (!json.isArray()) {
      throw new IllegalArgumentException("the fields of a signature are no array");
    }
    List<Field> fields = new ArrayList<>();
    for (JsonNode field : json) {
      fields.add(
          new Field(
              text(field, "name"),
              DataType.valueOf(text(field, "datatype")),
              Shape.of(array(field, "shape").stream().mapToLong(JsonNode::longValue).toArray()),
              field.path("required").booleanValue() ? Presence.REQUIRED : Presence.OPTIONAL,
              array(field, "allowedValues").stream().map(JsonNode::asText).toList(),
              array(field, "intervals").stream().map(SignatureJson::interval).toList(),
              Optional.ofNullable(field.path("default").textValue())));
    }
    return fields;
  }

  private static Interval interval(JsonNode json) {
    String closure = text(json, "closure");
    return new Interval(
        new Bound(
            json.path("leftMargin").asDouble(Double.NEGATIVE_INFINITY),
            kind(closure.startsWith("open"))),
        new Bound(
            json.path("rightMargin").asDouble(Double.POSITIVE_INFINITY),
            kind(closure.endsWith("Open"))));
  }

  private static Interval.Kind kind(boolean open) {
    return open ? Interval.Kind.EXCLUSIVE : Interval.Kind.INCLUSIVE;
  }

  private static List<JsonNode> array(JsonNode json, String name) {
    return StreamSupport.stream(json.path(name).spliterator(), false).toList();
  }

  private static String text(JsonNode json, String name) {
    String text = json.path(name).textValue();
    if (text == null) {
      throw new IllegalArgumentException("a field of a signature has no " + name);
    }
    return text;
  }
}
