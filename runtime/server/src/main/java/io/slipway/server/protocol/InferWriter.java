package io.slipway.server.protocol;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.Signature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Writes the answer to an infer request.
 *
 * @param known the JSON of an answer of the same model, kept by whoever writes one without an id
 * @param outputs those asked for; all of the model's when it is empty
 * @param form of outputs whose request names none
 */
record InferWriter(
    String modelName,
    String modelVersion,
    Kept<KnownAnswer> known,
    Optional<String> id,
    List<RequestedOutput> outputs,
    Form form) {

  private static final int JSON_BYTES_A_VALUE = 12;

  /** How a tensor's elements are written. */
  enum Form {
    JSON,
    BINARY
  }

  /** An output that was asked for by name, and the form asked for it. */
  record RequestedOutput(String name, Optional<Form> form) {}

  /** An output, and the bytes of its elements where they follow the JSON. */
  @SuppressWarnings("ArrayRecordComponent") // lives for one answer
  record Tensor(Column column, Optional<byte[]> binary) {}

  /** Fails before anything is scored if an output does not exist. */
  void requireOutputs(Signature signature) throws RequestException {
    for (RequestedOutput output : outputs) {
      if (signature.output(output.name()).isEmpty()) {
        throw RequestException.invalid(
            "outputs: expected outputs of the model (%s), found %s"
                .formatted(InputFields.names(signature.outputs()), Quoted.text(output.name())));
      }
    }
  }

  /**
   * @param maxBytes of the answer
   */
  ScoringRequest.EncodedAnswer write(Batch batch, int maxBytes) throws RequestException {
    List<Tensor> tensors = new ArrayList<>();
    List<byte[]> binaries = new ArrayList<>();
    long sizeHint = 256;
    for (RequestedOutput output : requested(batch)) {
      Column column =
          batch
              .column(output.name())
              .orElseThrow(
                  () -> new IllegalStateException("the model gave no output " + output.name()));
      sizeHint += 128;
      if (output.form().orElse(form) == Form.BINARY) {
        byte[] binary = bytes(column, maxBytes);
        binaries.add(binary);
        tensors.add(new Tensor(column, Optional.of(binary)));
        sizeHint += binary.length;
      } else {
        tensors.add(new Tensor(column, Optional.empty()));
        sizeHint += (long) column.length() * JSON_BYTES_A_VALUE;
      }
    }
    AnswerBytes answer = new AnswerBytes(sizeHint, maxBytes);
    answer.add(out -> write(out, tensors));
    if (binaries.isEmpty()) {
      return new ScoringRequest.EncodedAnswer(
          "application/json", OptionalInt.empty(), answer.toByteArray());
    }
    OptionalInt jsonLength = OptionalInt.of(answer.size());
    for (byte[] binary : binaries) {
      answer.add(out -> out.write(binary));
    }
    return new ScoringRequest.EncodedAnswer(
        "application/octet-stream", jsonLength, answer.toByteArray());
  }

  private List<RequestedOutput> requested(Batch batch) {
    if (!outputs.isEmpty()) {
      return outputs;
    }
    List<RequestedOutput> all = new ArrayList<>(batch.size());
    for (Column column : batch.columns()) {
      all.add(new RequestedOutput(column.name(), Optional.empty()));
    }
    return all;
  }

  private static byte[] bytes(Column column, int maxBytes) throws RequestException {
    if (column.validity().hasMissing()) {
      throw RequestException.answerForm(
          "output %s misses the value of element %d, which binary data cannot say; ask for it as JSON (binary_data false)"
              .formatted(Quoted.text(column.name()), column.validity().nextMissing(0)));
    }
    return BinaryTensors.write(column, maxBytes);
  }

  private void write(AnswerBytes bytes, List<Tensor> tensors) throws IOException {
    if (id.isPresent()) {
      writeAnew(bytes, tensors);
      return;
    }
    Optional<KnownAnswer> last = known.get();
    if (last.isPresent() && last.get().isOf(tensors)) {
      last.get().write(bytes, tensors);
    } else {
      int[] spans = writeAnew(bytes, tensors);
      known.another(() -> KnownAnswer.of(bytes, spans, tensors));
    }
  }

  /**
   * @return of each tensor in turn where its elements begin and end: an empty span where they
   *     follow the JSON
   */
  private int[] writeAnew(AnswerBytes bytes, List<Tensor> tensors) throws IOException {
    int[] spans = new int[2 * tensors.size()];
    AnswerJson out = new AnswerJson(bytes);
    out.begin('{').name("model_name").text(modelName).name("model_version").text(modelVersion);
    if (id.isPresent()) {
      out.name("id").text(id.get());
    }
    out.name("outputs").begin('[');
    for (int i = 0; i < tensors.size(); i++) {
      Column column = tensors.get(i).column();
      Optional<byte[]> binary = tensors.get(i).binary();
      out.begin('{').name("name").text(column.name());
      out.name("datatype").text(column.type().name()).name("shape").begin('[');
      for (int axis = 0; axis < column.shape().rank(); axis++) {
        out.number(column.shape().dimension(axis));
      }
      out.end(']');
      if (binary.isPresent()) {
        long size = binary.get().length;
        out.name("parameters").begin('{').name("binary_data_size").number(size).end('}');
        spans[2 * i] = bytes.size();
      } else {
        out.name("data").begin('[');
        spans[2 * i] = bytes.size();
        ColumnText.write(out, column);
      }
      spans[2 * i + 1] = bytes.size();
      if (binary.isEmpty()) {
        out.end(']');
      }
      out.end('}');
    }
    out.end(']').end('}');
    return spans;
  }
}
