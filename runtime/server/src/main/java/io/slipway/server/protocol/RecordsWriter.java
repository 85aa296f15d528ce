package io.slipway.server.protocol;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.Shape;
import java.io.IOException;
import java.util.OptionalInt;

/** Writes predictions as named records: {@code {"predictions": [{"y": 1.5}, ...]}}. */
final class RecordsWriter {
  static final String PREDICTIONS = "predictions";

  private static final int BYTES_A_VALUE = 24;

  private RecordsWriter() {}

  static ScoringRequest.EncodedAnswer write(Batch outputs, int rows, int maxBytes)
      throws RequestException {
    for (Column column : outputs.columns()) {
      requireRows(column, rows);
    }
    AnswerBytes answer =
        new AnswerBytes(64 + (long) rows * outputs.size() * BYTES_A_VALUE, maxBytes);
    answer.add(
        bytes -> {
          AnswerJson out = new AnswerJson(bytes).begin('{').name(PREDICTIONS).begin('[');
          for (int row = 0; row < rows; row++) {
            writeRow(out, outputs, row);
          }
          out.end(']').end('}');
        });
    return new ScoringRequest.EncodedAnswer(
        "application/json", OptionalInt.empty(), answer.toByteArray());
  }

  private static void writeRow(AnswerJson out, Batch outputs, int row) throws IOException {
    out.begin('{');
    for (Column column : outputs.columns()) {
      out.name(column.name());
      int rank = column.shape().rank();
      if (rank <= 1) {
        ColumnText.write(out, column, row);
      } else {
        int rowLength = column.length() / column.rows();
        writeNested(out, column, 1, row * rowLength, rowLength);
      }
    }
    out.end('}');
  }

  /**
   * Writes the {@code length} elements from {@code from} on, which are one array of {@code axis}.
   */
  private static void writeNested(AnswerJson out, Column column, int axis, int from, int length)
      throws IOException {
    Shape shape = column.shape();
    out.begin('[');
    int count = (int) shape.dimension(axis);
    int part = count == 0 ? 0 : length / count;
    for (int i = 0; i < count; i++) {
      if (axis == shape.rank() - 1) {
        ColumnText.write(out, column, from + i);
      } else {
        writeNested(out, column, axis + 1, from + i * part, part);
      }
    }
    out.end(']');
  }

  /** A scalar belongs to the only row; anything else has an element of its first axis for each. */
  static void requireRows(Column column, int rows) throws RequestException {
    if (column.rows() != rows && rows > 0) {
      throw RequestException.answerForm(
          "output %s of shape %s does not have one entry for each of the %d rows; ask with the Open Inference Protocol"
              .formatted(Quoted.text(column.name()), column.shape(), rows));
    }
  }
}
