package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Linear predictors: for each of some tables, the sum of coefficients times numbers, coefficients
 * of categories that apply, coefficients times products, and an intercept, added in this order. A
 * missing number makes the sum missing; a missing category adds nothing.
 */
public final class Linear implements Kept {
  private final Precision precision;
  private final int result;
  private final double[] intercept;
  private final Part numbers;
  private final Part categories;
  private final Part products;

  private Linear(Builder builder, Precision precision, int result) {
    this.precision = precision;
    this.result = result;
    this.intercept = builder.intercepts.stream().mapToDouble(Double::doubleValue).toArray();
    this.numbers = builder.numbers.build();
    this.categories = builder.categories.build();
    this.products = builder.products.build();
  }

  /** Terms of all tables behind one another. */
  private static final class Part {
    /** Where the terms of each table start, and the last one's end. */
    final int[] start;

    final double[] coefficient;

    /** The exponent of a number, the code of a category. */
    final double[] operand;

    /** Where each term's slots start, and the last one's end. */
    final int[] factor;

    final int[] slot;

    Part(PartBuilder builder) {
      start = PartBuilder.ints(builder.start);
      coefficient = PartBuilder.doubles(builder.coefficient);
      operand = PartBuilder.doubles(builder.operand);
      factor = PartBuilder.ints(builder.factor);
      slot = PartBuilder.ints(builder.slot);
    }

    private Part(FlatReader in, int tables) {
      start = in.wholes();
      coefficient = in.reals();
      operand = in.reals(coefficient.length);
      factor = in.wholes();
      slot = in.slotArray(1);
      requireRising(start, tables, coefficient.length);
      requireRising(factor, coefficient.length, slot.length);
    }

    void write(FlatWriter out) {
      out.wholes(start);
      out.reals(coefficient);
      out.reals(operand);
      out.wholes(factor);
      out.wholes(slot);
    }

    static Part read(FlatReader in, int tables) {
      return new Part(in, tables);
    }

    /** Where each of so many starts, and the last one's end. */
    private static void requireRising(int[] starts, int count, int end) {
      boolean fits = starts.length == count + 1 && starts[0] == 0 && starts[count] == end;
      for (int i = 0; fits && i < count; i++) {
        fits = starts[i] <= starts[i + 1];
      }
      if (!fits) {
        throw FlatReader.malformed("terms do not follow one another");
      }
    }

    /** Refuses terms of more slots than one, or of none. */
    Part ofSingles() {
      for (int i = 0; i < factor.length; i++) {
        if (factor[i] != i) {
          throw FlatReader.malformed("a term has one slot");
        }
      }
      return this;
    }
  }

  /** Collects one table after the other. */
  public static final class Builder {
    private final PartBuilder numbers = new PartBuilder();
    private final PartBuilder categories = new PartBuilder();
    private final PartBuilder products = new PartBuilder();
    private final List<Double> intercepts = new ArrayList<>();

    public void number(int slot, double coefficient, double exponent) {
      numbers.add(coefficient, exponent, slot);
    }

    public void category(int slot, double code, double coefficient) {
      categories.add(coefficient, code, slot);
    }

    public void product(double coefficient, int... slots) {
      products.add(coefficient, 0, slots);
    }

    /** Ends a table. */
    public void table(double intercept) {
      intercepts.add(intercept);
      numbers.endTable();
      categories.endTable();
      products.endTable();
    }

    /**
     * @param result the first of as many slots as there are tables
     */
    public Linear build(Precision precision, int result) {
      return new Linear(this, precision, result);
    }
  }

  private static final class PartBuilder {
    private final List<Integer> start = new ArrayList<>(List.of(0));
    private final List<Double> coefficient = new ArrayList<>();
    private final List<Double> operand = new ArrayList<>();
    private final List<Integer> factor = new ArrayList<>(List.of(0));
    private final List<Integer> slot = new ArrayList<>();

    void add(double termCoefficient, double termOperand, int... slots) {
      coefficient.add(termCoefficient);
      operand.add(termOperand);
      for (int s : slots) {
        slot.add(s);
      }
      factor.add(slot.size());
    }

    void endTable() {
      start.add(coefficient.size());
    }

    Part build() {
      return new Part(this);
    }

    private static int[] ints(List<Integer> list) {
      return list.stream().mapToInt(Integer::intValue).toArray();
    }

    private static double[] doubles(List<Double> list) {
      return list.stream().mapToDouble(Double::doubleValue).toArray();
    }
  }

  @Override
  public void run(Frame frame, int rows) {
    double[] v = frame.numbers();
    for (int row = 0, at = 0; row < rows; row++, at += frame.width()) {
      for (int table = 0; table < intercept.length; table++) {
        double sum = precision == Precision.DOUBLE ? sum(v, at, table) : floatSum(v, at, table);
        v[at + result + table] = !Double.isNaN(sum) ? sum : whyNot(v, at, table);
      }
    }
  }

  private double sum(double[] v, int row, int table) {
    double sum = 0;
    for (int i = numbers.start[table]; i < numbers.start[table + 1]; i++) {
      double x = v[row + numbers.slot[i]];
      double exponent = numbers.operand[i];
      sum += numbers.coefficient[i] * power(x, exponent);
    }
    for (int i = categories.start[table]; i < categories.start[table + 1]; i++) {
      double x = v[row + categories.slot[i]];
      if (x == categories.operand[i]) {
        sum += categories.coefficient[i];
      } else if (Values.isFailed(x)) {
        return x;
      }
    }
    for (int i = products.start[table]; i < products.start[table + 1]; i++) {
      double product = products.coefficient[i];
      for (int f = products.factor[i]; f < products.factor[i + 1]; f++) {
        product *= v[row + products.slot[f]];
      }
      sum += product;
    }
    return intercept[table] == 0 ? sum : sum + intercept[table];
  }

  private double floatSum(double[] v, int row, int table) {
    float sum = 0;
    for (int i = numbers.start[table]; i < numbers.start[table + 1]; i++) {
      float x = (float) v[row + numbers.slot[i]];
      double exponent = numbers.operand[i];
      sum += (float) numbers.coefficient[i] * (float) power(x, exponent);
    }
    for (int i = categories.start[table]; i < categories.start[table + 1]; i++) {
      double x = v[row + categories.slot[i]];
      if (x == categories.operand[i]) {
        sum += (float) categories.coefficient[i];
      } else if (Values.isFailed(x)) {
        return x;
      }
    }
    for (int i = products.start[table]; i < products.start[table + 1]; i++) {
      float product = (float) products.coefficient[i];
      for (int f = products.factor[i]; f < products.factor[i + 1]; f++) {
        product *= (float) v[row + products.slot[f]];
      }
      sum += product;
    }
    return intercept[table] == 0 ? sum : sum + (float) intercept[table];
  }

  /** Nothing stays nothing, also to the power of 0. */
  private static double power(double x, double exponent) {
    return exponent == 1 || Double.isNaN(x) ? x : Math.pow(x, exponent);
  }

  /** A sum that is no number: what comes first that is missing or failed, else by arithmetic. */
  private double whyNot(double[] v, int row, int table) {
    for (int i = numbers.start[table]; i < numbers.start[table + 1]; i++) {
      double x = v[row + numbers.slot[i]];
      if (Values.isMissing(x) || Values.isFailed(x)) {
        return x;
      }
    }
    for (int i = categories.start[table]; i < categories.start[table + 1]; i++) {
      if (Values.isFailed(v[row + categories.slot[i]])) {
        return Values.FAILED;
      }
    }
    for (int i = products.factor[products.start[table]];
        i < products.factor[products.start[table + 1]];
        i++) {
      double x = v[row + products.slot[i]];
      if (Values.isMissing(x) || Values.isFailed(x)) {
        return x;
      }
    }
    return Double.NaN;
  }

  private Linear(
      Precision precision,
      int result,
      double[] intercept,
      Part numbers,
      Part categories,
      Part products) {
    this.precision = precision;
    this.result = result;
    this.intercept = intercept;
    this.numbers = numbers;
    this.categories = categories;
    this.products = products;
  }

  @Override
  public void write(FlatWriter out) {
    out.choice(precision);
    out.reals(intercept);
    out.whole(result);
    numbers.write(out);
    categories.write(out);
    products.write(out);
  }

  public static Linear read(FlatReader in) {
    Precision precision = in.choice(Precision.values());
    double[] intercept = in.reals();
    int tables = intercept.length;
    return new Linear(
        precision,
        in.slots(tables),
        intercept,
        Part.read(in, tables).ofSingles(),
        Part.read(in, tables).ofSingles(),
        Part.read(in, tables));
  }
}
