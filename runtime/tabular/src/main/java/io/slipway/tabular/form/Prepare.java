package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;

/** Holds a value inside the program to a domain: the mining schema of a model inside another. */
public final class Prepare implements Kept {
  private final Domain.Check check;
  private final int source;
  private final int result;

  public Prepare(Domain domain, int source, int result) {
    this.check = domain.compile();
    this.source = source;
    this.result = result;
  }

  @Override
  public void run(Frame frame, int rows) {
    double[] v = frame.numbers();
    for (int row = 0, at = 0; row < rows; row++, at += frame.width()) {
      v[at + result] = check.apply(v[at + source]);
    }
  }

  @Override
  public void write(FlatWriter out) {
    check.domain().write(out);
    out.whole(source);
    out.whole(result);
  }

  public static Prepare read(FlatReader in) {
    return new Prepare(Domain.read(in), in.slot(), in.slot());
  }
}
