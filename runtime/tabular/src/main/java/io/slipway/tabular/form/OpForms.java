package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;

/** How ops are kept, whatever they are. */
public interface OpForms {
  /** Writes an op so that {@link #read} can tell what it is. */
  void write(Op op, FlatWriter out);

  Op read(FlatReader in);
}
