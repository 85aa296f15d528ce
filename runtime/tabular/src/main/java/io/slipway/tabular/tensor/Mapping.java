package io.slipway.tabular.tensor;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import io.slipway.tabular.form.Kept;
import io.slipway.tabular.form.Values;
import java.util.function.DoubleUnaryOperator;

/**
 * Each element on its own.
 *
 * @param function of an element; what it gives is stored as it is, a NaN as missing. Only some
 *     kinds of functions can be kept
 */
public record Mapping(int from, int to, int count, DoubleUnaryOperator function)
    implements RowOp, Kept {
  private enum Kind {
    CONVERSION,
    LABELS,
    CODES,
    ELEMENTARY,
    ELEMENTARY_SINGLE
  }

  @Override
  public void run(double[] v, int row) {
    for (int i = 0; i < count; i++) {
      double y = function.applyAsDouble(v[row + from + i]);
      v[row + to + i] = Double.isNaN(y) ? Values.MISSING : y;
    }
  }

  @Override
  public void write(FlatWriter out) {
    out.whole(count);
    out.whole(from);
    out.whole(to);
    if (function instanceof Conversion conversion) {
      out.choice(Kind.CONVERSION);
      out.choice(conversion);
    } else if (function instanceof Labels labels) {
      out.choice(Kind.LABELS);
      out.reals(labels.toArray());
    } else if (function instanceof Codes codes) {
      out.choice(Kind.CODES);
      codes.write(out);
    } else if (function instanceof Elementary elementary) {
      out.choice(Kind.ELEMENTARY);
      out.choice(elementary);
    } else if (function instanceof Elementary.Single single) {
      out.choice(Kind.ELEMENTARY_SINGLE);
      out.choice(single.of());
    } else {
      out.lacksForm();
    }
  }

  public static Mapping read(FlatReader in) {
    int count = in.whole();
    return new Mapping(in.slots(count), in.slots(count), count, function(in));
  }

  private static DoubleUnaryOperator function(FlatReader in) {
    return switch (in.choice(Kind.values())) {
      case CONVERSION -> in.choice(Conversion.values());
      case LABELS -> new Labels(in.reals());
      case CODES -> Codes.read(in);
      case ELEMENTARY -> in.choice(Elementary.values());
      case ELEMENTARY_SINGLE -> in.choice(Elementary.values()).single();
    };
  }
}
