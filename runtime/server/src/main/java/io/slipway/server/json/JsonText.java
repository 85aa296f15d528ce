package io.slipway.server.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Objects of texts as JSON. Not by Jackson's mapper, which takes tens of milliseconds to be made:
 * the first lines of a log and the first answers of a pod that starts cannot wait for it.
 */
public final class JsonText {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonText() {}

  /**
   * @return one line in UTF-8, in the order of the fields; half a character becomes a question mark
   */
  public static byte[] of(Map<String, String> fields) {
    // Not into bytes, where half a character, which a caller can send, would be refused.
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      for (Map.Entry<String, String> field : fields.entrySet()) {
        json.writeStringField(field.getKey(), field.getValue());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be written to", e);
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }
}
