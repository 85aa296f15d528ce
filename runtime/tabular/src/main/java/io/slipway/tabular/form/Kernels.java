package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import java.util.List;

/**
 * Support vector machines: kernels of a row and each support vector, then for each machine a
 * weighted sum of some of them. A row that lacks a value fails.
 */
public final class Kernels implements Kept {
  /** What a kernel makes of two vectors. */
  public enum Kind {
    LINEAR,
    POLYNOMIAL,
    RADIAL_BASIS,
    SIGMOID
  }

  /** A kernel and its parameters, as far as its kind has them. */
  public record Kernel(Kind kind, double gamma, double constant, double degree) {}

  /** A machine: which support vectors it weighs, and how. */
  public static final class Machine {
    private final int[] vectors;
    private final double[] coefficients;
    private final double constant;

    /**
     * @param vectors the numbers of its support vectors
     * @param coefficients of theirs
     */
    public Machine(int[] vectors, double[] coefficients, double constant) {
      this.vectors = vectors.clone();
      this.coefficients = coefficients.clone();
      this.constant = constant;
    }

    void write(FlatWriter out) {
      out.wholes(vectors);
      out.reals(coefficients);
      out.real(constant);
    }

    /**
     * @param vectorCount how many support vectors there are
     */
    static Machine read(FlatReader in, int vectorCount) {
      int[] vectors = in.wholes();
      for (int vector : vectors) {
        if (vector < 0 || vector >= vectorCount) {
          throw FlatReader.malformed("there is no support vector " + vector);
        }
      }
      return new Machine(vectors, in.reals(vectors.length), in.real());
    }
  }

  private final Kernel kernel;
  private final int[] slots;
  private final double[][] vectors;
  private final Machine[] machines;
  private final int scratch;
  private final int result;

  /**
   * @param scratch the first of as many slots as there are vectors
   * @param result the first of as many slots as there are machines
   */
  public Kernels(
      Kernel kernel,
      int[] slots,
      List<double[]> vectors,
      List<Machine> machines,
      int scratch,
      int result) {
    this.kernel = kernel;
    this.slots = slots.clone();
    this.vectors = vectors.toArray(double[][]::new);
    this.machines = machines.toArray(Machine[]::new);
    this.scratch = scratch;
    this.result = result;
  }

  @Override
  public void run(Frame frame, int rows) {
    double[] v = frame.numbers();
    for (int row = 0, at = 0; row < rows; row++, at += frame.width()) {
      if (isComplete(v, at)) {
        score(v, at);
      } else {
        java.util.Arrays.fill(v, at + result, at + result + machines.length, Values.FAILED);
      }
    }
  }

  private boolean isComplete(double[] v, int row) {
    for (int slot : slots) {
      double x = v[row + slot];
      if (Double.isNaN(x) && (Values.isMissing(x) || Values.isFailed(x))) {
        return false;
      }
    }
    return true;
  }

  private void score(double[] v, int row) {
    for (int i = 0; i < vectors.length; i++) {
      v[row + scratch + i] = kernel(v, row, vectors[i]);
    }
    for (int m = 0; m < machines.length; m++) {
      Machine machine = machines[m];
      double sum = 0;
      for (int i = 0; i < machine.vectors.length; i++) {
        sum += machine.coefficients[i] * v[row + scratch + machine.vectors[i]];
      }
      v[row + result + m] = sum + machine.constant;
    }
  }

  private double kernel(double[] v, int row, double[] vector) {
    double sum = 0;
    if (kernel.kind == Kind.RADIAL_BASIS) {
      for (int i = 0; i < vector.length; i++) {
        double difference = v[row + slots[i]] - vector[i];
        sum += difference * difference;
      }
      return Math.exp(-sum * kernel.gamma);
    }
    for (int i = 0; i < vector.length; i++) {
      sum += v[row + slots[i]] * vector[i];
    }
    return switch (kernel.kind) {
      case POLYNOMIAL -> Math.pow(sum * kernel.gamma + kernel.constant, kernel.degree);
      case SIGMOID -> Math.tanh(sum * kernel.gamma + kernel.constant);
      default -> sum;
    };
  }

  @Override
  public void write(FlatWriter out) {
    out.choice(kernel.kind);
    out.real(kernel.gamma);
    out.real(kernel.constant);
    out.real(kernel.degree);
    out.wholes(slots);
    out.whole(vectors.length);
    for (double[] vector : vectors) {
      out.reals(vector);
    }
    out.whole(machines.length);
    for (Machine machine : machines) {
      machine.write(out);
    }
    out.whole(scratch);
    out.whole(result);
  }

  public static Kernels read(FlatReader in) {
    Kernel kernel = new Kernel(in.choice(Kind.values()), in.real(), in.real(), in.real());
    int[] slots = in.slotArray(1);
    List<double[]> vectors = in.list(Integer.BYTES, () -> in.reals(slots.length));
    List<Machine> machines = in.list(Integer.BYTES, () -> Machine.read(in, vectors.size()));
    return new Kernels(
        kernel, slots, vectors, machines, in.slots(vectors.size()), in.slots(machines.size()));
  }
}
