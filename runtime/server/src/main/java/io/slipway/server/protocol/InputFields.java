package io.slipway.server.protocol;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.Field;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Signature;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The inputs of a signature, numbered, and what all protocols ask about them. Immutable. */
final class InputFields {
  /** So many names in a message tell a person what to send; a thousand do not. */
  private static final int MAX_NAMES = 12;

  private final List<Field> fields;
  private final Map<String, Integer> indexes = new HashMap<>();

  InputFields(Signature signature) {
    this.fields = signature.inputs();
    for (int i = 0; i < fields.size(); i++) {
      indexes.put(fields.get(i).name(), i);
    }
  }

  int count() {
    return fields.size();
  }

  Field get(int index) {
    return fields.get(index);
  }

  /**
   * The number of a field, or -1.
   *
   * @param likely the number it probably has, for callers name fields in one order
   */
  int indexOf(String name, int likely) {
    if (likely < fields.size() && fields.get(likely).name().equals(name)) {
      return likely;
    }
    return indexes.getOrDefault(name, -1);
  }

  Optional<Field> find(String name) {
    return Optional.ofNullable(indexes.get(name)).map(fields::get);
  }

  String names() {
    return names(fields);
  }

  static String names(List<Field> fields) {
    String names =
        fields.stream()
            .limit(MAX_NAMES)
            .map(field -> Quoted.text(field.name()))
            .collect(Collectors.joining(", "));
    return fields.size() > MAX_NAMES
        ? names + " and " + (fields.size() - MAX_NAMES) + " more"
        : names;
  }

  RequestException unknown(String place, String name) {
    return RequestException.invalid(
        "%s: expected an input of the model (%s), found %s"
            .formatted(place, names(), Quoted.text(name)));
  }

  /** A value in a row: no dimensions but that of the rows. */
  static boolean isColumn(Field field) {
    return field.shape().rank() == 1;
  }

  /** True if a row holds one value, be it as an array of one: shape [n] or [n,1]. */
  static boolean isSingleValued(Field field) {
    return isColumn(field) || (field.shape().rank() == 2 && field.shape().dimension(1) == 1);
  }

  /**
   * A batch of the columns that the caller gave. One without any column would not say how many rows
   * it has; a field that may be missing then says it.
   */
  Batch batch(List<Column> columns, int rows) {
    if (columns.isEmpty()) {
      List<Column> missing = new ArrayList<>();
      fields.stream()
          .filter(InputFields::isColumn)
          .findFirst()
          .ifPresent(field -> missing.add(Column.ofMissing(field.name(), field.type(), rows)));
      return Batch.of(missing);
    }
    return Batch.of(columns);
  }

  /**
   * Fails if the model cannot take so many rows.
   *
   * @param place names the rows, such as {@code instances}
   */
  void requireRows(String place, int rows) throws RequestException {
    for (Field field : fields) {
      long accepted = field.shape().rank() == 0 ? 1 : field.shape().dimension(0);
      if (accepted != Shape.DYNAMIC && accepted != rows && rows != 0) {
        throw RequestException.invalid(
            "%s: expected exactly %d a request, for input %s has shape %s, found %d"
                .formatted(place, accepted, Quoted.text(field.name()), field.shape(), rows));
      }
    }
  }
}
