package io.slipway.server.protocol;

import com.fasterxml.jackson.core.JsonToken;
import io.slipway.scoring.DataType;
import java.util.Arrays;
import java.util.Locale;

/** True and false. */
final class BooleanColumnBuilder extends ColumnBuilder {
  private boolean[] values = {};

  BooleanColumnBuilder() {
    super(DataType.BOOL);
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
    JsonToken token = in.token();
    if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
      throw unexpected(in);
    }
    values[index] = token == JsonToken.VALUE_TRUE;
  }

  /** CSV writers disagree about the case of these words. */
  @Override
  void store(int index, String text) throws ValueException {
    ensureRoom(index);
    values[index] =
        switch (text.toLowerCase(Locale.ROOT)) {
          case "true" -> true;
          case "false" -> false;
          default -> throw unexpected(text);
        };
  }

  @Override
  Object elements(int size) {
    return values.length == size ? values : Arrays.copyOf(values, size);
  }

  @Override
  String expected() {
    return "true or false";
  }
}
