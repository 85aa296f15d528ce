package io.slipway.tabular.model;

import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Shape;
import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import io.slipway.tabular.form.Dictionary;
import io.slipway.tabular.form.Domain;
import io.slipway.tabular.form.Frame;
import io.slipway.tabular.form.Values;
import java.util.Optional;

/** An input of a model: takes values out of a column, holds them to the field's domain. */
public final class Input {
  private final Field field;
  private final Domain.Check domain;
  private final Dictionary dictionary;
  private final Optional<Temporal> temporal;
  private final int slot;
  private final int textSlot;
  private final boolean takesAnyDouble;

  /**
   * @param textSlot where the model wants the text itself; -1 where a category's code will do
   */
  public Input(Field field, Domain domain, Dictionary dictionary, int slot, int textSlot) {
    this(field, domain, dictionary, Optional.empty(), slot, textSlot);
  }

  /** An input whose texts are dates or times. */
  public static Input of(Field field, Domain domain, Temporal temporal, int slot) {
    return new Input(field, domain, new Dictionary(), Optional.of(temporal), slot, -1);
  }

  private Input(
      Field field,
      Domain domain,
      Dictionary dictionary,
      Optional<Temporal> temporal,
      int slot,
      int textSlot) {
    this.field = field;
    this.domain = domain.compile();
    this.dictionary = dictionary;
    this.temporal = temporal;
    this.slot = slot;
    this.textSlot = textSlot;
    this.takesAnyDouble = field.type() == DataType.FP64 && this.domain.takesAnyNumber();
  }

  public Field field() {
    return field;
  }

  /** Refuses a column that is not of the field's type, or not one value a row. */
  void check(Column column, int rows) throws ScoringException {
    if (column.type() != field.type()) {
      throw ScoringException.invalidField(
          field.name(),
          "field %s takes %s, not %s".formatted(field.name(), field.type(), column.type()));
    }
    Shape shape = column.shape();
    if (!(shape.rank() == 1 || (shape.rank() == 2 && shape.dimension(1) == 1))) {
      throw ScoringException.invalidField(
          field.name(),
          "field %s takes one value a row, shape [rows] or [rows, 1], not %s"
              .formatted(field.name(), shape));
    }
    if (column.rows() != rows) {
      throw ScoringException.invalidField(
          field.name(),
          "field %s has %d rows, while others have %d"
              .formatted(field.name(), column.rows(), rows));
    }
  }

  /**
   * Reads rows {@code from} to {@code from + count} into a frame's first rows.
   *
   * @param column empty where all rows miss the field
   * @return how many rows were read before one was refused: {@code count} if none was
   */
  int read(Optional<Column> column, int from, int count, Frame frame) {
    if (takesAnyDouble && column.isPresent() && !column.get().validity().hasMissing()) {
      return readDoubles(column.get().doubles(), from, count, frame);
    }
    for (int row = 0; row < count; row++) {
      double given = column.isEmpty() ? Values.MISSING : value(column.get(), from + row);
      double taken = Values.isFailed(given) ? domain.applyToUnfit() : domain.apply(given);
      if (Double.isNaN(taken) && Values.isFailed(taken)) {
        return row;
      }
      frame.number(row, slot, taken);
      if (textSlot >= 0 && column.isPresent() && !Double.isNaN(taken)) {
        // A replacement has a code; a text without one was taken as it is.
        frame.text(
            row,
            textSlot,
            taken == Values.UNKNOWN_CATEGORY
                ? column.get().strings()[from + row]
                : dictionary.text(taken));
      }
    }
    return count;
  }

  /** Whether there is no number that it refuses or puts another in the place of. */
  boolean takesAnyDouble() {
    return takesAnyDouble;
  }

  /**
   * As {@link #read}, of an input that {@link #takesAnyDouble}.
   *
   * @param from where in {@code values} the first row's is
   */
  int readDoubles(double[] values, int from, int count, Frame frame) {
    double[] v = frame.numbers();
    for (int row = 0, at = slot; row < count; row++, at += frame.width()) {
      double value = values[from + row];
      if (Double.isNaN(value)) {
        double taken = domain.apply(Values.MISSING);
        if (Values.isFailed(taken)) {
          return row;
        }
        v[at] = taken;
      } else {
        v[at] = value + 0.0;
      }
    }
    return count;
  }

  private double value(Column column, int row) {
    if (!column.isValid(row)) {
      return Values.MISSING;
    }
    switch (field.type()) {
      case FP64:
        return number(column.doubles()[row]);
      case FP32:
        return number(column.floats()[row]);
      case INT64:
        long whole = column.longs()[row];
        return whole == (int) whole ? whole : Values.FAILED;
      case BOOL:
        return Values.of(column.booleans()[row]);
      default:
        return temporal.isPresent()
            ? temporal.get().parse(column.strings()[row])
            : dictionary.code(column.strings()[row]);
    }
  }

  /** A NaN is no value, and a zero has no sign. */
  private static double number(double value) {
    return !Double.isNaN(value) ? value + 0.0 : Values.MISSING;
  }

  /** Why a row's value is refused. */
  ScoringException refusal(Optional<Column> column, int row) {
    String name = field.name();
    if (column.isEmpty() || isMissing(column.get(), row)) {
      return ScoringException.invalidValue(
          row, name, "field %s has no value, and the model requires one".formatted(name));
    }
    String value = String.valueOf(java.lang.reflect.Array.get(column.get().values(), row));
    String shown = field.type() == DataType.BYTES ? "\"" + value + "\"" : value;
    return ScoringException.invalidValue(
        row,
        name,
        "field %s does not accept %s%s"
            .formatted(name, Shown.shortly(shown), Shown.allowed(field)));
  }

  private boolean isMissing(Column column, int row) {
    return Values.isMissing(value(column, row));
  }

  Dictionary dictionary() {
    return dictionary;
  }

  void write(FlatWriter out, Dictionaries dictionaries) {
    Fields.write(field, out);
    domain.domain().write(out);
    dictionaries.write(dictionary, out);
    out.flag(temporal.isPresent());
    out.choice(temporal.orElse(Temporal.DATE));
    out.whole(slot);
    out.whole(textSlot);
  }

  /**
   * @param texts how many text slots there are
   */
  static Input read(FlatReader in, Dictionaries dictionaries, int texts) {
    Field field = Fields.read(in);
    Domain domain = Domain.read(in);
    Dictionary dictionary = dictionaries.of(in);
    boolean isTemporal = in.flag();
    Temporal temporal = in.choice(Temporal.values());
    return new Input(
        field,
        domain,
        dictionary,
        isTemporal ? Optional.of(temporal) : Optional.empty(),
        in.slot(),
        in.within(-1, texts));
  }
}
