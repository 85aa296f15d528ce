package io.slipway.server.protocol;

import com.fasterxml.jackson.core.JsonToken;
import io.slipway.scoring.DataType;
import java.util.Arrays;

/** Text. */
final class TextColumnBuilder extends ColumnBuilder {
  private String[] values = {};

  TextColumnBuilder() {
    super(DataType.BYTES);
  }

  @Override
  void ensureRoom(int index) {
    if (index >= values.length) {
      values = Arrays.copyOf(values, grown(values.length, index));
    }
  }

  @Override
  void store(int index, JsonInput in) throws ValueException, RequestException {
    ensureRoom(index);
    if (in.token() != JsonToken.VALUE_STRING) {
      throw unexpected(in);
    }
    values[index] = in.text();
  }

  @Override
  void store(int index, String text) {
    ensureRoom(index);
    values[index] = text;
  }

  @Override
  Object elements(int size) {
    return values.length == size ? values : Arrays.copyOf(values, size);
  }

  @Override
  String expected() {
    return "text";
  }
}
