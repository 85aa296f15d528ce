package io.slipway.batch.query;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Says the values of a column as somebody would who asks the pod for a prediction: numbers with
 * their exact value, times in the form of ISO 8601, lists as arrays, and null for what is missing.
 *
 * @param name of the field that they are said as
 * @param index in the result, from 1 on
 */
record ColumnValues(String name, int index, Form form) {

  /** How values are read and said. */
  enum Form {
    /** A number, text, truth value or list, as the driver gives it. */
    AS_IT_IS,
    /** As that, but for whole numbers, which are text. */
    NUMBERS_AS_TEXT,
    TEXT,
    DATE,
    TIME,
    TIMESTAMP,
    /** A moment, which is said in UTC. */
    INSTANT
  }

  /**
   * @param otherwise how values are said that are no text and no time
   * @throws QueryException if no request can say values of its type
   */
  static ColumnValues of(String name, ResultSetMetaData meta, int index, Form otherwise)
      throws SQLException, QueryException {
    String type = meta.getColumnTypeName(index);
    return new ColumnValues(
        name, index, form(name, meta.getColumnType(index), String.valueOf(type), otherwise));
  }

  private static Form form(String name, int code, String type, Form otherwise)
      throws QueryException {
    String small = type.toLowerCase(Locale.ROOT);
    return switch (code) {
      case Types.CHAR,
          Types.VARCHAR,
          Types.LONGVARCHAR,
          Types.NCHAR,
          Types.NVARCHAR,
          Types.LONGNVARCHAR,
          Types.CLOB,
          Types.NCLOB,
          Types.SQLXML,
          Types.TIME_WITH_TIMEZONE ->
          Form.TEXT;
      case Types.DATE -> Form.DATE;
      case Types.TIME -> small.equals("timetz") ? Form.TEXT : Form.TIME;
      case Types.TIMESTAMP -> small.equals("timestamptz") ? Form.INSTANT : Form.TIMESTAMP;
      case Types.TIMESTAMP_WITH_TIMEZONE -> Form.INSTANT;
      case Types.BINARY,
          Types.VARBINARY,
          Types.LONGVARBINARY,
          Types.BLOB,
          Types.STRUCT,
          Types.REF,
          Types.ROWID ->
          throw QueryException.invalid(
              "the column %s is of type %s, which no request can say; select it as numbers, text, or lists of numbers"
                  .formatted(name, type));
      default -> otherwise;
    };
  }

  void write(JsonGenerator out, ResultSet row) throws SQLException, IOException {
    out.writeFieldName(name);
    switch (form) {
      case AS_IT_IS, NUMBERS_AS_TEXT -> value(out, row.getObject(index));
      case TEXT -> out.writeString(row.getString(index)); // null is written as null
      case DATE -> text(out, row.getObject(index, LocalDate.class));
      case TIME -> text(out, row.getObject(index, LocalTime.class));
      case TIMESTAMP -> {
        LocalDateTime time = row.getObject(index, LocalDateTime.class);
        text(out, time == null ? null : DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time));
      }
      case INSTANT -> {
        OffsetDateTime time = row.getObject(index, OffsetDateTime.class);
        text(out, time == null ? null : time.toInstant());
      }
    }
  }

  private static void text(JsonGenerator out, @Nullable Object value) throws IOException {
    if (value == null) {
      out.writeNull();
    } else {
      out.writeString(value.toString());
    }
  }

  private void value(JsonGenerator out, @Nullable Object value) throws SQLException, IOException {
    switch (value) {
      case null -> out.writeNull();
      case Boolean bool -> out.writeBoolean(bool);
      // All of its digits, not the fewest that tell it from other floats: it is this number.
      case Float number -> out.writeNumber(number.doubleValue());
      case Double number -> out.writeNumber(number);
      case Number number -> whole(out, number);
      case java.sql.Array list -> list(out, list.getArray());
      default -> {
        if (value.getClass().isArray()) {
          list(out, value);
        } else {
          out.writeString(value.toString());
        }
      }
    }
  }

  private void whole(JsonGenerator out, Number number) throws IOException {
    String text =
        number instanceof BigDecimal decimal && form == Form.NUMBERS_AS_TEXT
            ? decimal.toPlainString()
            : number.toString();
    if (form == Form.NUMBERS_AS_TEXT) {
      out.writeString(text);
    } else {
      out.writeNumber(text);
    }
  }

  private void list(JsonGenerator out, Object values) throws SQLException, IOException {
    out.writeStartArray();
    for (int i = 0; i < Array.getLength(values); i++) {
      value(out, Array.get(values, i));
    }
    out.writeEndArray();
  }
}
