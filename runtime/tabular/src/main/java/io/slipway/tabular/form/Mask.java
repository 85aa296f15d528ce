package io.slipway.tabular.form;

/** Takes the value from some slots of a row where one of others has none. */
public final class Mask implements Op {
  private final int[] required;
  private final int[] masked;

  public Mask(int[] required, int[] masked) {
    this.required = required.clone();
    this.masked = masked.clone();
  }

  @Override
  public void run(Frame frame, int rows) {
    double[] v = frame.numbers();
    for (int row = 0, at = 0; row < rows; row++, at += frame.width()) {
      for (int slot : required) {
        if (Values.isMissing(v[at + slot])) {
          for (int target : masked) {
            v[at + target] = Values.MISSING;
          }
          break;
        }
        if (Values.isFailed(v[at + slot])) {
          for (int target : masked) {
            v[at + target] = Values.FAILED;
          }
          break;
        }
      }
    }
  }
}
