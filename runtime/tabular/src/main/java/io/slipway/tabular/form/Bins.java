package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import java.util.List;

/** The bin that a number falls into; the last of several. */
public final class Bins implements Kept {
  private final Domain.Range[] ranges;
  private final double[] values;
  private final double whenMissing;
  private final double otherwise;
  private final int source;
  private final int result;

  /** A range and what is written for numbers in it. */
  public record Bin(Domain.Range range, double value) {}

  public Bins(List<Bin> bins, double whenMissing, double otherwise, int source, int result) {
    this.ranges = bins.stream().map(Bin::range).toArray(Domain.Range[]::new);
    this.values = bins.stream().mapToDouble(Bin::value).toArray();
    this.whenMissing = whenMissing;
    this.otherwise = otherwise;
    this.source = source;
    this.result = result;
  }

  @Override
  public void run(Frame frame, int rows) {
    double[] v = frame.numbers();
    for (int row = 0, at = 0; row < rows; row++, at += frame.width()) {
      v[at + result] = bin(v[at + source]);
    }
  }

  private double bin(double x) {
    if (Double.isNaN(x)) {
      return Values.isMissing(x) ? whenMissing : Values.FAILED;
    }
    for (int i = ranges.length - 1; i >= 0; i--) {
      if (ranges[i].contains(x)) {
        return values[i];
      }
    }
    return otherwise;
  }

  @Override
  public void write(FlatWriter out) {
    out.whole(ranges.length);
    for (int i = 0; i < ranges.length; i++) {
      ranges[i].write(out);
      out.real(values[i]);
    }
    out.real(whenMissing);
    out.real(otherwise);
    out.whole(source);
    out.whole(result);
  }

  public static Bins read(FlatReader in) {
    return new Bins(
        in.list(Double.BYTES, () -> new Bin(Domain.Range.read(in), in.real())),
        in.real(),
        in.real(),
        in.slot(),
        in.slot());
  }
}
