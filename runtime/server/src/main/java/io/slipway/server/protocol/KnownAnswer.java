package io.slipway.server.protocol;

import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The JSON of an answer to an infer request, but for the elements of its tensors. Most answers of a
 * model differ in nothing else. Immutable.
 */
final class KnownAnswer {
  /** What is kept is kept for good. */
  private static final int MOST_BYTES = 64 * 1024;

  private final byte[] text;
  private final List<Known> tensors;

  /**
   * What the text says of a tensor.
   *
   * @param bytes of its elements after the JSON; {@link #IN_JSON} where they are in it
   * @param textEnd where in the text its elements belong that are in the JSON
   */
  private record Known(String name, DataType type, Shape shape, int bytes, int textEnd) {
    static final int IN_JSON = -1;

    boolean isOf(InferWriter.Tensor tensor) {
      Column column = tensor.column();
      return name.equals(column.name())
          && type == column.type()
          && shape.equals(column.shape())
          && bytes == bytes(tensor);
    }

    static int bytes(InferWriter.Tensor tensor) {
      return tensor.binary().isPresent() ? tensor.binary().get().length : IN_JSON;
    }
  }

  private KnownAnswer(byte[] text, List<Known> tensors) {
    this.text = text;
    this.tensors = List.copyOf(tensors);
  }

  /**
   * Of an answer that was written.
   *
   * @param json all that is written so far
   * @param spans of each tensor in turn where its elements begin and end in the JSON: an empty one
   *     where they follow it
   * @return empty if it is too long to be kept
   */
  static Optional<KnownAnswer> of(AnswerBytes json, int[] spans, List<InferWriter.Tensor> tensors) {
    int length = json.size();
    for (int i = 0; i < spans.length; i += 2) {
      length -= spans[i + 1] - spans[i];
    }
    if (length > MOST_BYTES) {
      return Optional.empty();
    }
    byte[] text = new byte[length];
    List<Known> known = new ArrayList<>(tensors.size());
    int at = 0;
    int end = 0;
    for (InferWriter.Tensor tensor : tensors) {
      int from = spans[2 * known.size()];
      json.copy(at, from, text, end);
      end += from - at;
      at = spans[2 * known.size() + 1];
      Column column = tensor.column();
      known.add(new Known(column.name(), column.type(), column.shape(), Known.bytes(tensor), end));
    }
    json.copy(at, json.size(), text, end);
    return Optional.of(new KnownAnswer(text, known));
  }

  /** Whether an answer of these tensors differs in nothing but their elements. */
  boolean isOf(List<InferWriter.Tensor> others) {
    if (others.size() != tensors.size()) {
      return false;
    }
    for (int i = 0; i < tensors.size(); i++) {
      if (!tensors.get(i).isOf(others.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Writes the JSON of an answer that it {@link #isOf is of}. */
  void write(AnswerBytes out, List<InferWriter.Tensor> others) throws IOException {
    int from = 0;
    for (int i = 0; i < tensors.size(); i++) {
      Known known = tensors.get(i);
      if (known.bytes() == Known.IN_JSON) {
        out.write(text, from, known.textEnd() - from);
        from = known.textEnd();
        ColumnText.write(new AnswerJson(out), others.get(i).column());
      }
    }
    out.write(text, from, text.length - from);
  }
}
