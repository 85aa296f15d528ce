package io.slipway.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Messages of the Open Inference Protocol as gRPC frames them: enough to train a server with. */
final class GrpcMessage {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int VARINT = 0;
  private static final int BYTES = 2;

  private GrpcMessage() {}

  /** One whose first field is the model's name, and which says no more. */
  static byte[] ofModel(String model) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    text(message, 1, model);
    return framed(message);
  }

  /**
   * The request for predictions.
   *
   * @param tensors what {@link Example#tensors} says
   */
  static byte[] infer(String model, String tensors) throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    text(message, 1, model);
    for (JsonNode input : JSON.readTree(tensors).get("inputs")) {
      ByteArrayOutputStream tensor = new ByteArrayOutputStream();
      text(tensor, 1, input.get("name").asText());
      text(tensor, 2, input.get("datatype").asText());
      for (JsonNode dimension : input.get("shape")) {
        tag(tensor, 3, VARINT);
        varint(tensor, dimension.asLong());
      }
      ByteArrayOutputStream contents = new ByteArrayOutputStream();
      elements(contents, input.get("datatype").asText(), input.get("data"));
      bytes(tensor, 5, contents.toByteArray());
      bytes(message, 5, tensor.toByteArray());
    }
    return framed(message);
  }

  private static void elements(ByteArrayOutputStream out, String datatype, JsonNode data) {
    for (JsonNode element : data) {
      if (element.isArray()) {
        elements(out, datatype, element);
        continue;
      }
      switch (datatype) {
        case "BOOL" -> number(out, 1, element.asBoolean() ? 1 : 0);
        case "INT32" -> number(out, 2, element.asLong());
        case "INT64" -> number(out, 3, element.asLong());
        case "FP32" ->
            littleEndian(out, 6, Float.BYTES, Float.floatToRawIntBits(element.floatValue()));
        case "FP64" ->
            littleEndian(out, 7, Double.BYTES, Double.doubleToRawLongBits(element.asDouble()));
        case "BYTES" -> text(out, 8, element.asText());
        default -> throw new ImageException("the examples have no input of " + datatype);
      }
    }
  }

  /** A packed number, as a list of one. */
  private static void littleEndian(ByteArrayOutputStream out, int field, int count, long bits) {
    tag(out, field, BYTES);
    varint(out, count);
    for (int i = 0; i < count; i++) {
      out.write((int) (bits >>> (8 * i)));
    }
  }

  private static byte[] framed(ByteArrayOutputStream message) {
    return ByteBuffer.allocate(1 + Integer.BYTES + message.size())
        .put((byte) 0) // not compressed
        .putInt(message.size())
        .put(message.toByteArray())
        .array();
  }

  private static void text(ByteArrayOutputStream out, int field, String value) {
    bytes(out, field, value.getBytes(StandardCharsets.UTF_8));
  }

  private static void bytes(ByteArrayOutputStream out, int field, byte[] value) {
    tag(out, field, BYTES);
    varint(out, value.length);
    out.writeBytes(value);
  }

  private static void number(ByteArrayOutputStream out, int field, long value) {
    tag(out, field, VARINT);
    varint(out, value);
  }

  private static void tag(ByteArrayOutputStream out, int field, int wire) {
    varint(out, (field << 3) | wire);
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long left = value;
    while ((left & ~0x7FL) != 0) {
      out.write((int) ((left & 0x7F) | 0x80));
      left >>>= 7;
    }
    out.write((int) left);
  }
}
