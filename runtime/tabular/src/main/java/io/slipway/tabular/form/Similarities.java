package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;

/** How alike a row's truth values are to those of some references. */
public final class Similarities implements Kept {
  /**
   * What the four ways in which two truth values can meet weigh.
   *
   * @param bothTrue in this order: true in both, in the row alone, in the reference alone, in none
   */
  public record Weights(double bothTrue, double rowAlone, double referenceAlone, double none) {
    double of(int bothTrueCount, int rowAloneCount, int referenceAloneCount, int noneCount) {
      double sum = 0;
      sum += bothTrue * bothTrueCount;
      sum += rowAlone * rowAloneCount;
      sum += referenceAlone * referenceAloneCount;
      return sum + none * noneCount;
    }

    void write(FlatWriter out) {
      out.real(bothTrue);
      out.real(rowAlone);
      out.real(referenceAlone);
      out.real(none);
    }

    static Weights read(FlatReader in) {
      return new Weights(in.real(), in.real(), in.real(), in.real());
    }
  }

  private final int[] slots;
  private final boolean[][] references;
  private final Weights numerator;
  private final Weights denominator;
  private final int result;

  /**
   * @param slots of the truth values compared
   * @param result the first of as many slots as there are references
   */
  public Similarities(
      int[] slots, boolean[][] references, Weights numerator, Weights denominator, int result) {
    this.slots = slots.clone();
    this.references =
        java.util.Arrays.stream(references).map(boolean[]::clone).toArray(boolean[][]::new);
    this.numerator = numerator;
    this.denominator = denominator;
    this.result = result;
  }

  @Override
  public void run(Frame frame, int rows) {
    double[] v = frame.numbers();
    for (int row = 0, at = 0; row < rows; row++, at += frame.width()) {
      if (isComplete(v, at)) {
        compare(v, at);
      } else {
        fail(v, at);
      }
    }
  }

  private boolean isComplete(double[] v, int row) {
    for (int slot : slots) {
      if (v[row + slot] != Values.TRUE && v[row + slot] != Values.FALSE) {
        return false;
      }
    }
    return true;
  }

  private void compare(double[] v, int row) {
    for (int i = 0; i < references.length; i++) {
      int bothTrue = 0;
      int rowAlone = 0;
      int referenceAlone = 0;
      for (int field = 0; field < slots.length; field++) {
        boolean own = v[row + slots[field]] == Values.TRUE;
        boolean other = references[i][field];
        bothTrue += own && other ? 1 : 0;
        rowAlone += own && !other ? 1 : 0;
        referenceAlone += other && !own ? 1 : 0;
      }
      int none = slots.length - bothTrue - rowAlone - referenceAlone;
      double whole = denominator.of(bothTrue, rowAlone, referenceAlone, none);
      if (whole == 0) {
        fail(v, row);
        return;
      }
      v[row + result + i] = numerator.of(bothTrue, rowAlone, referenceAlone, none) / whole;
    }
  }

  private void fail(double[] v, int row) {
    java.util.Arrays.fill(v, row + result, row + result + references.length, Values.FAILED);
  }

  @Override
  public void write(FlatWriter out) {
    out.wholes(slots);
    out.whole(references.length);
    for (boolean[] reference : references) {
      out.flags(reference);
    }
    numerator.write(out);
    denominator.write(out);
    out.whole(result);
  }

  public static Similarities read(FlatReader in) {
    int[] slots = in.slotArray(1);
    boolean[][] references = in.list(Integer.BYTES, in::flags).toArray(boolean[][]::new);
    for (boolean[] reference : references) {
      if (reference.length != slots.length) {
        throw FlatReader.malformed("as many truth values as fields");
      }
    }
    return new Similarities(
        slots, references, Weights.read(in), Weights.read(in), in.slots(references.length));
  }
}
