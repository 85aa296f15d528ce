package io.slipway.tabular.form;

/** One step of a program. Immutable. */
public interface Op {

  /** Computes the slots that it writes, for the first {@code rows} rows of a frame. */
  void run(Frame frame, int rows);
}
