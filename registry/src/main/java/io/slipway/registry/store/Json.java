package io.slipway.registry.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slipway.registry.model.Signature;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Columns that hold JSON. What is read was written here. */
final class Json {
  private static final JsonMapper MAPPER = new JsonMapper();

  private Json() {}

  static String write(Map<String, String> texts) {
    return writeAny(new TreeMap<>(texts));
  }

  static String write(List<String> texts) {
    return writeAny(texts);
  }

  static String write(Signature signature) {
    return writeAny(signature.toJson());
  }

  static Map<String, String> textMap(String json) {
    try {
      return MAPPER.readValue(json, new TypeReference<Map<String, String>>() {});
    } catch (JsonProcessingException e) {
      throw broken(e);
    }
  }

  static List<String> texts(String json) {
    try {
      return MAPPER.readValue(json, new TypeReference<List<String>>() {});
    } catch (JsonProcessingException e) {
      throw broken(e);
    }
  }

  static Signature signature(String json) {
    try {
      JsonNode node = MAPPER.readTree(json);
      return Signature.read(node);
    } catch (JsonProcessingException e) {
      throw broken(e);
    }
  }

  private static String writeAny(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts can be written", e);
    }
  }

  private static StoreException broken(JsonProcessingException cause) {
    return new StoreException(
        StoreException.Kind.DEFECT, "the database holds JSON that is none", cause);
  }
}
