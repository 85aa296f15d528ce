package io.slipway.conformance.tensor;

import io.slipway.conformance.json.Json;
import io.slipway.conformance.json.JsonException;
import io.slipway.conformance.json.JsonReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The answer to an infer request.
 *
 * @param document its JSON
 * @param inBinary the names of outputs whose elements came in binary
 */
public record InferAnswer(Json.Obj document, List<Tensor> outputs, Set<String> inBinary) {

  /**
   * @param jsonLength how many of the leading bytes are JSON, where a header says so
   * @throws MalformedAnswer if it is none by the protocol
   */
  public static InferAnswer read(byte[] body, OptionalInt jsonLength) throws MalformedAnswer {
    int length = jsonLength.orElse(body.length);
    if (length > body.length) {
      throw new MalformedAnswer(
          "its header says that %d bytes are JSON, of %d in all".formatted(length, body.length));
    }
    Json.Obj document = document(java.util.Arrays.copyOf(body, length));
    ByteBuffer binary =
        ByteBuffer.wrap(body, length, body.length - length).slice().order(ByteOrder.LITTLE_ENDIAN);
    List<Tensor> outputs = new ArrayList<>();
    Set<String> inBinary = new HashSet<>();
    for (Json json : Members.array(document, "outputs")) {
      Json.Obj output = Members.object(json, "an output");
      Optional<Json> size =
          output
              .get("parameters")
              .flatMap(p -> p instanceof Json.Obj o ? o.get("binary_data_size") : Optional.empty());
      if (size.isPresent()) {
        inBinary.add(Members.text(output, "name"));
        outputs.add(Tensor.of(output, next(binary, size.get())));
      } else {
        outputs.add(Tensor.of(output));
      }
    }
    if (binary.hasRemaining()) {
      throw new MalformedAnswer(
          binary.remaining() + " bytes are left after those that binary_data_size accounts for");
    }
    return new InferAnswer(document, outputs, inBinary);
  }

  private static Json.Obj document(byte[] json) throws MalformedAnswer {
    try {
      return Members.object(JsonReader.read(json), "the answer");
    } catch (JsonException e) {
      throw new MalformedAnswer("the answer is no JSON: " + e.getMessage());
    }
  }

  private static ByteBuffer next(ByteBuffer binary, Json size) throws MalformedAnswer {
    if (!(size instanceof Json.Num number)
        || !number.digits().matches("[0-9]{1,9}")
        || Integer.parseInt(number.digits()) > binary.remaining()) {
      throw new MalformedAnswer(
          "binary_data_size is %s, and %d bytes are left"
              .formatted(size.text(), binary.remaining()));
    }
    int length = Integer.parseInt(number.digits());
    ByteBuffer next = binary.slice(binary.position(), length).order(ByteOrder.LITTLE_ENDIAN);
    binary.position(binary.position() + length);
    return next;
  }

  public Optional<Tensor> output(String name) {
    return outputs.stream().filter(output -> output.name().equals(name)).findFirst();
  }

  /** Whether it has the same outputs as {@code other}, in whatever order. */
  public boolean sameAs(InferAnswer other) {
    return outputs.size() == other.outputs.size()
        && outputs.stream()
            .allMatch(output -> other.output(output.name()).filter(output::sameAs).isPresent());
  }
}
