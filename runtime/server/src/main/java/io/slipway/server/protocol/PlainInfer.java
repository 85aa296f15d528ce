package io.slipway.server.protocol;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.Field;
import io.slipway.scoring.Shape;
import io.slipway.server.protocol.PlainJson.Unplain;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Reads, in one pass over the bytes, the infer requests that most callers send: texts of ASCII
 * without escapes, and inputs with name, datatype and shape before their elements, which are flat
 * and numbers or texts. All else is left to {@link InferReader}, which also has the words for what
 * is wrong: so both take the same requests, and this one refuses none.
 */
final class PlainInfer {
  /** Nobody asks for more; looking through them for each would take its time. */
  private static final int MOST_OUTPUTS = 64;

  private static final int MOST_DIMENSIONS = 4;

  private final PlainJson json;
  private final InferCodec codec;
  private final InputFields fields;
  private final ByteBuffer binary;
  private final List<Column> inputs;
  private final BitSet given;
  private final List<InferWriter.RequestedOutput> outputs = new ArrayList<>(0);

  /** Where the elements of each input begin and end in the JSON. */
  private final int[] spans;

  /**
   * A request that was read.
   *
   * @param spans of each input in turn where its elements begin and end in the JSON: an empty one
   *     where they follow it
   */
  @SuppressWarnings("ArrayRecordComponent") // lives for one request
  record Plain(InferReader.Infer infer, int[] spans) {}

  private PlainInfer(byte[] body, int jsonLength, InferCodec codec) {
    this.json = new PlainJson(body, jsonLength);
    this.codec = codec;
    this.fields = codec.fields();
    this.binary =
        ByteBuffer.wrap(body, jsonLength, body.length - jsonLength)
            .slice()
            .order(ByteOrder.LITTLE_ENDIAN);
    this.inputs = new ArrayList<>(fields.count());
    this.given = new BitSet(fields.count());
    this.spans = new int[2 * fields.count()];
  }

  /** Empty if it takes the other reader. */
  static Optional<Plain> read(byte[] body, int jsonLength, InferCodec codec) {
    PlainInfer reader = new PlainInfer(body, jsonLength, codec);
    try {
      return Optional.of(reader.readRequest());
    } catch (Unplain | RequestException e) {
      return Optional.empty();
    }
  }

  private Plain readRequest() throws Unplain, RequestException {
    Optional<String> id = Optional.empty();
    InferWriter.Form form = InferWriter.Form.JSON;
    int seen = 0;
    json.take('{');
    do {
      if (json.isKey("inputs")) {
        seen = once(seen, 1);
        readInputs();
      } else if (json.isKey("id")) {
        seen = once(seen, 2);
        id = Optional.of(json.text());
      } else if (json.isKey("outputs")) {
        seen = once(seen, 4);
        readOutputs();
      } else if (json.isKey("parameters")) {
        seen = once(seen, 8);
        form = readForm("binary_data_output");
      } else {
        throw new Unplain();
      }
    } while (json.goesOn('}'));
    if (!json.isAtEnd() || binary.hasRemaining()) {
      throw new Unplain();
    }
    return new Plain(
        new InferReader.Infer(id, Batch.of(inputs), given, outputs, form),
        Arrays.copyOf(spans, 2 * inputs.size()));
  }

  private static int once(int seen, int key) throws Unplain {
    if ((seen & key) != 0) {
      throw new Unplain();
    }
    return seen | key;
  }

  private void readInputs() throws Unplain, RequestException {
    json.take('[');
    do {
      readInput();
    } while (json.goesOn(']'));
  }

  private void readInput() throws Unplain, RequestException {
    int index = -1;
    Optional<Shape> shape = Optional.empty();
    boolean typed = false;
    Optional<Column> column = Optional.empty();
    int seen = 0;
    json.take('{');
    do {
      if (json.isKey("name")) {
        seen = once(seen, 1);
        index = fieldIndex();
      } else if (json.isKey("shape")) {
        seen = once(seen, 2);
        shape = Optional.of(readShape());
      } else if (json.isKey("datatype") && index >= 0) {
        seen = once(seen, 4);
        typed = json.isText(fields.get(index).type().name());
      } else if (json.isKey("data") && index >= 0 && typed && shape.isPresent()) {
        seen = once(seen, 8);
        column = Optional.of(readData(fields.get(index), shape.get()));
      } else if (json.isKey("parameters") && index >= 0 && typed && shape.isPresent()) {
        seen = once(seen, 8);
        column = Optional.of(readBinary(fields.get(index), shape.get()));
      } else {
        throw new Unplain();
      }
    } while (json.goesOn('}'));
    if (column.isEmpty() || given.get(index)) {
      throw new Unplain();
    }
    given.set(index);
    inputs.add(column.get());
  }

  /** Most often the one after the last: callers name inputs in the model's order. */
  private int fieldIndex() throws Unplain {
    int likely = inputs.size();
    if (likely < fields.count() && json.isText(fields.get(likely).name())) {
      return likely;
    }
    int index = fields.indexOf(json.text(), likely);
    if (index < 0) {
      throw new Unplain();
    }
    return index;
  }

  private Shape readShape() throws Unplain {
    long[] dimensions = new long[MOST_DIMENSIONS];
    int rank = 0;
    json.take('[');
    do {
      if (rank == MOST_DIMENSIONS) {
        throw new Unplain();
      }
      dimensions[rank++] = json.size();
    } while (json.goesOn(']'));
    return switch (rank) {
      case 1 -> Shape.of(dimensions[0]);
      case 2 -> Shape.of(dimensions[0], dimensions[1]);
      default -> Shape.of(Arrays.copyOf(dimensions, rank));
    };
  }

  private Column readData(Field field, Shape sent) throws Unplain, RequestException {
    Shape shape = codec.requireShape(field, sent, field::name);
    int from = json.at();
    Object values = json.elements(field.type(), elements(sent));
    span(from, json.at());
    return Column.of(field.name(), field.type(), shape, values);
  }

  private void span(int from, int to) {
    // An input beyond the model's is one that comes twice, which is found out in the end.
    if (inputs.size() < fields.count()) {
      spans[2 * inputs.size()] = from;
      spans[2 * inputs.size() + 1] = to;
    }
  }

  private static int elements(Shape sent) throws Unplain {
    try {
      return Math.toIntExact(sent.elements());
    } catch (ArithmeticException e) {
      throw new Unplain();
    }
  }

  private Column readBinary(Field field, Shape sent) throws Unplain, RequestException {
    span(json.at(), json.at());
    json.take('{');
    if (!json.isKey("binary_data_size")) {
      throw new Unplain();
    }
    int size = json.size();
    json.take('}');
    if (size > binary.remaining()) {
      throw new Unplain();
    }
    Shape shape = codec.requireShape(field, sent, field::name);
    int all = binary.limit();
    binary.limit(binary.position() + size);
    Column column = BinaryTensors.read(binary, field, shape, elements(sent), field::name);
    binary.limit(all);
    return column;
  }

  private void readOutputs() throws Unplain {
    json.take('[');
    do {
      json.take('{');
      if (!json.isKey("name")) {
        throw new Unplain();
      }
      String name = json.text();
      Optional<InferWriter.Form> form = Optional.empty();
      if (json.goesOn('}')) {
        if (!json.isKey("parameters")) {
          throw new Unplain();
        }
        form = Optional.of(readForm("binary_data"));
        json.take('}');
      }
      if (outputs.size() == MOST_OUTPUTS) {
        throw new Unplain();
      }
      for (InferWriter.RequestedOutput other : outputs) {
        if (other.name().equals(name)) {
          throw new Unplain();
        }
      }
      outputs.add(new InferWriter.RequestedOutput(name, form));
    } while (json.goesOn(']'));
  }

  /** Of an object with this one key. */
  private InferWriter.Form readForm(String parameter) throws Unplain {
    json.take('{');
    if (!json.isKey(parameter)) {
      throw new Unplain();
    }
    InferWriter.Form form = json.isTrueOrFalse() ? InferWriter.Form.BINARY : InferWriter.Form.JSON;
    json.take('}');
    return form;
  }
}
