package io.slipway.server.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Documents as JSON on one line, in UTF-8, with their fields in order. Half a character, which a
 * caller can send, becomes a question mark. Thread-safe.
 */
public final class JsonWriter {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonWriter() {}

  /**
   * @param fields texts, numbers, truth values, lists and maps of them
   * @throws IllegalArgumentException if there is anything else among them
   */
  public static byte[] bytes(Map<?, ?> fields) {
    return written(fields);
  }

  public static byte[] bytes(JsonNode document) {
    return written(document);
  }

  private static byte[] written(Object document) {
    // Not into bytes, where half a character would be refused.
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      write(json, document);
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be written to", e);
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Not a switch over patterns: the JDK makes the code of those anew in each process. */
  @SuppressWarnings("IfChainToSwitch")
  private static void write(JsonGenerator json, Object value) throws IOException {
    if (value instanceof ObjectNode object) {
      writeFields(json, object.properties());
    } else if (value instanceof JsonNode node && !node.isArray()) {
      writePlain(json, node);
    } else if (value instanceof String text) {
      json.writeString(text);
    } else if (value instanceof Number number) {
      write(json, number);
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof Map<?, ?> fields) {
      writeFields(json, fields.entrySet());
    } else if (value instanceof Iterable<?> elements) {
      json.writeStartArray();
      for (Object element : elements) {
        write(json, element);
      }
      json.writeEndArray();
    } else {
      throw new IllegalArgumentException("not in a document: " + value.getClass());
    }
  }

  private static void writeFields(JsonGenerator json, Iterable<? extends Map.Entry<?, ?>> fields)
      throws IOException {
    json.writeStartObject();
    for (Map.Entry<?, ?> field : fields) {
      json.writeFieldName(field.getKey().toString());
      write(json, field.getValue());
    }
    json.writeEndObject();
  }

  /** What has no parts. */
  private static void writePlain(JsonGenerator json, JsonNode node) throws IOException {
    switch (node.getNodeType()) {
      case STRING -> json.writeString(node.textValue());
      case NUMBER -> write(json, node.numberValue());
      case BOOLEAN -> json.writeBoolean(node.booleanValue());
      case NULL -> json.writeNull();
      case ARRAY, BINARY, MISSING, OBJECT, POJO ->
          throw new IllegalArgumentException("not in a document: " + node.getNodeType());
    }
  }

  private static void write(JsonGenerator json, Number number) throws IOException {
    if (number instanceof Double || number instanceof Float) {
      json.writeNumber(number.doubleValue());
    } else if (number instanceof BigDecimal decimal) {
      json.writeNumber(decimal);
    } else if (number instanceof BigInteger integer) {
      json.writeNumber(integer);
    } else {
      json.writeNumber(number.longValue());
    }
  }
}
