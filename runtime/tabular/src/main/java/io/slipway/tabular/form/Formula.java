package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import java.util.ArrayList;
import java.util.List;

/** Steps over slots, each of one operator: how expressions and casts are computed. */
public final class Formula implements Kept {
  private final Operator[] operators;

  /** In fours: result, and three operands; unused operands repeat the first. */
  private final int[] slots;

  private Formula(Builder builder) {
    operators = builder.operators.toArray(Operator[]::new);
    slots = builder.slots.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Steps in the order in which they are added. */
  public static final class Builder {
    private final List<Operator> operators = new ArrayList<>();
    private final List<Integer> slots = new ArrayList<>();

    public void add(Operator operator, int result, int... operands) {
      operators.add(operator);
      slots.add(result);
      for (int i = 0; i < 3; i++) {
        slots.add(operands[i < operands.length ? i : 0]);
      }
    }

    public boolean isEmpty() {
      return operators.isEmpty();
    }

    public Formula build() {
      return new Formula(this);
    }
  }

  @Override
  public void run(Frame frame, int rows) {
    double[] v = frame.numbers();
    int width = frame.width();
    int end = rows * width;
    for (int step = 0, at = 0; step < operators.length; step++, at += 4) {
      Operator operator = operators[step];
      int result = slots[at];
      int x = slots[at + 1];
      int y = slots[at + 2];
      int z = slots[at + 3];
      switch (operator) {
        case ADD -> {
          for (int row = 0; row < end; row += width) {
            double sum = v[row + x] + v[row + y];
            v[row + result] = !Double.isNaN(sum) ? sum + 0.0 : Values.odd(v[row + x], v[row + y]);
          }
        }
        case SUBTRACT -> {
          for (int row = 0; row < end; row += width) {
            double difference = v[row + x] - v[row + y];
            v[row + result] =
                !Double.isNaN(difference) ? difference + 0.0 : Values.odd(v[row + x], v[row + y]);
          }
        }
        case MULTIPLY -> {
          for (int row = 0; row < end; row += width) {
            double product = v[row + x] * v[row + y];
            v[row + result] =
                !Double.isNaN(product) ? product + 0.0 : Values.odd(v[row + x], v[row + y]);
          }
        }
        case DIVIDE -> {
          for (int row = 0; row < end; row += width) {
            double quotient = v[row + x] / v[row + y];
            v[row + result] =
                !Double.isNaN(quotient) ? quotient + 0.0 : Values.odd(v[row + x], v[row + y]);
          }
        }
        default -> {
          for (int row = 0; row < end; row += width) {
            v[row + result] = operator.apply(v[row + x], v[row + y], v[row + z]);
          }
        }
      }
    }
  }

  @Override
  public String toString() {
    return "Formula of " + operators.length + " steps";
  }

  @Override
  public void write(FlatWriter out) {
    out.whole(operators.length);
    for (int step = 0, at = 0; step < operators.length; step++, at += 4) {
      out.choice(operators[step]);
      for (int i = at; i < at + 4; i++) {
        out.whole(slots[i]);
      }
    }
  }

  public static Formula read(FlatReader in) {
    Builder builder = new Builder();
    int steps = in.count(5 * Integer.BYTES);
    for (int step = 0; step < steps; step++) {
      builder.add(in.choice(Operator.values()), in.slot(), in.slot(), in.slot(), in.slot());
    }
    return builder.build();
  }
}
