package io.slipway.testkit;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Validity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** Reads the collection's JSON. */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
  private static final TypeReference<List<Map<String, Object>>> ROWS = new TypeReference<>() {};

  private Json() {}

  static JsonNode read(Path file) {
    try {
      return MAPPER.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Map<String, Object>> rows(Path file) {
    try {
      return MAPPER.readValue(file.toFile(), ROWS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Map<String, Object> objectOrEmpty(JsonNode node) {
    return node.isObject() ? MAPPER.convertValue(node, OBJECT) : Map.of();
  }

  static Shape shape(JsonNode node) {
    long[] dimensions = new long[node.size()];
    for (int axis = 0; axis < dimensions.length; axis++) {
      dimensions[axis] = node.get(axis).longValue();
    }
    return Shape.of(dimensions);
  }

  /** A tensor as the Open Inference Protocol writes it; beyond its numbers "NaN" and infinities. */
  static Column column(JsonNode tensor) {
    DataType type = DataType.valueOf(tensor.path("datatype").asText());
    JsonNode data = tensor.path("data");
    int length = data.size();
    Object values = java.lang.reflect.Array.newInstance(type.arrayType().componentType(), length);
    BitSet missing = new BitSet();
    for (int i = 0; i < length; i++) {
      JsonNode value = data.get(i);
      if (value.isNull()) {
        missing.set(i);
      } else {
        set(values, type, i, value);
      }
    }
    return Column.of(
        tensor.path("name").asText(),
        type,
        shape(tensor.path("shape")),
        values,
        Validity.allBut(missing));
  }

  private static void set(Object values, DataType type, int index, JsonNode value) {
    switch (type) {
      case BOOL -> ((boolean[]) values)[index] = value.booleanValue();
      case UINT8, INT8 -> ((byte[]) values)[index] = (byte) value.intValue();
      case UINT16, INT16 -> ((short[]) values)[index] = value.numberValue().shortValue();
      case UINT32, INT32 -> ((int[]) values)[index] = (int) value.longValue();
      case UINT64, INT64 -> ((long[]) values)[index] = value.numberValue().longValue();
      case FP32 -> ((float[]) values)[index] = (float) number(value);
      case FP64 -> ((double[]) values)[index] = number(value);
      case BYTES -> ((String[]) values)[index] = value.textValue();
      case FP16 -> throw new IllegalArgumentException("the collection has no FP16 tensors");
    }
  }

  private static double number(JsonNode value) {
    return value.isTextual() ? Double.parseDouble(value.textValue()) : value.doubleValue();
  }
}
