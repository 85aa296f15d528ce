package io.slipway.server.protocol;

import com.fasterxml.jackson.core.JsonToken;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One value of the first row of a request, without the signature of a model and without reading
 * further than the value: texts as they are, numbers as they are written.
 */
public final class RowValue {
  /** A first row that does not end within so many bytes is not looked for in CSV. */
  public static final int MOST_BYTES = 1 << 20;

  private RowValue() {}

  /** Of named records. */
  public static Optional<String> ofRecords(byte[] body, String field) throws RequestException {
    try (JsonInput in = JsonInput.open(body, 0, whole(body, body.length))) {
      if (!enter(in, JsonToken.START_OBJECT) || !find(in, "instances")) {
        return Optional.empty();
      }
      boolean row = in.token() == JsonToken.START_ARRAY && enter(in, JsonToken.START_OBJECT);
      return row && find(in, field) ? scalar(in) : Optional.empty();
    }
  }

  /** Moves on to the next token, and says whether it is the one. */
  private static boolean enter(JsonInput in, JsonToken expected) throws RequestException {
    return in.next() == expected;
  }

  /** Moves on to the value of a field of the object that was entered. */
  private static boolean find(JsonInput in, String field) throws RequestException {
    while (in.next() == JsonToken.FIELD_NAME) {
      boolean found = in.fieldName().equals(field);
      in.next();
      if (found) {
        return true;
      }
      in.skipValue();
    }
    return false;
  }

  private static Optional<String> scalar(JsonInput in) throws RequestException {
    return switch (in.token()) {
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
          Optional.of(in.text());
      default -> Optional.empty();
    };
  }

  /** Of CSV with a header. */
  public static Optional<String> ofCsv(byte[] body, String field) throws RequestException {
    byte[] beginning = Arrays.copyOf(body, whole(body, Math.min(body.length, MOST_BYTES)));
    CsvTokenizer rows = CsvTokenizer.open(beginning);
    List<String> names = new ArrayList<>();
    List<String> cells = new ArrayList<>();
    if (!rows.nextRow(names) || !rows.nextRow(cells)) {
      return Optional.empty();
    }
    int column = names.indexOf(field);
    return column < 0 || column >= cells.size()
        ? Optional.empty()
        : Optional.of(cells.get(column)).filter(cell -> !cell.isEmpty());
  }

  /** Where the last whole character of a body ends that may have been cut off. */
  private static int whole(byte[] body, int length) {
    int end = length;
    while (end > 0 && end >= MOST_BYTES - 4 && body[end - 1] < 0) {
      end--;
    }
    return end;
  }

  /**
   * Of tensors.
   *
   * @param jsonLength how many of the leading bytes are JSON; with none the tensor has no name
   */
  public static Optional<String> ofInfer(byte[] body, int jsonLength, String field)
      throws RequestException {
    if (jsonLength < 1 || jsonLength > body.length) {
      return Optional.empty();
    }
    try (JsonInput in = JsonInput.open(body, 0, jsonLength)) {
      if (!enter(in, JsonToken.START_OBJECT)
          || !find(in, "inputs")
          || in.token() != JsonToken.START_ARRAY) {
        return Optional.empty();
      }
      long offset = jsonLength;
      while (enter(in, JsonToken.START_OBJECT)) {
        Tensor tensor = tensor(in);
        if (tensor.name().equals(field)) {
          return tensor.binarySize().isEmpty()
              ? tensor.first()
              : binary(body, offset, tensor.binarySize().getAsInt(), tensor.datatype());
        }
        offset += tensor.binarySize().orElse(0);
      }
      return Optional.empty();
    }
  }

  /** What JSON says of a tensor. */
  private record Tensor(
      String name, String datatype, OptionalInt binarySize, Optional<String> first) {}

  private static Tensor tensor(JsonInput in) throws RequestException {
    String name = "";
    String datatype = "";
    OptionalInt binarySize = OptionalInt.empty();
    Optional<String> first = Optional.empty();
    while (in.next() == JsonToken.FIELD_NAME) {
      String key = in.fieldName();
      in.next();
      switch (key) {
        case "name" -> name = scalar(in).orElse("");
        case "datatype" -> datatype = scalar(in).orElse("");
        case "parameters" ->
            binarySize = InferParameters.read(in, () -> "parameters").size("binary_data_size");
        case "data" -> first = firstElement(in);
        default -> in.skipValue();
      }
    }
    return new Tensor(name, datatype, binarySize, first);
  }

  /** The first element of data that is flat or nested; the others are passed over. */
  private static Optional<String> firstElement(JsonInput in) throws RequestException {
    int depth = 0;
    while (in.token() == JsonToken.START_ARRAY) {
      in.next();
      depth++;
    }
    Optional<String> first = scalar(in);
    if (in.token() == JsonToken.END_ARRAY) {
      depth--;
    } else {
      in.skipValue();
    }
    while (depth > 0) {
      switch (in.next()) {
        case START_ARRAY -> depth++;
        case END_ARRAY -> depth--;
        default -> in.skipValue();
      }
    }
    return first;
  }

  private static Optional<String> binary(byte[] body, long offset, int size, String datatype) {
    if (size < 1 || offset + size > body.length) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(body, (int) offset, size).order(ByteOrder.LITTLE_ENDIAN);
    return BinaryTensors.firstAsText(in, datatype);
  }
}
