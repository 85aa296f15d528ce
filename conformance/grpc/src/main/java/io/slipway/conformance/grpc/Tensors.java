package io.slipway.conformance.grpc;

import com.google.protobuf.ByteString;
import io.slipway.conformance.json.Json;
import io.slipway.conformance.tensor.Datatype;
import io.slipway.conformance.tensor.InferAnswer;
import io.slipway.conformance.tensor.MalformedAnswer;
import io.slipway.conformance.tensor.Tensor;
import io.slipway.conformance.tensor.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tensors in messages, made those that the rest of the suite has. */
final class Tensors {
  private Tensors() {}

  /**
   * Of a {@code ModelInferResponse}.
   *
   * @throws MalformedAnswer if it is none by the protocol
   */
  static InferAnswer answer(Fields response) throws MalformedAnswer {
    List<Tensor> outputs = read(response, "outputs", "raw_output_contents");
    Set<String> raw = new HashSet<>();
    if (!response.bytes("raw_output_contents").isEmpty()) {
      outputs.forEach(output -> raw.add(output.name()));
    }
    Json.Obj document =
        Json.object()
            .with("model_name", Json.of(response.text("model_name")))
            .with("model_version", Json.of(response.text("model_version")))
            .with("id", Json.of(response.text("id")));
    return new InferAnswer(document, outputs, raw);
  }

  /**
   * The tensors of a field, with their elements from the raw field where that has some.
   *
   * @throws MalformedAnswer if they are none by the protocol
   */
  static List<Tensor> read(Fields message, String field, String rawField) throws MalformedAnswer {
    List<Fields> heads = message.children(field);
    List<ByteString> raw = message.bytes(rawField);
    if (!raw.isEmpty() && raw.size() != heads.size()) {
      throw new MalformedAnswer(
          "%s has the data of %d tensors, and %s has %d tensors"
              .formatted(rawField, raw.size(), field, heads.size()));
    }
    List<Tensor> tensors = new ArrayList<>();
    for (int i = 0; i < heads.size(); i++) {
      Fields head = heads.get(i);
      Json.Obj json = head(head);
      if (raw.isEmpty()) {
        Datatype type = type(head);
        tensors.add(
            Tensor.of(
                json.with("data", new Json.Arr(TypedContents.read(head.child("contents"), type)))));
      } else {
        ByteBuffer bytes = raw.get(i).asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        tensors.add(Tensor.of(json, bytes));
      }
    }
    return tensors;
  }

  private static Json.Obj head(Fields tensor) {
    return Json.object()
        .with("name", Json.of(tensor.text("name")))
        .with("datatype", Json.of(tensor.text("datatype")))
        .with(
            "shape",
            new Json.Arr(tensor.wholes("shape").stream().map(d -> (Json) Json.of(d)).toList()));
  }

  private static Datatype type(Fields tensor) throws MalformedAnswer {
    String type = tensor.text("datatype");
    return Datatype.named(type)
        .orElseThrow(
            () ->
                new MalformedAnswer(
                    "\"%s\" of %s is no datatype".formatted(type, tensor.text("name"))));
  }

  /**
   * What a {@code ModelMetadataResponse} says of inputs or outputs.
   *
   * @throws MalformedAnswer if that is none by the protocol
   */
  static List<TensorSpec> specs(Fields metadata, String field) throws MalformedAnswer {
    List<TensorSpec> specs = new ArrayList<>();
    for (Fields tensor : metadata.children(field)) {
      specs.add(TensorSpec.of(head(tensor)));
    }
    return specs;
  }
}
