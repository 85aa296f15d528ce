package io.slipway.server.protocol;

import com.fasterxml.jackson.core.JsonToken;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A {@code parameters} object: the values of which the protocol knows the meaning. Others are a
 * caller's own affair.
 */
final class InferParameters {
  private final Map<String, String> values = new HashMap<>(4);

  private InferParameters() {}

  static InferParameters read(JsonInput in, Place place) throws RequestException {
    in.require(JsonToken.START_OBJECT, place);
    InferParameters parameters = new InferParameters();
    SeenNames seen = new SeenNames(place);
    while (in.next() == JsonToken.FIELD_NAME) {
      String name = in.fieldName();
      seen.add(name);
      in.next();
      parameters.values.put(name, readValue(in, name, place));
    }
    return parameters;
  }

  private static String readValue(JsonInput in, String name, Place place) throws RequestException {
    return switch (name) {
      case "binary_data", "binary_data_output" -> {
        if (in.token() != JsonToken.VALUE_TRUE && in.token() != JsonToken.VALUE_FALSE) {
          throw RequestException.invalid(
              "%s.%s: expected true or false, found %s".formatted(place.text(), name, in.found()));
        }
        yield in.text();
      }
      case "binary_data_size" -> {
        if (!in.isLong() || in.longValue() < 0 || in.longValue() > Integer.MAX_VALUE) {
          throw RequestException.invalid(
              "%s.%s: expected a number of bytes, found %s"
                  .formatted(place.text(), name, in.found()));
        }
        yield Long.toString(in.longValue());
      }
      default -> {
        in.skipValue();
        yield "";
      }
    };
  }

  /** How outputs are to be written, where the parameter {@code name} says so. */
  Optional<InferWriter.Form> form(String name) {
    return Optional.ofNullable(values.get(name))
        .map(value -> value.equals("true") ? InferWriter.Form.BINARY : InferWriter.Form.JSON);
  }

  OptionalInt size(String name) {
    String value = values.get(name);
    return value == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(value));
  }

  void refuse(List<String> unsupported, Place place) throws RequestException {
    for (String name : unsupported) {
      if (values.containsKey(name)) {
        throw RequestException.invalid(
            "%s: expected no %s, which is not supported here".formatted(place.text(), name));
      }
    }
  }
}
