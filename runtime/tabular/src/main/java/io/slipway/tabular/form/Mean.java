package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;

/** The mean of those of some slots that have a value, by the running update that PMML's avg is. */
public final class Mean implements Kept {
  private final int[] slots;
  private final int result;

  public Mean(int[] slots, int result) {
    this.slots = slots.clone();
    this.result = result;
  }

  @Override
  public void run(Frame frame, int rows) {
    double[] v = frame.numbers();
    for (int row = 0, at = 0; row < rows; row++, at += frame.width()) {
      v[at + result] = mean(v, at);
    }
  }

  private double mean(double[] v, int row) {
    double mean = 0;
    int count = 0;
    for (int slot : slots) {
      double x = v[row + slot];
      if (Values.isFailed(x)) {
        return x;
      }
      if (!Values.isMissing(x)) {
        count++;
        mean += (x - mean) / count;
      }
    }
    if (count == 0) {
      return Values.MISSING;
    }
    return !Double.isNaN(mean) ? mean + 0.0 : Values.FAILED;
  }

  @Override
  public void write(FlatWriter out) {
    out.wholes(slots);
    out.whole(result);
  }

  public static Mean read(FlatReader in) {
    return new Mean(in.slotArray(1), in.slot());
  }
}
