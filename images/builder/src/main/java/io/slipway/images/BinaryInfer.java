package io.slipway.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * An inference request with its tensors behind the JSON, which asks for the answer's there too.
 *
 * @param jsonLength how many of the bytes are JSON
 */
@SuppressWarnings("ArrayRecordComponent") // sent once and compared by nobody
record BinaryInfer(byte[] body, int jsonLength) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @param tensors what {@link Example#tensors} says
   */
  static BinaryInfer of(String tensors) throws IOException {
    ObjectNode request = (ObjectNode) JSON.readTree(tensors);
    request.putObject("parameters").put("binary_data_output", true);
    ByteArrayOutputStream elements = new ByteArrayOutputStream();
    for (JsonNode input : request.get("inputs")) {
      int before = elements.size();
      write(elements, input.get("datatype").asText(), input.get("data"));
      ((ObjectNode) input).remove("data");
      ((ObjectNode) input)
          .putObject("parameters")
          .put("binary_data_size", elements.size() - before);
    }
    byte[] json = request.toString().getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(json);
    body.writeBytes(elements.toByteArray());
    return new BinaryInfer(body.toByteArray(), json.length);
  }

  private static void write(ByteArrayOutputStream out, String datatype, JsonNode data) {
    for (JsonNode element : data) {
      if (element.isArray()) {
        write(out, datatype, element);
      } else {
        out.writeBytes(bytes(datatype, element));
      }
    }
  }

  private static byte[] bytes(String datatype, JsonNode element) {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    switch (datatype) {
      case "BOOL" -> bytes.put((byte) (element.asBoolean() ? 1 : 0));
      case "INT32" -> bytes.putInt(element.asInt());
      case "INT64" -> bytes.putLong(element.asLong());
      case "FP32" -> bytes.putFloat(element.floatValue());
      case "FP64" -> bytes.putDouble(element.asDouble());
      case "BYTES" -> {
        byte[] text = element.asText().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Integer.BYTES + text.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(text.length)
            .put(text)
            .array();
      }
      default -> throw new ImageException("the examples have no input of " + datatype);
    }
    byte[] written = new byte[bytes.position()];
    bytes.flip().get(written);
    return written;
  }
}
