package io.slipway.server.protocol;

import com.fasterxml.jackson.core.JsonToken;
import io.slipway.scoring.Column;
import io.slipway.scoring.Field;
import io.slipway.scoring.Signature;
import io.slipway.server.protocol.ScoringRequest.EncodedAnswer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads answers back into columns, so that those of two models can be compared: what the writers of
 * this package write, and what another server writes in the same protocols.
 */
public final class AnswerReader {
  /** Outputs as if they were inputs, any of which may be missing. */
  private final Signature outputs;

  private final InputFields fields;
  private final InferCodec infer;

  /**
   * @param signature of the model whose outputs are looked for; others are passed over
   */
  public AnswerReader(Signature signature) {
    List<Field> optional = signature.outputs().stream().map(AnswerReader::optional).toList();
    this.outputs = new Signature(optional, List.of());
    this.fields = new InputFields(outputs);
    this.infer = new InferCodec(outputs, "", "", Integer.MAX_VALUE);
  }

  private static Field optional(Field output) {
    return new Field(
        output.name(),
        output.type(),
        output.shape(),
        Field.Presence.OPTIONAL,
        List.of(),
        List.of(),
        Optional.empty());
  }

  /**
   * The outputs that have a value in any row, in the signature's order for rows and in the answer's
   * for tensors.
   *
   * @throws RequestException if the bytes are no answer, or an output is of another type or shape
   */
  public List<Column> read(EncodedAnswer answer) throws RequestException {
    if (answer.mediaType().startsWith("text/csv")) {
      return List.copyOf(
          CsvReader.read(answer.bytes(), outputs, UnknownFields.IGNORE, Integer.MAX_VALUE)
              .inputs()
              .columns());
    }
    int jsonLength = answer.jsonLength().orElse(answer.bytes().length);
    if (jsonLength > answer.bytes().length) {
      throw RequestException.invalid("the answer is shorter than its JSON");
    }
    return isRecords(answer.bytes(), jsonLength)
        ? List.copyOf(RecordsReader.readPredictions(answer.bytes(), outputs).inputs().columns())
        : readTensors(answer.bytes(), jsonLength);
  }

  private static boolean isRecords(byte[] json, int length) throws RequestException {
    try (JsonInput in = JsonInput.open(json, 0, length)) {
      in.next();
      in.require(JsonToken.START_OBJECT, "the answer");
      return in.next() == JsonToken.FIELD_NAME && in.fieldName().equals(RecordsWriter.PREDICTIONS);
    }
  }

  private List<Column> readTensors(byte[] bytes, int jsonLength) throws RequestException {
    List<Column> columns = new ArrayList<>();
    ByteBuffer binary =
        ByteBuffer.wrap(bytes, jsonLength, bytes.length - jsonLength)
            .slice()
            .order(ByteOrder.LITTLE_ENDIAN);
    try (JsonInput in = JsonInput.open(bytes, 0, jsonLength)) {
      in.next();
      while (in.next() == JsonToken.FIELD_NAME) {
        boolean tensors = in.fieldName().equals("outputs");
        in.next();
        if (!tensors) {
          in.skipValue();
          continue;
        }
        in.require(JsonToken.START_ARRAY, "outputs");
        while (in.next() != JsonToken.END_ARRAY) {
          in.require(JsonToken.START_OBJECT, "outputs");
          readTensor(in, bytes, jsonLength, binary).ifPresent(columns::add);
        }
      }
    }
    return columns;
  }

  private Optional<Column> readTensor(JsonInput in, byte[] bytes, int jsonLength, ByteBuffer binary)
      throws RequestException {
    InferInput tensor = new InferInput(infer, fields, () -> "outputs");
    boolean known = true;
    OptionalInt size = OptionalInt.empty();
    while (in.next() == JsonToken.FIELD_NAME) {
      String key = in.fieldName();
      in.next();
      if (key.equals("parameters")) {
        size = InferParameters.read(in, () -> "outputs").size("binary_data_size");
      } else if (key.equals("name")) {
        known = fields.find(in.text()).isPresent();
        if (known) {
          tensor.name(in);
        }
      } else if (known && key.equals("datatype")) {
        tensor.datatype(in);
      } else if (known && key.equals("shape")) {
        tensor.shape(in);
      } else if (known && key.equals("data")) {
        tensor.data(in);
      } else {
        in.skipValue();
      }
    }
    if (!known) {
      binary.position(Math.min(binary.limit(), binary.position() + size.orElse(0)));
      return Optional.empty();
    }
    return Optional.of(
        size.isPresent()
            ? tensor.column(binary, size.getAsInt())
            : tensor.column(bytes, jsonLength));
  }
}
