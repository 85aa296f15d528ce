package io.slipway.server.grpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A {@code ModelInferRequest} as a request with binary tensors.
 *
 * @param rawOutputs whether the answer's tensors are to be raw
 */
record InferRequest(RestRequest request, boolean rawOutputs) {
  private static final int MODEL_NAME = 1;
  private static final int MODEL_VERSION = 2;
  private static final int ID = 3;
  private static final int PARAMETERS = 4;
  private static final int INPUTS = 5;
  private static final int OUTPUTS = 6;
  private static final int RAW_INPUTS = 7;

  /** What one byte of text may become. */
  private static final int LONGEST_IN_JSON = "\\u0000".length();

  private static final JsonFactory JSON = new JsonFactory();

  /** A requested output. */
  private record Output(String name, Parameters parameters) {

    static Output read(ProtoReader in, Room room) throws CallException {
      room.addPart();
      String name = "";
      Parameters parameters = new Parameters();
      while (in.next()) {
        switch (in.field()) {
          case 1 -> name = in.text();
          case 2 -> parameters.add(in.message(), room);
          default -> in.skip();
        }
      }
      return new Output(name, parameters);
    }
  }

  /** The fields of the message. */
  private static final class Fields {
    private String model = "";
    private String version = "";
    private String id = "";
    private final Parameters parameters = new Parameters();
    private final List<InferInput> inputs = new ArrayList<>();
    private final List<Output> outputs = new ArrayList<>();
    private final List<ByteBuffer> raw = new ArrayList<>();

    void read(ProtoReader in, Room room) throws CallException {
      while (in.next()) {
        switch (in.field()) {
          case MODEL_NAME -> model = in.text();
          case MODEL_VERSION -> version = in.text();
          case ID -> id = in.text();
          case PARAMETERS -> parameters.add(in.message(), room);
          case INPUTS -> inputs.add(InferInput.read(in.message(), room));
          case OUTPUTS -> outputs.add(Output.read(in.message(), room));
          case RAW_INPUTS -> {
            room.addPart();
            raw.add(in.bytes());
          }
          default -> in.skip();
        }
      }
    }

    /** The elements of each input, in the raw form. */
    List<ByteBuffer> tensors(Room room) throws CallException {
      if (!raw.isEmpty() && raw.size() != inputs.size()) {
        throw CallException.invalid(
            "raw_input_contents: expected one for each of the inputs (%d), found %d"
                .formatted(inputs.size(), raw.size()));
      }
      List<ByteBuffer> tensors = new ArrayList<>(inputs.size());
      for (int i = 0; i < inputs.size(); i++) {
        InferInput input = inputs.get(i);
        tensors.add(raw.isEmpty() ? input.raw(room) : input.raw(raw.get(i)));
      }
      return tensors;
    }

    /** How much of the message is elements. */
    long tensorBytes() {
      return raw.stream().mapToLong(ByteBuffer::remaining).sum()
          + inputs.stream().mapToLong(InferInput::contentBytes).sum();
    }

    byte[] json(List<ByteBuffer> tensors) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(256 + 96 * inputs.size());
      try (JsonGenerator out = JSON.createGenerator(bytes)) {
        out.writeStartObject();
        if (!id.isEmpty()) {
          out.writeStringField("id", id);
        }
        out.writeObjectFieldStart("parameters");
        parameters.write(out);
        out.writeBooleanField("binary_data_output", true);
        out.writeEndObject();
        out.writeArrayFieldStart("inputs");
        for (int i = 0; i < inputs.size(); i++) {
          inputs.get(i).write(out, tensors.get(i).remaining());
        }
        out.writeEndArray();
        if (!outputs.isEmpty()) {
          writeOutputs(out);
        }
        out.writeEndObject();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return bytes.toByteArray();
    }

    private void writeOutputs(JsonGenerator out) throws IOException {
      out.writeArrayFieldStart("outputs");
      for (Output output : outputs) {
        out.writeStartObject();
        out.writeStringField("name", output.name());
        out.writeObjectFieldStart("parameters");
        output.parameters().write(out);
        out.writeEndObject();
        out.writeEndObject();
      }
      out.writeEndArray();
    }
  }

  /**
   * @param room for what the message is made into
   */
  static InferRequest read(ByteBuffer message, Room room) throws CallException {
    Fields fields = new Fields();
    fields.read(new ProtoReader(message), room);
    String path = RestRequest.modelPath(fields.model, fields.version, "model_name") + "/infer";
    List<ByteBuffer> tensors = fields.tensors(room);
    room.add(LONGEST_IN_JSON * (message.remaining() - fields.tensorBytes()));
    byte[] json = fields.json(tensors);
    List<ByteBuffer> body = new ArrayList<>(tensors.size() + 1);
    body.add(ByteBuffer.wrap(json));
    body.addAll(tensors);
    return new InferRequest(
        new RestRequest(
            "POST",
            path,
            Map.of(
                "Content-Type",
                "application/octet-stream",
                RestAnswer.JSON_LENGTH,
                Integer.toString(json.length)),
            body),
        fields.parameters.asksRaw(!fields.raw.isEmpty() || fields.inputs.isEmpty()));
  }
}
