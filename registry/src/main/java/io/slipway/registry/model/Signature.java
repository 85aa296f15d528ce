package io.slipway.registry.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a model takes and what it gives. */
public record Signature(List<Field> inputs, List<Field> outputs) {
  private static final Set<String> TYPES =
      Set.of(
          "BOOL", "UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16", "INT32", "INT64", "FP16",
          "FP32", "FP64", "BYTES");

  /** What a model does when a field of a row has no value. */
  public enum Presence {
    REQUIRED,
    OPTIONAL
  }

  /**
   * One input or output.
   *
   * @param type a data type of the Open Inference Protocol
   * @param shape outermost dimension first, -1 for one of any size
   * @param allowedValues the only ones, where the model lists them
   * @param intervals the ranges of numbers that it takes; any when there is none
   */
  public record Field(
      String name,
      String type,
      List<Long> shape,
      Presence presence,
      List<String> allowedValues,
      List<Interval> intervals,
      Optional<String> defaultValue) {

    public Field {
      if (!TYPES.contains(type)) {
        throw new InvalidException(
            "the field %s: its type is %s; write one of the Open Inference Protocol's, like FP64"
                .formatted(Quoted.of(name), Quoted.of(type)));
      }
      shape = List.copyOf(shape);
      allowedValues = List.copyOf(allowedValues);
      intervals = List.copyOf(intervals);
    }
  }

  /** A range of numbers, in PMML's words. Where there is no margin, there is no bound. */
  public record Interval(
      Closure closure, Optional<Double> leftMargin, Optional<Double> rightMargin) {

    /** Which of its margins belong to it. */
    public enum Closure {
      OPEN_OPEN("openOpen"),
      OPEN_CLOSED("openClosed"),
      CLOSED_OPEN("closedOpen"),
      CLOSED_CLOSED("closedClosed");

      private final String text;

      Closure(String text) {
        this.text = text;
      }
    }

    private static Interval read(JsonNode node) {
      JsonFields fields =
          JsonFields.of(
              "signature: an interval", node, Set.of("closure", "leftMargin", "rightMargin"));
      String closure = fields.requiredText("closure");
      return new Interval(
          Arrays.stream(Closure.values())
              .filter(one -> one.text.equals(closure))
              .findFirst()
              .orElseThrow(
                  () ->
                      fields.wrong(
                          "closure", "write openOpen, openClosed, closedOpen or closedClosed")),
          fields.number("leftMargin"),
          fields.number("rightMargin"));
    }

    private void write(ObjectNode json) {
      json.put("closure", closure.text);
      leftMargin.ifPresent(margin -> json.put("leftMargin", margin));
      rightMargin.ifPresent(margin -> json.put("rightMargin", margin));
    }
  }

  public Signature {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** Reads what {@link #toJson} writes. */
  public static Signature read(JsonNode node) {
    JsonFields fields = JsonFields.of("signature", node, Set.of("inputs", "outputs"));
    return new Signature(
        fields.list("inputs").stream().map(Signature::field).toList(),
        fields.list("outputs").stream().map(Signature::field).toList());
  }

  private static Field field(JsonNode node) {
    JsonFields fields =
        JsonFields.of(
            "signature: a field",
            node,
            Set.of("name", "type", "shape", "presence", "allowedValues", "intervals", "default"));
    return new Field(
        fields.requiredText("name"),
        fields.requiredText("type"),
        fields.list("shape").stream().map(JsonNode::longValue).toList(),
        presence(fields),
        fields.texts("allowedValues"),
        fields.list("intervals").stream().map(Interval::read).toList(),
        fields.text("default"));
  }

  private static Presence presence(JsonFields fields) {
    return switch (fields.text("presence").orElse("required")) {
      case "required" -> Presence.REQUIRED;
      case "optional" -> Presence.OPTIONAL;
      default -> throw fields.wrong("presence", "write required or optional");
    };
  }

  /** As it is in manifests and answers. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    write(inputs, json.putArray("inputs"));
    write(outputs, json.putArray("outputs"));
    return json;
  }

  private static void write(List<Field> fields, ArrayNode list) {
    for (Field field : fields) {
      ObjectNode object = list.addObject().put("name", field.name()).put("type", field.type());
      ArrayNode shape = object.putArray("shape");
      field.shape().forEach(shape::add);
      if (field.presence() == Presence.OPTIONAL) {
        object.put("presence", "optional");
      }
      if (!field.allowedValues().isEmpty()) {
        ArrayNode values = object.putArray("allowedValues");
        field.allowedValues().forEach(values::add);
      }
      if (!field.intervals().isEmpty()) {
        ArrayNode intervals = object.putArray("intervals");
        field.intervals().forEach(interval -> interval.write(intervals.addObject()));
      }
      field.defaultValue().ifPresent(value -> object.put("default", value));
    }
  }
}
