package io.slipway.server.protocol;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.Field;
import io.slipway.scoring.Signature;
import java.util.List;

/**
 * Named records and CSV, each in and each out.
 *
 * @param signature of the model
 * @param maxRows of one request
 */
public record PredictCodec(Signature signature, int maxRows) {

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
            outputs -> encode(outputs, records.rows(), out));
      }
      case CSV -> {
        CsvReader.Rows rows = CsvReader.read(body, signature, unknownFields, maxRows);
        yield new ScoringRequest(
            rows.inputs(),
            rows.rows(),
            row -> row < rows.rows() ? "line " + rows.lines()[row] : "row " + row,
            outputs -> encode(outputs, rows.rows(), out));
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

  private static ScoringRequest.EncodedAnswer encode(Batch outputs, int rows, Form form)
      throws RequestException {
    return switch (form) {
      case RECORDS -> RecordsWriter.write(outputs, rows);
      case CSV -> CsvWriter.write(outputs, rows);
    };
  }
}
