package io.slipway.tabular.model;

import io.slipway.scoring.Column;
import io.slipway.scoring.Field;
import io.slipway.scoring.Shape;
import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import io.slipway.tabular.form.Dictionary;
import io.slipway.tabular.form.Frame;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;

/**
 * A tensor that a model answers with: rows of as many elements as lie behind its slot.
 *
 * @param rest the dimensions after that of rows
 * @param dictionary turns codes into texts, where the elements are text
 */
public record TensorOutput(Field field, int slot, List<Integer> rest, Dictionary dictionary) {
  private int width() {
    int width = 1;
    for (int i = 0; i < rest.size(); i++) {
      width = Math.multiplyExact(width, (int) rest.get(i));
    }
    return width;
  }

  /** The column for so many rows, empty as yet. */
  Column column(int rows) {
    long[] shape = new long[1 + rest.size()];
    shape[0] = rows;
    for (int i = 1; i < shape.length; i++) {
      shape[i] = rest.get(i - 1);
    }
    Object values =
        Array.newInstance(
            field.type().arrayType().componentType(), Math.multiplyExact(rows, width()));
    return Column.of(field.name(), field.type(), Shape.of(shape), values);
  }

  /** Copies a frame's first rows into a column, from row {@code from} on. */
  void take(Frame frame, int count, Column into, int from) {
    double[] v = frame.numbers();
    int width = width();
    int element = from * width;
    for (int row = 0, at = slot; row < count; row++, at += frame.width()) {
      for (int i = 0; i < width; i++, element++) {
        double value = v[at + i];
        switch (field.type()) {
          case FP32 -> into.floats()[element] = (float) value;
          case FP64 -> into.doubles()[element] = value;
          case INT64 -> into.longs()[element] = (long) value;
          case INT32 -> into.ints()[element] = (int) value;
          case BOOL -> into.booleans()[element] = value != 0;
          case BYTES -> into.strings()[element] = dictionary.text(value);
          default -> throw new IllegalStateException("no output has type " + field.type());
        }
      }
    }
  }

  void write(FlatWriter out, Dictionaries dictionaries) {
    Fields.write(field, out);
    out.wholes(rest.stream().mapToInt(Integer::intValue).toArray());
    out.whole(slot);
    dictionaries.write(dictionary, out);
  }

  static TensorOutput read(FlatReader in, Dictionaries dictionaries) {
    Field field = Fields.read(in);
    List<Integer> rest = Arrays.stream(in.wholes()).boxed().toList();
    int width = 1;
    for (int dimension : rest) {
      if (dimension < 0 || (long) width * dimension > Integer.MAX_VALUE) {
        throw FlatReader.malformed("a dimension of " + dimension);
      }
      width *= dimension;
    }
    return new TensorOutput(field, in.slots(width), rest, dictionaries.of(in));
  }
}
