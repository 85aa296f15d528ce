package io.slipway.server.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
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
    OutputJson.add(
        answer,
        out -> {
          out.writeStartObject();
          out.writeArrayFieldStart(PREDICTIONS);
          for (int row = 0; row < rows; row++) {
            writeRow(out, outputs, row);
          }
          out.writeEndArray();
          out.writeEndObject();
        });
    return new ScoringRequest.EncodedAnswer(
        "application/json", OptionalInt.empty(), answer.toByteArray());
  }

  private static void writeRow(JsonGenerator out, Batch outputs, int row) throws IOException {
    out.writeStartObject();
    for (Column column : outputs.columns()) {
      out.writeFieldName(column.name());
      int rank = column.shape().rank();
      if (rank <= 1) {
        ColumnText.write(out, column, row);
      } else {
        int rowLength = column.length() / column.rows();
        writeNested(out, column, 1, row * rowLength, rowLength);
      }
    }
    out.writeEndObject();
  }

  /**
   * Writes the {@code length} elements from {@code from} on, which are one array of {@code axis}.
   */
  private static void writeNested(JsonGenerator out, Column column, int axis, int from, int length)
      throws IOException {
    Shape shape = column.shape();
    out.writeStartArray();
    int count = (int) shape.dimension(axis);
    int part = count == 0 ? 0 : length / count;
    for (int i = 0; i < count; i++) {
      if (axis == shape.rank() - 1) {
        ColumnText.write(out, column, from + i);
      } else {
        writeNested(out, column, axis + 1, from + i * part, part);
      }
    }
    out.writeEndArray();
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
