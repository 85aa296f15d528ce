package io.slipway.tabular.model;

import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Validity;
import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import io.slipway.tabular.form.Dictionary;
import io.slipway.tabular.form.Frame;
import io.slipway.tabular.form.Values;
import java.lang.reflect.Array;
import java.util.BitSet;
import java.util.Set;

/**
 * An output of a model, and where the program leaves it.
 *
 * @param dictionary turns codes into texts, where the output is text
 * @param wording what texts the output's numbers are, where it is text
 * @param text the slot of the text itself, which may have no code; -1 where there is none
 */
public record Output(Field field, int slot, Dictionary dictionary, Wording wording, int text) {
  private static final Set<DataType> TYPES =
      Set.of(DataType.FP64, DataType.FP32, DataType.INT64, DataType.BOOL, DataType.BYTES);

  /** What text a number is. */
  public enum Wording {
    /** The one that the dictionary has for it. */
    CODE,
    /** The number of a duration's units. */
    UNITS,
    /** The number itself. */
    REAL
  }

  /** An output whose texts all have codes. */
  public Output(Field field, int slot, Dictionary dictionary) {
    this(field, slot, dictionary, Wording.CODE, -1);
  }

  public Output withText(int textSlot) {
    return new Output(field, slot, dictionary, wording, textSlot);
  }

  public Output inUnits() {
    return new Output(field, slot, dictionary, Wording.UNITS, text);
  }

  public Output inDigits() {
    return new Output(field, slot, dictionary, Wording.REAL, text);
  }

  /** Whether a row's text is one that nobody knows any more. */
  boolean isLost(Frame frame, int row) {
    if (field.type() != DataType.BYTES || text >= 0) {
      return false;
    }
    double number = frame.number(row, slot);
    return switch (wording) {
      case CODE -> number == Values.UNKNOWN_CATEGORY;
      case UNITS -> Math.abs(number) > Temporal.MOST_UNITS;
      case REAL -> false;
    };
  }

  Builder builder(int rows) {
    return new Builder(rows);
  }

  /** Collects the column of one batch. For one thread. */
  final class Builder {
    private final Object values;
    private final int rows;

    /** Of all rows at once where there are any: a set that grows would be copied as it does. */
    private BitSet missing = new BitSet(0);

    private Builder(int rows) {
      this.values = Array.newInstance(field.type().arrayType().componentType(), rows);
      this.rows = rows;
    }

    /** Copies a frame's first rows behind those before. */
    void take(Frame frame, int from, int count) {
      for (int row = 0; row < count; row++) {
        double value = frame.number(row, slot);
        if (Values.isMissing(value)) {
          miss(from + row);
        } else if (text >= 0) {
          ((String[]) values)[from + row] = frame.text(row, text);
        } else {
          set(from + row, value);
        }
      }
    }

    private void miss(int row) {
      if (missing.isEmpty()) {
        missing = new BitSet(rows);
      }
      missing.set(row);
    }

    private void set(int row, double value) {
      switch (field.type()) {
        case FP64 -> ((double[]) values)[row] = shown(value);
        case FP32 -> ((float[]) values)[row] = (float) shown(value);
        case INT64 -> ((long[]) values)[row] = (long) known(value);
        case BOOL -> ((boolean[]) values)[row] = known(value) != 0;
        case BYTES -> ((String[]) values)[row] = worded(value);
        default -> throw new IllegalStateException("no output has type " + field.type());
      }
    }

    /** What is no number has the sign that the processor, or who compiled for it, gave it. */
    private static double shown(double value) {
      return Double.isNaN(value) ? Double.NaN : value;
    }

    private String worded(double value) {
      return switch (wording) {
        case CODE -> dictionary.text(known(value));
        case UNITS -> Long.toString((long) known(value));
        case REAL -> Double.toString(value);
      };
    }

    /**
     * No text, truth value or whole number stands for what is no number: a fault, not an answer.
     */
    private double known(double value) {
      if (Double.isNaN(value)) {
        throw new IllegalStateException(field.name() + " is no number, and not marked as failed");
      }
      return value;
    }

    Column build() {
      return Column.of(
          field.name(), field.type(), Shape.of(rows), values, Validity.allBut(missing));
    }
  }

  void write(FlatWriter out, Dictionaries dictionaries) {
    Fields.write(field, out);
    out.whole(slot);
    dictionaries.write(dictionary, out);
    out.choice(wording);
    out.whole(text);
  }

  /**
   * @param texts how many text slots there are
   */
  static Output read(FlatReader in, Dictionaries dictionaries, int texts) {
    Field field = Fields.read(in);
    if (!TYPES.contains(field.type())) {
      throw FlatReader.malformed("no output has type " + field.type());
    }
    return new Output(
        field, in.slot(), dictionaries.of(in), in.choice(Wording.values()), in.within(-1, texts));
  }
}
