package io.slipway.server.protocol;

import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The JSON of an infer request that was read, all of whose inputs are binary and numbers. Most
 * callers send the same again before other tensors, which then need no reading but of their own
 * bytes. Immutable.
 */
final class KnownHead {
  /** Nobody has so many inputs that it takes more; what is kept is kept for good. */
  private static final int MOST_BYTES = 64 * 1024;

  private final byte[] json;
  private final List<Tensor> tensors;
  private final int binaryBytes;
  private final BitSet given;
  private final List<InferWriter.RequestedOutput> outputs;
  private final InferWriter.Form form;

  /**
   * A tensor after the JSON.
   *
   * @param shape as the model takes it
   */
  private record Tensor(Field field, Shape shape, int elements, int bytes) {}

  private KnownHead(byte[] json, List<Tensor> tensors, int binaryBytes, InferReader.Infer infer) {
    this.json = json;
    this.tensors = List.copyOf(tensors);
    this.binaryBytes = binaryBytes;
    this.given = infer.given();
    this.outputs = List.copyOf(infer.outputs());
    this.form = infer.binary();
  }

  /**
   * Of a request that was read as {@code infer}; empty if it has other inputs, or an id, which says
   * that it does not come again.
   *
   * @param fields of the codec by which it was read
   */
  static Optional<KnownHead> of(
      byte[] body, int jsonLength, InferReader.Infer infer, InputFields fields) {
    if (jsonLength > MOST_BYTES || jsonLength == body.length || infer.id().isPresent()) {
      return Optional.empty();
    }
    List<Tensor> tensors = new ArrayList<>(infer.inputs().size());
    long bytes = 0;
    for (Column column : infer.inputs()) {
      if (column.type() == DataType.BYTES) {
        return Optional.empty();
      }
      int size = column.length() * BinaryTensors.elementBytes(column.type());
      Field field = fields.find(column.name()).orElseThrow();
      tensors.add(new Tensor(field, column.shape(), column.length(), size));
      bytes += size;
    }
    // With elements in the JSON too it would be more than what follows the JSON.
    return bytes == body.length - jsonLength
        ? Optional.of(new KnownHead(Arrays.copyOf(body, jsonLength), tensors, (int) bytes, infer))
        : Optional.empty();
  }

  /** Empty if the request has another head, or tensors that somebody has to find words about. */
  Optional<InferReader.Infer> read(byte[] body, int jsonLength) {
    if (body.length - jsonLength != binaryBytes
        || !Arrays.equals(body, 0, jsonLength, json, 0, json.length)) {
      return Optional.empty();
    }
    ByteBuffer binary =
        ByteBuffer.wrap(body, jsonLength, binaryBytes).slice().order(ByteOrder.LITTLE_ENDIAN);
    List<Column> inputs = new ArrayList<>(tensors.size());
    try {
      for (Tensor tensor : tensors) {
        binary.limit(binary.position() + tensor.bytes());
        Field field = tensor.field();
        inputs.add(
            BinaryTensors.read(binary, field, tensor.shape(), tensor.elements(), field::name));
      }
    } catch (RequestException e) {
      return Optional.empty();
    }
    return Optional.of(new InferReader.Infer(Optional.empty(), inputs, given, outputs, form));
  }
}
