package io.slipway.server.protocol;

import com.fasterxml.jackson.core.JsonToken;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.Field;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Signature;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads named records: {@code {"instances": [{"age": 41, "city": "Oslo"}, ...]}}. A field that is
 * null or absent is missing, where the model allows it.
 */
final class RecordsReader {
  private static final String INSTANCES = "instances";

  private final String key;
  private final InputFields fields;
  private final UnknownFields unknownFields;
  private final int maxRows;
  private final RecordColumn[] columns;
  private int rows;

  private RecordsReader(String key, InputFields fields, UnknownFields unknownFields, int maxRows) {
    this.key = key;
    this.fields = fields;
    this.unknownFields = unknownFields;
    this.maxRows = maxRows;
    this.columns = new RecordColumn[fields.count()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = new RecordColumn(fields.get(i));
    }
  }

  /** Rows that were read. */
  record Records(Batch inputs, int rows) {}

  static Records read(byte[] body, Signature signature, UnknownFields unknownFields, int maxRows)
      throws RequestException {
    return new RecordsReader(INSTANCES, new InputFields(signature), unknownFields, maxRows)
        .read(body);
  }

  /**
   * Reads what {@link RecordsWriter} writes, of the outputs that {@code signature} has as inputs.
   */
  static Records readPredictions(byte[] body, Signature signature) throws RequestException {
    return new RecordsReader(
            RecordsWriter.PREDICTIONS,
            new InputFields(signature),
            UnknownFields.IGNORE,
            Integer.MAX_VALUE)
        .read(body);
  }

  private Records read(byte[] body) throws RequestException {
    try (JsonInput in = JsonInput.open(body, 0, body.length)) {
      readDocument(in);
      in.requireEnd();
    }
    return records();
  }

  static String rowName(int row) {
    return "instances[" + row + "]";
  }

  private void readDocument(JsonInput in) throws RequestException {
    in.next();
    if (in.token() != JsonToken.START_OBJECT) {
      throw RequestException.invalid(
          "the body: expected {\"instances\": [{...}]}, found " + in.found());
    }
    boolean instances = false;
    SeenNames seen = new SeenNames("the body");
    while (in.next() == JsonToken.FIELD_NAME) {
      String name = in.fieldName();
      seen.add(name);
      in.next();
      if (!name.equals(key)) {
        throw RequestException.invalid(
            "the body: expected the key \"instances\" alone, as in {\"instances\": [{...}]}, found "
                + Quoted.text(name));
      }
      readInstances(in);
      instances = true;
    }
    if (!instances) {
      throw RequestException.invalid(
          "the body: expected {\"instances\": [{...}]}, found no \"instances\"");
    }
  }

  private void readInstances(JsonInput in) throws RequestException {
    in.require(JsonToken.START_ARRAY, "instances");
    while (in.next() != JsonToken.END_ARRAY) {
      if (rows == maxRows) {
        throw RequestException.tooManyRows("instances", rows, maxRows);
      }
      in.require(JsonToken.START_OBJECT, rowName(rows));
      readRecord(in);
      rows++;
    }
  }

  private void readRecord(JsonInput in) throws RequestException {
    int likely = 0;
    while (in.next() == JsonToken.FIELD_NAME) {
      String name = in.fieldName();
      int index = fields.indexOf(name, likely);
      in.next();
      if (index < 0) {
        if (unknownFields == UnknownFields.REFUSE) {
          throw fields.unknown(rowName(rows), name);
        }
        in.skipValue();
      } else {
        columns[index].add(in, rows);
        likely = index + 1;
      }
    }
    for (RecordColumn column : columns) {
      column.endRow(rows);
    }
  }

  private Records records() throws RequestException {
    fields.requireRows("instances", rows);
    List<Column> given = new ArrayList<>(columns.length);
    for (RecordColumn column : columns) {
      column.build(rows).ifPresent(given::add);
    }
    return new Records(fields.batch(given, rows), rows);
  }

  /** The shape of a row of a field: its dimensions but for the first, which counts rows. */
  static Shape rowShape(Field field) {
    long[] dimensions = field.shape().toArray();
    return dimensions.length == 0
        ? Shape.of()
        : Shape.of(java.util.Arrays.copyOfRange(dimensions, 1, dimensions.length));
  }
}
