package io.slipway.server.protocol;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.Field;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Signature;
import io.slipway.scoring.Validity;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Named records and CSV, each in and each out.
 *
 * @param signature of the model
 * @param maxRows of one request
 */
public record PredictCodec(Signature signature, int maxRows) {

  private static final int MOST_REPEATED_VALUES = 1 << 22;

  /** The form of rows or predictions. */
  public enum Form {
    RECORDS,
    CSV
  }

  /**
   * @throws RequestException if the body does not fit the signature, or the model's outputs do not
   *     fit the form of the answer
   */
  public ScoringRequest decode(byte[] body, Form in, Form out, UnknownFields unknownFields)
      throws RequestException {
    if (out == Form.CSV) {
      for (Field field : signature.outputs()) {
        CsvWriter.requireScalars(field.name(), field.shape());
      }
    }
    return switch (in) {
      case RECORDS -> {
        RecordsReader.Records records = RecordsReader.read(body, signature, unknownFields, maxRows);
        yield new ScoringRequest(
            records.inputs(),
            records.rows(),
            RecordsReader::rowName,
            (outputs, maxBytes) -> encode(outputs, records.rows(), out, maxBytes));
      }
      case CSV -> {
        CsvReader.Rows rows = CsvReader.read(body, signature, unknownFields, maxRows);
        yield new ScoringRequest(
            rows.inputs(),
            rows.rows(),
            row -> row < rows.rows() ? "line " + rows.lines()[row] : "row " + row,
            (outputs, maxBytes) -> encode(outputs, rows.rows(), out, maxBytes));
      }
    };
  }

  /** Predictions for no rows, for which no model need be asked. */
  public Batch noPredictions() {
    List<Column> columns =
        signature.outputs().stream()
            .map(field -> Column.ofMissing(field.name(), field.type(), 0))
            .toList();
    return Batch.of(columns);
  }

  private ScoringRequest.EncodedAnswer encode(Batch outputs, int rows, Form form, int maxBytes)
      throws RequestException {
    Batch answers = signature.inputs().isEmpty() ? repeated(outputs, rows) : outputs;
    return switch (form) {
      case RECORDS -> RecordsWriter.write(answers, rows, maxBytes);
      case CSV -> CsvWriter.write(answers, rows, maxBytes);
    };
  }

  /** A model without inputs answers with one row: that is the answer for each. */
  private static Batch repeated(Batch outputs, int rows) throws RequestException {
    List<Column> columns = new ArrayList<>();
    for (Column column : outputs.columns()) {
      columns.add(column.rows() == 1 && rows != 1 ? repeated(column, rows) : column);
    }
    return Batch.of(columns);
  }

  private static Column repeated(Column column, int rows) throws RequestException {
    int length = column.length();
    if ((long) length * rows > MOST_REPEATED_VALUES) {
      throw RequestException.tooManyRows("the rows", rows, MOST_REPEATED_VALUES / length);
    }
    Object values = Array.newInstance(column.type().arrayType().componentType(), length * rows);
    BitSet missing = new BitSet();
    for (int row = 0; row < rows; row++) {
      System.arraycopy(column.values(), 0, values, row * length, length);
      for (int i = 0; i < length; i++) {
        missing.set(row * length + i, !column.isValid(i));
      }
    }
    long[] shape = column.shape().rank() == 0 ? new long[1] : column.shape().toArray();
    shape[0] = rows;
    return Column.of(
        column.name(), column.type(), Shape.of(shape), values, Validity.allBut(missing));
  }
}
