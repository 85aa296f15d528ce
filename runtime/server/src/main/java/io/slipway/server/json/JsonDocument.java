package io.slipway.server.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Objects of texts, numbers, lists and objects as JSON, by Jackson's mapper, which is made when the
 * first is written.
 */
public final class JsonDocument {
  private static final JsonMapper JSON = new JsonMapper();

  private JsonDocument() {}

  /**
   * @return in UTF-8, in the order of the fields
   */
  public static byte[] of(Map<String, ?> fields) {
    try {
      return JSON.writeValueAsString(fields).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers can be written", e);
    }
  }
}
