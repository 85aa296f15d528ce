package io.slipway.server.protocol;

import io.slipway.scoring.Column;
import io.slipway.scoring.Field;
import io.slipway.scoring.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
  private static final int MOST_DIGITS = 9;

  /** The request is none of those. */
  private static final class Unplain extends Exception {
    private static final long serialVersionUID = 1;

    private Unplain() {
      super("", null, false, false);
    }
  }

  private final byte[] body;
  private final int end;
  private final InferCodec codec;
  private final InputFields fields;
  private final ByteBuffer binary;
  private final PlainNumber number;
  private final List<Column> inputs;
  private final BitSet given;
  private final List<InferWriter.RequestedOutput> outputs = new ArrayList<>(0);
  private int at;

  private PlainInfer(byte[] body, int jsonLength, InferCodec codec) {
    this.body = body;
    this.end = jsonLength;
    this.codec = codec;
    this.fields = codec.fields();
    this.binary =
        ByteBuffer.wrap(body, jsonLength, body.length - jsonLength)
            .slice()
            .order(ByteOrder.LITTLE_ENDIAN);
    this.number = new PlainNumber(body);
    this.inputs = new ArrayList<>(fields.count());
    this.given = new BitSet(fields.count());
  }

  /** Empty if it takes the other reader. */
  static Optional<InferReader.Infer> read(byte[] body, int jsonLength, InferCodec codec) {
    PlainInfer reader = new PlainInfer(body, jsonLength, codec);
    try {
      return Optional.of(reader.readRequest());
    } catch (Unplain | RequestException e) {
      return Optional.empty();
    }
  }

  private InferReader.Infer readRequest() throws Unplain, RequestException {
    Optional<String> id = Optional.empty();
    InferWriter.Form form = InferWriter.Form.JSON;
    int seen = 0;
    take('{');
    do {
      int key = at;
      if (isKey("inputs")) {
        seen = once(seen, 1);
        readInputs();
      } else if (isKey("id")) {
        seen = once(seen, 2);
        id = Optional.of(text());
      } else if (isKey("outputs")) {
        seen = once(seen, 4);
        readOutputs();
      } else if (isKey("parameters")) {
        seen = once(seen, 8);
        form = readForm("binary_data_output");
      } else {
        at = key;
        throw new Unplain();
      }
    } while (goesOn('}'));
    skipBlanks();
    if (at != end || binary.hasRemaining()) {
      throw new Unplain();
    }
    return new InferReader.Infer(id, inputs, given, outputs, form);
  }

  private static int once(int seen, int key) throws Unplain {
    if ((seen & key) != 0) {
      throw new Unplain();
    }
    return seen | key;
  }

  private void readInputs() throws Unplain, RequestException {
    take('[');
    do {
      readInput();
    } while (goesOn(']'));
  }

  private void readInput() throws Unplain, RequestException {
    int index = -1;
    Optional<Shape> shape = Optional.empty();
    boolean typed = false;
    Optional<Column> column = Optional.empty();
    int seen = 0;
    take('{');
    do {
      if (isKey("name")) {
        seen = once(seen, 1);
        index = fieldIndex();
      } else if (isKey("shape")) {
        seen = once(seen, 2);
        shape = Optional.of(readShape());
      } else if (isKey("datatype") && index >= 0) {
        seen = once(seen, 4);
        typed = isText(fields.get(index).type().name());
      } else if (isKey("data") && index >= 0 && typed && shape.isPresent()) {
        seen = once(seen, 8);
        column = Optional.of(readData(fields.get(index), shape.get()));
      } else if (isKey("parameters") && index >= 0 && typed && shape.isPresent()) {
        seen = once(seen, 8);
        column = Optional.of(readBinary(fields.get(index), shape.get()));
      } else {
        throw new Unplain();
      }
    } while (goesOn('}'));
    if (column.isEmpty() || given.get(index)) {
      throw new Unplain();
    }
    given.set(index);
    inputs.add(column.get());
  }

  /** Most often the one after the last: callers name inputs in the model's order. */
  private int fieldIndex() throws Unplain {
    int likely = inputs.size();
    if (likely < fields.count() && isText(fields.get(likely).name())) {
      return likely;
    }
    int index = fields.indexOf(text(), likely);
    if (index < 0) {
      throw new Unplain();
    }
    return index;
  }

  private Shape readShape() throws Unplain {
    long[] dimensions = new long[MOST_DIMENSIONS];
    int rank = 0;
    take('[');
    do {
      skipBlanks();
      int next = number.read(at, end);
      if (next < 0
          || next - at > MOST_DIGITS
          || !number.isWhole()
          || body[at] == '-'
          || rank == MOST_DIMENSIONS) {
        throw new Unplain();
      }
      at = next;
      dimensions[rank++] = number.longValue();
    } while (goesOn(']'));
    return switch (rank) {
      case 1 -> Shape.of(dimensions[0]);
      case 2 -> Shape.of(dimensions[0], dimensions[1]);
      default -> Shape.of(java.util.Arrays.copyOf(dimensions, rank));
    };
  }

  private Column readData(Field field, Shape sent) throws Unplain, RequestException {
    Shape shape = codec.requireShape(field, sent, field::name);
    int count = elements(sent);
    if (count == 0 || count > (end - at) / 2) {
      throw new Unplain();
    }
    Object values =
        switch (field.type()) {
          case FP64 -> readDoubles(count);
          case FP32 -> readFloats(count);
          case INT64 -> readLongs(count);
          case INT32 -> readInts(count);
          case BYTES -> readTexts(count);
          default -> throw new Unplain();
        };
    return Column.of(field.name(), field.type(), shape, values);
  }

  private static int elements(Shape sent) throws Unplain {
    try {
      return Math.toIntExact(sent.elements());
    } catch (ArithmeticException e) {
      throw new Unplain();
    }
  }

  private double[] readDoubles(int count) throws Unplain {
    double[] values = new double[count];
    take('[');
    for (int i = 0; i < count; i++) {
      element();
      values[i] = number.doubleValue();
      if (number.isMinusZero() || !Double.isFinite(values[i])) {
        throw new Unplain();
      }
      separate(i, count);
    }
    return values;
  }

  private float[] readFloats(int count) throws Unplain {
    float[] values = new float[count];
    take('[');
    for (int i = 0; i < count; i++) {
      element();
      values[i] = number.floatValue();
      if (number.isMinusZero() || !Float.isFinite(values[i])) {
        throw new Unplain();
      }
      separate(i, count);
    }
    return values;
  }

  private long[] readLongs(int count) throws Unplain {
    long[] values = new long[count];
    take('[');
    for (int i = 0; i < count; i++) {
      values[i] = whole();
      separate(i, count);
    }
    return values;
  }

  private int[] readInts(int count) throws Unplain {
    int[] values = new int[count];
    take('[');
    for (int i = 0; i < count; i++) {
      long value = whole();
      values[i] = (int) value;
      if (values[i] != value) {
        throw new Unplain();
      }
      separate(i, count);
    }
    return values;
  }

  private String[] readTexts(int count) throws Unplain {
    String[] values = new String[count];
    take('[');
    for (int i = 0; i < count; i++) {
      values[i] = text();
      separate(i, count);
    }
    return values;
  }

  private void element() throws Unplain {
    skipBlanks();
    at = number.read(at, end);
    if (at < 0) {
      throw new Unplain();
    }
  }

  private long whole() throws Unplain {
    element();
    if (!number.isWhole()) {
      throw new Unplain();
    }
    return number.longValue();
  }

  /** As many elements as the shape says, no more and no fewer. */
  private void separate(int i, int count) throws Unplain {
    if (goesOn(']') != (i + 1 < count)) {
      throw new Unplain();
    }
  }

  private Column readBinary(Field field, Shape sent) throws Unplain, RequestException {
    take('{');
    if (!isKey("binary_data_size")) {
      throw new Unplain();
    }
    skipBlanks();
    int next = number.read(at, end);
    if (next < 0 || next - at > MOST_DIGITS || !number.isWhole() || body[at] == '-') {
      throw new Unplain();
    }
    at = next;
    take('}');
    int size = (int) number.longValue();
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
    take('[');
    do {
      take('{');
      if (!isKey("name")) {
        throw new Unplain();
      }
      String name = text();
      Optional<InferWriter.Form> form = Optional.empty();
      if (goesOn('}')) {
        if (!isKey("parameters")) {
          throw new Unplain();
        }
        form = Optional.of(readForm("binary_data"));
        take('}');
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
    } while (goesOn(']'));
  }

  /** Of an object with this one key. */
  private InferWriter.Form readForm(String parameter) throws Unplain {
    take('{');
    if (!isKey(parameter)) {
      throw new Unplain();
    }
    skipBlanks();
    boolean binaryForm = isNext("true");
    if (!binaryForm && !isNext("false")) {
      throw new Unplain();
    }
    take('}');
    return binaryForm ? InferWriter.Form.BINARY : InferWriter.Form.JSON;
  }

  /** Whether a comma follows; else {@code close} does. */
  private boolean goesOn(char close) throws Unplain {
    skipBlanks();
    if (at < end && body[at] == ',') {
      at++;
      return true;
    }
    take(close);
    return false;
  }

  private void take(char expected) throws Unplain {
    skipBlanks();
    if (at >= end || body[at] != expected) {
      throw new Unplain();
    }
    at++;
  }

  private void skipBlanks() {
    while (at < end
        && (body[at] == ' ' || body[at] == '\n' || body[at] == '\r' || body[at] == '\t')) {
      at++;
    }
  }

  /** Passes over a key and its colon; where it is another, over nothing. */
  private boolean isKey(String key) throws Unplain {
    int before = at;
    if (!isText(key)) {
      at = before;
      return false;
    }
    take(':');
    return true;
  }

  /** Passes over a text that is as it stands here; where it is another, over nothing. */
  private boolean isText(String expected) {
    skipBlanks();
    int length = expected.length();
    if (at + length + 2 > end || body[at] != '"' || body[at + 1 + length] != '"') {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = expected.charAt(i);
      if (body[at + 1 + i] != c || c == '\\' || c == '"' || c < ' ') {
        return false;
      }
    }
    at += length + 2;
    return true;
  }

  private boolean isNext(String word) {
    if (at + word.length() > end) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (body[at + i] != word.charAt(i)) {
        return false;
      }
    }
    at += word.length();
    return true;
  }

  private String text() throws Unplain {
    skipBlanks();
    if (at >= end || body[at] != '"') {
      throw new Unplain();
    }
    int from = at + 1;
    int i = from;
    while (i < end && body[i] != '"') {
      if (body[i] < ' ' || body[i] == '\\') { // bytes of other text than ASCII are below zero
        throw new Unplain();
      }
      i++;
    }
    if (i >= end) {
      throw new Unplain();
    }
    at = i + 1;
    return new String(body, from, i - from, StandardCharsets.ISO_8859_1);
  }
}
