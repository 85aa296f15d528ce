package io.slipway.server.grpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** An answer with binary tensors as a {@code ModelInferResponse}. */
final class InferResponse {
  private static final int MODEL_NAME = 1;
  private static final int MODEL_VERSION = 2;
  private static final int ID = 3;
  private static final int PARAMETERS = 4;
  private static final int OUTPUTS = 5;
  private static final int RAW_OUTPUTS = 6;

  private static final int NAME = 1;
  private static final int DATATYPE = 2;
  private static final int SHAPE = 3;
  private static final int TENSOR_PARAMETERS = 4;
  private static final int CONTENTS = 5;

  /** What a tensor's name, type and shape take, about. */
  private static final int ROOM = 128;

  private InferResponse() {}

  /**
   * @param raw whether tensors are to be raw; they are in any case where contents have no place for
   *     one of them
   */
  static byte[] write(RestAnswer answer, boolean raw) throws CallException {
    answer.requireOk();
    JsonNode json = answer.json();
    JsonNode outputs = json.path("outputs");
    List<ByteBuffer> tensors = tensors(outputs, answer.binary());
    ProtoWriter out = new ProtoWriter(answer.body().remaining() + ROOM);
    out.text(MODEL_NAME, json.path("model_name").asText(""));
    out.text(MODEL_VERSION, json.path("model_version").asText(""));
    out.text(ID, json.path("id").asText(""));
    Parameters.write(out, PARAMETERS, json.path("parameters"));
    boolean typed = !raw && allTyped(outputs);
    for (int i = 0; i < outputs.size(); i++) {
      JsonNode output = outputs.get(i);
      String datatype = output.path("datatype").asText("");
      ProtoWriter tensor =
          new ProtoWriter(ROOM)
              .text(NAME, output.path("name").asText(""))
              .text(DATATYPE, datatype)
              .packed(SHAPE, shape(output.path("shape")));
      Parameters.write(tensor, TENSOR_PARAMETERS, output.path("parameters"));
      if (typed) {
        tensor.message(CONTENTS, Elements.of(datatype).orElseThrow().contents(tensors.get(i)));
      }
      out.message(OUTPUTS, tensor);
    }
    if (!typed) {
      tensors.forEach(tensor -> out.bytes(RAW_OUTPUTS, tensor));
    }
    return out.toByteArray();
  }

  private static List<ByteBuffer> tensors(JsonNode outputs, ByteBuffer binary) {
    List<ByteBuffer> tensors = new ArrayList<>(outputs.size());
    int from = 0;
    for (JsonNode output : outputs) {
      int size = output.path("parameters").path("binary_data_size").asInt(-1);
      if (size < 0 || size > binary.remaining() - from) {
        throw new IllegalStateException("the answer has no binary tensor for one of its outputs");
      }
      tensors.add(binary.slice(from, size));
      from += size;
    }
    return tensors;
  }

  private static boolean allTyped(JsonNode outputs) {
    for (JsonNode output : outputs) {
      if (Elements.of(output.path("datatype").asText("")).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  static long[] shape(JsonNode shape) {
    long[] dimensions = new long[shape.size()];
    for (int i = 0; i < dimensions.length; i++) {
      dimensions[i] = shape.get(i).longValue();
    }
    return dimensions;
  }
}
