package io.slipway.server.protocol;

import com.fasterxml.jackson.core.JsonToken;
import io.slipway.scoring.Column;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.Shape;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One tensor of an infer request. Its keys may come in any order: elements that come before the
 * name and the type are known are read again from the bytes when they are.
 */
final class InferInput {
  private static final int FEW_DIMENSIONS = 4;

  private final InferCodec codec;
  private final InputFields fields;
  private Place place;
  private Optional<Field> field = Optional.empty();
  private Optional<String> datatype = Optional.empty();
  private Optional<Shape> shape = Optional.empty();
  private Optional<Elements> elements = Optional.empty();
  private OptionalInt unreadData = OptionalInt.empty();

  /** The elements, and the shape of the nested arrays they stood in. */
  private record Elements(ColumnBuilder values, Shape nesting) {}

  InferInput(InferCodec codec, InputFields fields, Place place) {
    this.codec = codec;
    this.fields = fields;
    this.place = place;
  }

  void name(JsonInput in) throws RequestException {
    in.require(JsonToken.VALUE_STRING, place.dot("name"));
    String name = in.text();
    field = fields.find(name);
    if (field.isEmpty()) {
      throw fields.unknown(place.text(), name);
    }
    place = () -> "input " + Quoted.text(name);
  }

  void datatype(JsonInput in) throws RequestException {
    in.require(JsonToken.VALUE_STRING, place.dot("datatype"));
    datatype = Optional.of(in.text());
  }

  void shape(JsonInput in) throws RequestException {
    in.require(JsonToken.START_ARRAY, place.dot("shape"));
    long[] dimensions = new long[FEW_DIMENSIONS];
    int rank = 0;
    while (in.next() != JsonToken.END_ARRAY) {
      if (!in.isLong() || in.longValue() < 0 || in.longValue() > Integer.MAX_VALUE) {
        throw RequestException.invalid(
            "%s.shape: expected whole numbers from 0 to %d, found %s"
                .formatted(place.text(), Integer.MAX_VALUE, in.found()));
      }
      if (rank == JsonInput.MAX_DEPTH) {
        throw RequestException.invalid(
            "%s.shape: expected at most %d dimensions, found more".formatted(place.text(), rank));
      }
      if (rank == dimensions.length) {
        dimensions = Arrays.copyOf(dimensions, JsonInput.MAX_DEPTH);
      }
      dimensions[rank++] = in.longValue();
    }
    shape = Optional.of(Shape.of(Arrays.copyOf(dimensions, rank)));
  }

  void data(JsonInput in) throws RequestException {
    if (field.isPresent() && datatype.isPresent()) {
      elements = Optional.of(readElements(in, field.get(), datatype.get()));
    } else {
      unreadData = OptionalInt.of(in.tokenOffset());
      in.skipValue();
    }
  }

  private Elements readElements(JsonInput in, Field ofField, String ofType)
      throws RequestException {
    InferCodec.requireType(ofField, ofType, place);
    ColumnBuilder values = ColumnBuilder.of(ofField.type(), ColumnBuilder.QuotedNumbers.REFUSED);
    Presence presence = InputFields.isColumn(ofField) ? ofField.presence() : Presence.REQUIRED;
    Shape nesting = NestedArray.read(in, values, presence, place.dot("data"));
    return new Elements(values, nesting);
  }

  /** The column, of elements that stood in the JSON. */
  Column column(byte[] json, int length) throws RequestException {
    Field known = requireKeys();
    if (elements.isEmpty() && unreadData.isPresent()) {
      int from = unreadData.getAsInt();
      try (JsonInput again = JsonInput.open(json, from, length - from)) {
        again.next();
        elements = Optional.of(readElements(again, known, datatype.orElseThrow()));
      }
    }
    if (elements.isEmpty()) {
      throw RequestException.invalid(
          place.text() + ": expected data, or parameters.binary_data_size, found neither");
    }
    Shape sent = shape.orElseThrow();
    ColumnBuilder values = elements.get().values();
    Shape nesting = elements.get().nesting();
    Shape accepted = codec.requireShape(known, sent, place);
    if (elementCount(sent) != values.size()) {
      throw RequestException.invalid(
          "%s: expected %d elements for shape %s, found %d"
              .formatted(place.text(), elementCount(sent), sent, values.size()));
    }
    if (nesting.rank() > 1 && !nesting.equals(sent)) {
      throw RequestException.invalid(
          "%s: expected data nested as shape %s or flat, found arrays of shape %s"
              .formatted(place.text(), sent, nesting));
    }
    return values.build(known.name(), accepted);
  }

  /** The column, of the next {@code size} binary bytes. */
  Column column(ByteBuffer binary, int size) throws RequestException {
    Field known = requireKeys();
    if (elements.isPresent() || unreadData.isPresent()) {
      throw RequestException.invalid(
          place.text() + ": expected data or parameters.binary_data_size, found both");
    }
    if (size > binary.remaining()) {
      throw RequestException.invalid(
          "%s: expected %d bytes of binary data after the JSON, found %d; is the header Inference-Header-Content-Length right?"
              .formatted(place.text(), size, binary.remaining()));
    }
    Shape sent = shape.orElseThrow();
    Shape accepted = codec.requireShape(known, sent, place);
    ByteBuffer bytes = binary.slice(binary.position(), size).order(binary.order());
    binary.position(binary.position() + size);
    return BinaryTensors.read(bytes, known, accepted, elementCount(sent), place);
  }

  private Field requireKeys() throws RequestException {
    if (field.isEmpty()) {
      throw missing("a name");
    }
    if (datatype.isEmpty()) {
      throw missing("a datatype");
    }
    if (shape.isEmpty()) {
      throw missing("a shape");
    }
    InferCodec.requireType(field.get(), datatype.get(), place);
    return field.get();
  }

  private RequestException missing(String key) {
    return RequestException.invalid(place.text() + ": expected " + key + ", found none");
  }

  private long elementCount(Shape sent) throws RequestException {
    try {
      return sent.elements();
    } catch (ArithmeticException e) {
      throw RequestException.invalid(
          "%s: expected a shape that fits into memory, found %s".formatted(place.text(), sent));
    }
  }
}
