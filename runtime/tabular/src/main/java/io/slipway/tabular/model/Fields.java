package io.slipway.tabular.model;

import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Interval;
import io.slipway.scoring.Field.Interval.Bound;
import io.slipway.scoring.Shape;
import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import java.util.Optional;

/** How inputs and outputs are kept. */
final class Fields {
  private Fields() {}

  static void write(Field field, FlatWriter out) {
    out.text(field.name());
    out.choice(field.type());
    out.longs(field.shape().toArray());
    out.choice(field.presence());
    out.texts(field.allowedValues());
    out.whole(field.intervals().size());
    for (Interval interval : field.intervals()) {
      write(interval.lower(), out);
      write(interval.upper(), out);
    }
    out.flag(field.defaultValue().isPresent());
    out.text(field.defaultValue().orElse(""));
  }

  private static void write(Bound bound, FlatWriter out) {
    out.real(bound.value());
    out.choice(bound.kind());
  }

  static Field read(FlatReader in) {
    return new Field(
        in.text(),
        in.choice(DataType.values()),
        shape(in.longs()),
        in.choice(Field.Presence.values()),
        in.texts(),
        in.list(Double.BYTES, () -> new Interval(bound(in), bound(in))),
        defaultValue(in));
  }

  private static Shape shape(long[] dimensions) {
    for (long dimension : dimensions) {
      if (dimension < Shape.DYNAMIC) {
        throw FlatReader.malformed("a shape of " + dimension);
      }
    }
    return Shape.of(dimensions);
  }

  private static Bound bound(FlatReader in) {
    return new Bound(in.real(), in.choice(Field.Interval.Kind.values()));
  }

  private static Optional<String> defaultValue(FlatReader in) {
    boolean present = in.flag();
    String value = in.text();
    return present ? Optional.of(value) : Optional.empty();
  }
}
