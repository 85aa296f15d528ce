package io.slipway.tabular.model;

import io.slipway.scoring.Column;
import io.slipway.scoring.Field;
import io.slipway.scoring.ScoringException;
import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import io.slipway.tabular.form.Dictionary;
import io.slipway.tabular.form.Frame;
import io.slipway.tabular.form.Values;

/**
 * A tensor that a model takes: rows of as many elements as lie behind its slot.
 *
 * @param slot of a row's first element; negative where nothing asks for it
 * @param width elements of a row
 * @param dictionary numbers the texts, where the elements are text
 */
public record TensorInput(Field field, int slot, int width, Dictionary dictionary) {

  /** Refuses a column that is not of the field's type and shape, or lacks a value. */
  void check(Column column) throws ScoringException {
    String name = field.name();
    if (column.type() != field.type()) {
      throw ScoringException.invalidField(
          name, "the input '%s' is %s, not %s".formatted(name, field.type(), column.type()));
    }
    if (!field.shape().accepts(column.shape())) {
      throw ScoringException.invalidField(
          name,
          "the input '%s' has shape %s (-1: any length), not %s"
              .formatted(name, field.shape(), column.shape()));
    }
    if (column.validity().hasMissing()) {
      throw ScoringException.invalidValue(
          column.validity().nextMissing(0) / width,
          name,
          "the input '%s' has no value here; a tensor holds one everywhere (NaN where the model was trained to take it)"
              .formatted(name));
    }
    if (column.values() instanceof String[] texts) {
      for (int i = 0; i < texts.length; i++) {
        if (isBroken(texts[i])) {
          throw ScoringException.invalidValue(
              i / width,
              name,
              "the input '%s' holds half a character (an unpaired surrogate) here".formatted(name));
        }
      }
    }
  }

  private static boolean isBroken(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        int character = text.codePointAt(i);
        if (!Character.isSupplementaryCodePoint(character)) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  /** Reads rows {@code from} to {@code from + count} into a frame's first rows. */
  void read(Column column, int from, int count, Frame frame) {
    if (slot < 0) {
      return;
    }
    double[] v = frame.numbers();
    int element = from * width;
    for (int row = 0, at = slot; row < count; row++, at += frame.width(), element += width) {
      switch (field.type()) {
        case FP32 -> read(column.floats(), element, v, at);
        case FP64 -> read(column.doubles(), element, v, at);
        case INT64 -> read(column.longs(), element, v, at);
        case INT32 -> read(column.ints(), element, v, at);
        case BOOL -> read(column.booleans(), element, v, at);
        case BYTES -> read(column.strings(), element, v, at);
        default -> throw new IllegalStateException("no input has type " + field.type());
      }
    }
  }

  private void read(float[] values, int from, double[] v, int to) {
    for (int i = 0; i < width; i++) {
      float value = values[from + i];
      v[to + i] = Float.isNaN(value) ? Values.MISSING : value;
    }
  }

  private void read(double[] values, int from, double[] v, int to) {
    for (int i = 0; i < width; i++) {
      double value = values[from + i];
      v[to + i] = Double.isNaN(value) ? Values.MISSING : value;
    }
  }

  private void read(long[] values, int from, double[] v, int to) {
    for (int i = 0; i < width; i++) {
      v[to + i] = values[from + i];
    }
  }

  private void read(int[] values, int from, double[] v, int to) {
    for (int i = 0; i < width; i++) {
      v[to + i] = values[from + i];
    }
  }

  private void read(boolean[] values, int from, double[] v, int to) {
    for (int i = 0; i < width; i++) {
      v[to + i] = Values.of(values[from + i]);
    }
  }

  private void read(String[] values, int from, double[] v, int to) {
    for (int i = 0; i < width; i++) {
      v[to + i] = dictionary.code(values[from + i]);
    }
  }

  void write(FlatWriter out, Dictionaries dictionaries) {
    Fields.write(field, out);
    out.whole(width);
    out.flag(slot >= 0);
    out.whole(Math.max(0, slot));
    dictionaries.write(dictionary, out);
  }

  static TensorInput read(FlatReader in, Dictionaries dictionaries) {
    Field field = Fields.read(in);
    int width = in.whole();
    if (field.shape().rank() == 0 || width != elementsOfARow(field)) {
      throw FlatReader.malformed("a row has another width");
    }
    boolean isRead = in.flag();
    int slot = isRead ? in.slots(width) : in.within(0, 1) - 1;
    return new TensorInput(field, slot, width, dictionaries.of(in));
  }

  private static long elementsOfARow(Field field) {
    long elements = 1;
    for (int axis = 1; axis < field.shape().rank(); axis++) {
      elements *= field.shape().dimension(axis);
    }
    return elements;
  }
}
