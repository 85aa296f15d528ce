package io.slipway.server.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.server.json.JsonWriter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map of {@code InferParameter}: read from a call for its request, and back from the answer. Of
 * one thread at a time.
 */
final class Parameters {
  private static final int KEY = 1;
  private static final int VALUE = 2;
  private static final int BOOL = 1;
  private static final int INT64 = 2;
  private static final int STRING = 3;
  private static final int DOUBLE = 4;
  private static final int UINT64 = 5;

  /** Said by the translation itself. */
  private static final String FORM = "binary_data_output";

  private static final String SIZE = "binary_data_size";
  private static final String FORM_OF_ONE = "binary_data";

  private final Map<String, Object> values = new LinkedHashMap<>(4);

  /** Reads one entry of the map. */
  void add(ProtoReader entry, Room room) throws CallException {
    room.addPart();
    String key = "";
    Object value = "";
    while (entry.next()) {
      switch (entry.field()) {
        case KEY -> key = entry.text();
        case VALUE -> value = value(entry.message());
        default -> entry.skip();
      }
    }
    values.put(key, value);
  }

  private static Object value(ProtoReader in) throws CallException {
    Object value = "";
    while (in.next()) {
      switch (in.field()) {
        case BOOL -> value = in.varint() != 0;
        case INT64 -> value = in.varint();
        case UINT64 -> value = Long.toUnsignedString(in.varint());
        case STRING -> value = in.text();
        case DOUBLE -> value = in.fixed64();
        default -> in.skip();
      }
    }
    return value;
  }

  /**
   * Whether outputs are to be raw, as the caller says.
   *
   * @param otherwise where it does not
   */
  boolean asksRaw(boolean otherwise) throws CallException {
    Object form = values.get(FORM);
    if (form == null) {
      return otherwise;
    }
    if (form instanceof Boolean raw) {
      return raw;
    }
    throw CallException.invalid(
        "parameters." + FORM + ": expected a bool_param, found a parameter of another type");
  }

  /** Writes what the caller gave but for the form of tensors, which is not the caller's there. */
  void write(JsonGenerator out) throws IOException {
    for (Map.Entry<String, Object> entry : values.entrySet()) {
      switch (entry.getKey()) {
        case FORM, FORM_OF_ONE, SIZE -> {
          // Said by the translation.
        }
        default -> {
          out.writeFieldName(entry.getKey());
          switch (entry.getValue()) {
            case Boolean flag -> out.writeBoolean(flag);
            case Long number -> out.writeNumber(number);
            case Double number -> out.writeNumber(number);
            case Object text -> out.writeString(text.toString());
          }
        }
      }
    }
  }

  /** Writes the parameters of an answer, but for the size of a binary tensor. */
  static void write(ProtoWriter out, int field, JsonNode parameters) {
    for (Map.Entry<String, JsonNode> entry : parameters.properties()) {
      if (!entry.getKey().equals(SIZE)) {
        out.message(
            field,
            new ProtoWriter().text(KEY, entry.getKey()).message(VALUE, value(entry.getValue())));
      }
    }
  }

  private static ProtoWriter value(JsonNode value) {
    ProtoWriter out = new ProtoWriter();
    if (value.isBoolean()) {
      return out.varint(BOOL, value.booleanValue() ? 1 : 0);
    }
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return out.varint(INT64, value.longValue());
    }
    return value.isNumber()
        ? out.fixed64(DOUBLE, value.doubleValue())
        : out.eachText(
            STRING,
            value.isTextual() ? value.textValue() : new String(JsonWriter.bytes(value), UTF_8));
  }
}
