package io.slipway.server.grpc;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** One input of a {@code ModelInferRequest}. Of one thread at a time. */
final class InferInput {
  private static final int NAME = 1;
  private static final int DATATYPE = 2;
  private static final int SHAPE = 3;
  private static final int PARAMETERS = 4;
  private static final int CONTENTS = 5;
  private static final int FEW_DIMENSIONS = 4;

  /** As many as the request in JSON may have. */
  private static final int MOST_DIMENSIONS = 64;

  private static final int MOST_OF_A_NAME = 60;

  private String name = "";
  private String datatype = "";
  private long[] shape = new long[FEW_DIMENSIONS];
  private int rank;
  private final Parameters parameters = new Parameters();
  private final TypedContents contents = new TypedContents();

  private InferInput() {}

  static InferInput read(ProtoReader in, Room room) throws CallException {
    room.addPart();
    InferInput input = new InferInput();
    while (in.next()) {
      switch (in.field()) {
        case NAME -> input.name = in.text();
        case DATATYPE -> input.datatype = in.text();
        case SHAPE -> input.readShape(in);
        case PARAMETERS -> input.parameters.add(in.message(), room);
        case CONTENTS -> {
          room.addPart();
          input.contents.add(in.bytes());
        }
        default -> in.skip();
      }
    }
    input.shape = Arrays.copyOf(input.shape, input.rank);
    return input;
  }

  private void readShape(ProtoReader in) throws CallException {
    if (in.wire() == ProtoReader.Wire.VARINT) {
      addDimension(in.varint());
      return;
    }
    ByteBuffer packed = in.bytes();
    while (packed.hasRemaining()) {
      addDimension(ProtoReader.readVarint(packed));
    }
  }

  private void addDimension(long dimension) throws CallException {
    if (dimension < 0 || dimension > Integer.MAX_VALUE) {
      throw CallException.invalid(
          "%s, shape: expected whole numbers from 0 to %d, found %d"
              .formatted(place(), Integer.MAX_VALUE, dimension));
    }
    if (rank == MOST_DIMENSIONS) {
      throw CallException.invalid(
          "%s, shape: expected at most %d dimensions, found more".formatted(place(), rank));
    }
    if (rank == shape.length) {
      shape = Arrays.copyOf(shape, MOST_DIMENSIONS);
    }
    shape[rank++] = dimension;
  }

  /** How much of the message is its elements. */
  long contentBytes() {
    return contents.bytes();
  }

  private String place() {
    return "input \""
        + (name.length() > MOST_OF_A_NAME ? name.substring(0, MOST_OF_A_NAME) + "..." : name)
        + "\"";
  }

  /** The elements, which are raw already. */
  ByteBuffer raw(ByteBuffer given) throws CallException {
    if (contents.isPresent()) {
      throw CallException.invalid(
          place() + ": expected no contents beside raw_input_contents, found some");
    }
    return given;
  }

  /** The elements in the raw form; none of a datatype that is none, which is refused later. */
  ByteBuffer raw(Room room) throws CallException {
    if (datatype.equals("FP16") && contents.isPresent()) {
      throw CallException.invalid(
          place() + ": expected FP16 in raw_input_contents, found it in contents");
    }
    Optional<Elements> elements = Elements.of(datatype);
    return elements.isEmpty()
        ? ByteBuffer.allocate(0)
        : contents.binary(elements.get(), place(), elements(), room);
  }

  private long elements() throws CallException {
    long count = 1;
    for (long dimension : shape) {
      count *= dimension;
      if (count > Integer.MAX_VALUE) {
        throw CallException.invalid(
            place() + ": expected a shape that fits into memory, found " + Arrays.toString(shape));
      }
    }
    return count;
  }

  void write(JsonGenerator out, int bytes) throws IOException {
    out.writeStartObject();
    out.writeStringField("name", name);
    out.writeStringField("datatype", datatype);
    out.writeFieldName("shape");
    out.writeArray(shape, 0, shape.length);
    out.writeObjectFieldStart("parameters");
    parameters.write(out);
    out.writeNumberField("binary_data_size", bytes);
    out.writeEndObject();
    out.writeEndObject();
  }
}
