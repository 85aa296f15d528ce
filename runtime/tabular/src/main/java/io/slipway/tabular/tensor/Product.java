package io.slipway.tabular.tensor;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import io.slipway.tabular.form.Frame;
import io.slipway.tabular.form.Kept;
import io.slipway.tabular.form.Precision;

/**
 * A row times a matrix, plus a vector. In single precision each step is a product that is added
 * without being rounded before, as processors do it in one instruction, and comes out the same but
 * where a half meets a number too small for a double's last place; sums of {@link #BLOCK} products
 * are added to what came before.
 */
public final class Product implements RowOp, Kept {
  /** Columns of the row that are summed before the next. */
  private static final int BLOCK = 128;

  private static final int MOST_OF_LONG_BLOCK = 16;

  private final int from;
  private final int length;
  private final int to;
  private final double[] matrix;
  private final double[] bias;
  private final Precision precision;
  private final int block;

  /**
   * @param matrix the coefficients of the first result, then of the next
   * @param bias as many as there are results
   */
  public Product(
      int from, int length, int to, double[] matrix, double[] bias, Precision precision) {
    this.from = from;
    this.length = length;
    this.to = to;
    this.matrix = matrix.clone();
    this.bias = bias.clone();
    this.precision = precision;
    this.block = block(length, bias.length);
  }

  /** As the library divides its work, by the shape of the matrix. */
  private static int block(int length, int results) {
    int rows = BLOCK;
    int columns = BLOCK;
    if (results >= length) {
      while (rows / 2 >= length) {
        rows /= 2;
      }
      return rows;
    }
    while (columns > MOST_OF_LONG_BLOCK && columns / 2 >= results) {
      columns /= 2;
      rows *= 2;
    }
    return rows;
  }

  /** Four rows at once: each sum waits for its own last step, and not for the others'. */
  @Override
  public void run(Frame frame, int rows) {
    double[] v = frame.numbers();
    int width = frame.width();
    int row = 0;
    for (; precision == Precision.SINGLE && length <= block && row + 3 < rows; row += 4) {
      for (int result = 0; result < bias.length; result++) {
        fourRows(v, row * width, width, result);
      }
    }
    for (; row < rows; row++) {
      run(v, row * width);
    }
  }

  private void fourRows(double[] v, int first, int width, int result) {
    int start = result * length;
    int a = first + from;
    int b = a + width;
    int c = b + width;
    int d = c + width;
    float sumA = 0;
    float sumB = 0;
    float sumC = 0;
    float sumD = 0;
    for (int i = 0; i < length; i++) {
      double coefficient = matrix[start + i];
      sumA = (float) (v[a + i] * coefficient + sumA);
      sumB = (float) (v[b + i] * coefficient + sumB);
      sumC = (float) (v[c + i] * coefficient + sumC);
      sumD = (float) (v[d + i] * coefficient + sumD);
    }
    int at = first + to + result;
    v[at] = Rounding.single(bias[result] + sumA);
    v[at + width] = Rounding.single(bias[result] + sumB);
    v[at + 2 * width] = Rounding.single(bias[result] + sumC);
    v[at + 3 * width] = Rounding.single(bias[result] + sumD);
  }

  @Override
  public void run(double[] v, int row) {
    for (int result = 0; result < bias.length; result++) {
      v[row + to + result] =
          precision == Precision.SINGLE
              ? Rounding.single(single(v, row + from, result))
              : Rounding.round(precision, whole(v, row + from, result));
    }
  }

  private double single(double[] v, int at, int result) {
    int start = result * length;
    double total = bias[result];
    for (int first = 0; first < length; first += block) {
      float sum = 0;
      for (int i = first; i < Math.min(length, first + block); i++) {
        sum = (float) (v[at + i] * matrix[start + i] + sum);
      }
      total = (float) (total + sum);
    }
    return total;
  }

  private double whole(double[] v, int at, int result) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += v[at + i] * matrix[result * length + i];
    }
    return sum + bias[result];
  }

  @Override
  public void write(FlatWriter out) {
    out.whole(length);
    out.reals(bias);
    out.reals(matrix);
    out.choice(precision);
    out.whole(from);
    out.whole(to);
  }

  public static Product read(FlatReader in) {
    int length = in.whole();
    double[] bias = in.reals();
    double[] matrix = in.reals();
    if (matrix.length != (long) length * bias.length) {
      throw FlatReader.malformed("a matrix of another shape");
    }
    Precision precision = in.choice(Precision.values());
    return new Product(in.slots(length), length, in.slots(bias.length), matrix, bias, precision);
  }
}
