package io.slipway.server.protocol;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.ColumnNames;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.RowLayout;
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
 * An infer request that was read, but for the elements of its tensors. Most callers send the same
 * again with other elements, which then are all that needs reading: the rest is compared with what
 * was read before, byte by byte. Immutable.
 */
final class KnownInfer {
  /** Nobody has so many inputs that it takes more; what is kept is kept for good. */
  private static final int MOST_BYTES = 64 * 1024;

  /** What is wrong with elements is for another to find words about. */
  private static final Place UNTOLD = () -> "";

  /** The JSON without what is in its tensors. */
  private final byte[] text;

  /** How much of it comes before the last elements that are in it. */
  private final int textEnd;

  private final List<Tensor> tensors;
  private final ColumnNames names;

  /** Of inputs that are one row of numbers. */
  private final Optional<RowLayout> row;

  private final int binaryBytes;
  private final BitSet given;
  private final List<InferWriter.RequestedOutput> outputs;
  private final InferWriter.Form form;

  /**
   * A tensor, whose elements follow a part of the text, or the JSON.
   *
   * @param textFrom where that part begins: behind the last elements before it that are in the JSON
   * @param shape as the model takes it
   * @param bytes of its elements after the JSON; 0 where they are in it
   */
  private record Tensor(
      int textFrom, int textEnd, Field field, Shape shape, int elements, int bytes) {}

  private KnownInfer(byte[] text, List<Tensor> tensors, int binaryBytes, InferReader.Infer infer) {
    this.text = text;
    this.tensors = List.copyOf(tensors);
    this.textEnd =
        tensors.stream()
            .filter(tensor -> tensor.bytes() == 0)
            .mapToInt(Tensor::textEnd)
            .max()
            .orElse(0);
    this.names = infer.inputs().names();
    this.row = RowLayout.of(infer.inputs());
    this.binaryBytes = binaryBytes;
    this.given = infer.given();
    this.outputs = List.copyOf(infer.outputs());
    this.form = infer.binary();
  }

  /**
   * Of a request that was read as {@code infer}; empty if it has an id, which says that it does not
   * come again, or inputs whose length another may not have.
   *
   * @param spans of each input in turn where its elements begin and end in the JSON: an empty one
   *     where they follow it
   * @param fields of the codec by which it was read
   */
  static Optional<KnownInfer> of(
      byte[] body, int jsonLength, InferReader.Infer infer, int[] spans, InputFields fields) {
    int textLength = jsonLength;
    for (int i = 0; i < spans.length; i += 2) {
      textLength -= spans[i + 1] - spans[i];
    }
    if (textLength > MOST_BYTES || infer.id().isPresent()) {
      return Optional.empty();
    }
    byte[] text = new byte[textLength];
    List<Tensor> tensors = new ArrayList<>(infer.inputs().size());
    int binaryBytes = 0;
    int length = 0;
    int textFrom = 0;
    int at = 0;
    for (Column column : infer.inputs().columns()) {
      int from = spans[2 * tensors.size()];
      int to = spans[2 * tensors.size() + 1];
      boolean follows = from == to;
      if (follows && (column.type() == DataType.BYTES || column.length() == 0)) {
        return Optional.empty();
      }
      int bytes = follows ? bytes(column) : 0;
      System.arraycopy(body, at, text, length, from - at);
      length += from - at;
      at = to;
      Field field = fields.find(column.name()).orElseThrow();
      tensors.add(new Tensor(textFrom, length, field, column.shape(), column.length(), bytes));
      textFrom = follows ? textFrom : length;
      binaryBytes += bytes;
    }
    System.arraycopy(body, at, text, length, jsonLength - at);
    return Optional.of(new KnownInfer(text, tensors, binaryBytes, infer));
  }

  /**
   * Of a request that was read as {@code infer} by a reader that does not say where the elements
   * are; empty if any may be in the JSON.
   */
  static Optional<KnownInfer> of(
      byte[] body, int jsonLength, InferReader.Infer infer, InputFields fields) {
    long bytes = 0;
    for (Column column : infer.inputs().columns()) {
      if (column.type() == DataType.BYTES) {
        return Optional.empty();
      }
      bytes += bytes(column);
    }
    if (bytes != body.length - jsonLength) {
      return Optional.empty();
    }
    int[] spans = new int[2 * infer.inputs().size()];
    Arrays.fill(spans, jsonLength);
    return of(body, jsonLength, infer, spans, fields);
  }

  private static int bytes(Column column) {
    return column.length() * BinaryTensors.elementBytes(column.type());
  }

  /** Empty if the request is another, or has tensors that somebody has to find words about. */
  Optional<InferReader.Infer> read(byte[] body, int jsonLength) {
    int end = jsonLength - (text.length - textEnd);
    // Before any element is read: what only differs behind them would else be read twice.
    if (body.length - jsonLength != binaryBytes
        || end < 0
        || !Arrays.equals(body, end, jsonLength, text, textEnd, text.length)) {
      return Optional.empty();
    }
    PlainJson json = new PlainJson(body, jsonLength);
    ByteBuffer binary =
        ByteBuffer.wrap(body, jsonLength, binaryBytes).slice().order(ByteOrder.LITTLE_ENDIAN);
    Batch batch;
    try {
      batch =
          row.isPresent()
              ? readRow(row.get(), json, binary)
              : Batch.of(names, readColumns(json, binary));
    } catch (Unplain | RequestException e) {
      return Optional.empty();
    }
    if (json.at() != end) {
      return Optional.empty();
    }
    return Optional.of(new InferReader.Infer(Optional.empty(), batch, given, outputs, form));
  }

  private Batch readRow(RowLayout layout, PlainJson json, ByteBuffer binary) throws Unplain {
    double[] values = new double[layout.size()];
    for (int i = 0; i < values.length; i++) {
      Tensor tensor = tensors.get(i);
      if (tensor.bytes() == 0) {
        json.take(text, tensor.textFrom(), tensor.textEnd());
        values[i] = json.onlyDouble();
      } else {
        values[i] = binary.getDouble();
      }
    }
    return Batch.of(layout, values);
  }

  private List<Column> readColumns(PlainJson json, ByteBuffer binary)
      throws Unplain, RequestException {
    List<Column> inputs = new ArrayList<>(tensors.size());
    for (Tensor tensor : tensors) {
      if (tensor.bytes() == 0) {
        json.take(text, tensor.textFrom(), tensor.textEnd());
        inputs.add(read(json, tensor));
      } else {
        inputs.add(read(binary, tensor));
      }
    }
    return inputs;
  }

  private static Column read(PlainJson json, Tensor tensor) throws Unplain {
    Field field = tensor.field();
    Object elements = json.elements(field.type(), tensor.elements());
    return Column.of(field.name(), field.type(), tensor.shape(), elements);
  }

  private static Column read(ByteBuffer binary, Tensor tensor) throws RequestException {
    binary.limit(binary.position() + tensor.bytes());
    return BinaryTensors.read(binary, tensor.field(), tensor.shape(), tensor.elements(), UNTOLD);
  }
}
