package io.slipway.batch.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The column by which a row's prediction will be asked for.
 *
 * @param column its name in the input
 * @param type what its values are
 * @param mostBytes of a value as text, in UTF-8
 */
public record RowKey(String column, Type type, int mostBytes) {
  /** Indexes of databases take no longer ones than about twice that. */
  private static final int MOST_BYTES = 1024;

  /** One of values as long as most warehouses keep them. */
  public RowKey(String column, Type type) {
    this(column, type, MOST_BYTES);
  }

  /** The same for a warehouse that keeps no longer values. */
  public RowKey atMost(int bytes) {
    return new RowKey(column, type, Math.min(mostBytes, bytes));
  }

  /** What tells it from others. */
  public String identity() {
    return column + " " + type + (mostBytes == MOST_BYTES ? "" : " " + mostBytes);
  }

  /** What keys are. */
  public enum Type {
    /** Text, as it is. */
    TEXT(DataType.BYTES),
    /** Whole numbers, in JSON without quotes. */
    INTEGER(DataType.INT64);

    private final DataType dataType;

    Type(DataType dataType) {
      this.dataType = dataType;
    }
  }

  /**
   * The signature of rows that have a key beside what the model takes. A key may be an input too;
   * then no row may be without it.
   *
   * @throws IllegalArgumentException if the model takes the column as another type
   */
  Signature beside(Signature model) {
    Optional<Field> taken = model.input(column);
    if (taken.isPresent()) {
      if (taken.get().type() != type.dataType) {
        throw new IllegalArgumentException(
            "the key %s is an input of the model too, of type %s; name a key column of its own"
                .formatted(column, taken.get().type()));
      }
    }
    Stream<Field> others = model.inputs().stream().filter(field -> !field.name().equals(column));
    Field key = Field.column(column, type.dataType, Presence.REQUIRED);
    return new Signature(Stream.concat(others, Stream.of(key)).toList(), model.outputs());
  }

  /** What is wrong with a key that no warehouse can keep or give back as it is, if something is. */
  Optional<String> fault(String key) {
    if (key.isEmpty()) {
      return Optional.of("expected a key, found an empty text");
    }
    if (key.indexOf('\0') >= 0) {
      return Optional.of("expected a key without the character of code 0");
    }
    int bytes = key.getBytes(UTF_8).length;
    return bytes <= mostBytes
        ? Optional.empty()
        : Optional.of("expected a key of at most %d bytes, found %d".formatted(mostBytes, bytes));
  }

  /** Keys as text, a row's each. */
  List<String> texts(Column values) {
    List<String> texts = new ArrayList<>(values.length());
    for (int row = 0; row < values.length(); row++) {
      texts.add(type == Type.TEXT ? values.strings()[row] : Long.toString(values.longs()[row]));
    }
    return texts;
  }
}
