package io.slipway.server.protocol;

import com.fasterxml.jackson.core.JsonToken;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads the JSON of an infer request, and the binary tensors after it. */
final class InferReader {
  /** Parameters that ask for what is not here: to score without it would be another answer. */
  private static final List<String> UNSUPPORTED =
      List.of("classification", "shared_memory_region", "shared_memory_offset");

  private final byte[] body;
  private final int jsonLength;
  private final InferCodec codec;
  private final InputFields fields;
  private final List<Column> inputs = new ArrayList<>();
  private final BitSet given = new BitSet();
  private final List<InferWriter.RequestedOutput> outputs = new ArrayList<>();
  private final ByteBuffer binary;
  private Optional<String> id = Optional.empty();
  private InferWriter.Form form = InferWriter.Form.JSON;

  private InferReader(byte[] body, int jsonLength, InferCodec codec) {
    this.body = body;
    this.jsonLength = jsonLength;
    this.codec = codec;
    this.fields = codec.fields();
    this.binary =
        ByteBuffer.wrap(body, jsonLength, body.length - jsonLength)
            .slice()
            .order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * What was asked.
   *
   * @param given the numbers of these inputs
   * @param binary the form of outputs for which the request names none
   */
  record Infer(
      Optional<String> id,
      Batch inputs,
      BitSet given,
      List<InferWriter.RequestedOutput> outputs,
      InferWriter.Form binary) {}

  static Infer read(byte[] body, int jsonLength, InferCodec codec) throws RequestException {
    InferReader reader = new InferReader(body, jsonLength, codec);
    try (JsonInput in = JsonInput.open(body, 0, jsonLength)) {
      reader.readRequest(in);
      in.requireEnd();
    }
    if (reader.binary.hasRemaining()) {
      throw RequestException.invalid(
          "the body: expected no bytes after those that binary_data_size accounts for, found "
              + reader.binary.remaining());
    }
    return new Infer(reader.id, Batch.of(reader.inputs), reader.given, reader.outputs, reader.form);
  }

  private void readRequest(JsonInput in) throws RequestException {
    in.next();
    in.require(JsonToken.START_OBJECT, "the body");
    SeenNames seen = new SeenNames("the body");
    while (in.next() == JsonToken.FIELD_NAME) {
      String name = in.fieldName();
      seen.add(name);
      in.next();
      switch (name) {
        case "id" -> {
          in.require(JsonToken.VALUE_STRING, "id");
          id = Optional.of(in.text());
        }
        case "parameters" -> {
          InferParameters parameters = InferParameters.read(in, () -> "parameters");
          form = parameters.form("binary_data_output").orElse(form);
        }
        case "inputs" -> readInputs(in);
        case "outputs" -> readOutputs(in);
        case "model_name" -> requireSame(in, name, codec.modelName());
        case "model_version" -> requireSame(in, name, codec.modelVersion());
        default ->
            throw RequestException.invalid(
                "the body: expected the keys id, parameters, inputs and outputs, found "
                    + Quoted.text(name));
      }
    }
  }

  /** Some callers say in the body what the path says. */
  private static void requireSame(JsonInput in, String key, String served) throws RequestException {
    if (in.token() == JsonToken.VALUE_NULL) {
      return;
    }
    in.require(JsonToken.VALUE_STRING, key);
    if (!in.text().equals(served)) {
      throw RequestException.invalid(
          "%s: expected %s, as in the path, or none, found another"
              .formatted(key, Quoted.text(served)));
    }
  }

  private void readInputs(JsonInput in) throws RequestException {
    in.require(JsonToken.START_ARRAY, "inputs");
    while (in.next() != JsonToken.END_ARRAY) {
      int number = inputs.size();
      Place place = () -> "inputs[" + number + "]";
      in.require(JsonToken.START_OBJECT, place);
      Column column = readInput(in, place);
      int index = fields.indexOf(column.name(), number);
      if (given.get(index)) {
        throw RequestException.invalid(
            "%s: expected each input once, found %s twice"
                .formatted(place.text(), Quoted.text(column.name())));
      }
      given.set(index);
      inputs.add(column);
    }
  }

  private Column readInput(JsonInput in, Place place) throws RequestException {
    InferInput input = new InferInput(codec, fields, place);
    SeenNames seen = new SeenNames(place);
    OptionalInt binarySize = OptionalInt.empty();
    while (in.next() == JsonToken.FIELD_NAME) {
      String name = in.fieldName();
      seen.add(name);
      in.next();
      switch (name) {
        case "name" -> input.name(in);
        case "datatype" -> input.datatype(in);
        case "shape" -> input.shape(in);
        case "data" -> input.data(in);
        case "parameters" -> {
          InferParameters parameters = InferParameters.read(in, place.dot("parameters"));
          parameters.refuse(UNSUPPORTED, place.dot("parameters"));
          binarySize = parameters.size("binary_data_size");
        }
        default ->
            throw RequestException.invalid(
                "%s: expected the keys name, shape, datatype, parameters and data, found %s"
                    .formatted(place.text(), Quoted.text(name)));
      }
    }
    return binarySize.isPresent()
        ? input.column(binary, binarySize.getAsInt())
        : input.column(body, jsonLength);
  }

  private void readOutputs(JsonInput in) throws RequestException {
    in.require(JsonToken.START_ARRAY, "outputs");
    Set<String> asked = new HashSet<>();
    while (in.next() != JsonToken.END_ARRAY) {
      String place = "outputs[" + outputs.size() + "]";
      in.require(JsonToken.START_OBJECT, place);
      InferWriter.RequestedOutput output = readOutput(in, place);
      if (!asked.add(output.name())) {
        throw RequestException.invalid(
            place + ": expected each output once, found " + Quoted.text(output.name()) + " twice");
      }
      outputs.add(output);
    }
  }

  private static InferWriter.RequestedOutput readOutput(JsonInput in, String place)
      throws RequestException {
    Optional<String> output = Optional.empty();
    Optional<InferWriter.Form> form = Optional.empty();
    SeenNames seen = new SeenNames(place);
    while (in.next() == JsonToken.FIELD_NAME) {
      String name = in.fieldName();
      seen.add(name);
      in.next();
      switch (name) {
        case "name" -> {
          in.require(JsonToken.VALUE_STRING, place + ".name");
          output = Optional.of(in.text());
        }
        case "parameters" -> {
          InferParameters parameters = InferParameters.read(in, () -> place + ".parameters");
          parameters.refuse(UNSUPPORTED, () -> place + ".parameters");
          form = parameters.form("binary_data");
        }
        default ->
            throw RequestException.invalid(
                "%s: expected the keys name and parameters, found %s"
                    .formatted(place, Quoted.text(name)));
      }
    }
    if (output.isEmpty()) {
      throw RequestException.invalid(place + ": expected a name, found none");
    }
    return new InferWriter.RequestedOutput(output.get(), form);
  }
}
