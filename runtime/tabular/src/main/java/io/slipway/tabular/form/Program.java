package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A lowered model: its slots and the ops that fill them, in order. Safe for use by many threads;
 * each works on a frame of its own.
 */
public final class Program {
  private static final int MOST_ROWS = 64;
  private static final int NUMBERS_IN_A_FRAME = 1 << 14;
  private static final int MOST_TEXTS = 1 << 16;

  /** A text can have a million characters, and those of all of a frame's rows are there at once. */
  private static final int TEXTS_IN_A_FRAME = 64;

  private final double[] initial;
  private final int textWidth;
  private final Op[] ops;
  private final int rows;
  private final AtomicReference<Frame> spare = new AtomicReference<>();

  /**
   * @param initial what each slot holds before the first op: constants, which no op overwrites
   * @param textWidth how many text slots
   */
  public Program(double[] initial, int textWidth, List<Op> ops) {
    this.initial = initial.clone();
    this.textWidth = textWidth;
    this.ops = ops.toArray(Op[]::new);
    // As many rows as stay in the cache next to the core, within reason.
    int fitting =
        Math.min(
            NUMBERS_IN_A_FRAME / Math.max(1, initial.length),
            TEXTS_IN_A_FRAME / Math.max(1, textWidth));
    this.rows = Math.max(1, Math.min(MOST_ROWS, fitting));
  }

  int width() {
    return initial.length;
  }

  public int textWidth() {
    return textWidth;
  }

  void fill(double[] numbers, int at) {
    System.arraycopy(initial, 0, numbers, at, initial.length);
  }

  /** A frame for up to {@code wanted} rows, or as many of them as one pass takes. */
  public Frame borrow(int wanted) {
    int capacity = Math.min(rows, Math.max(1, wanted));
    Frame frame = spare.getAndSet(null);
    return frame != null && frame.capacity() >= capacity ? frame : new Frame(this, capacity);
  }

  /** Takes a frame back. The larger one is kept. */
  public void giveBack(Frame frame) {
    if (textWidth > 0) {
      frame.forgetTexts();
    }
    Frame other = spare.get();
    if (other == null || other.capacity() < frame.capacity()) {
      spare.compareAndSet(other, frame);
    }
  }

  public void run(Frame frame, int count) {
    for (Op op : ops) {
      op.run(frame, count);
    }
  }

  @Override
  public String toString() {
    return "Program of %d slots, %d text slots, %s"
        .formatted(initial.length, textWidth, Arrays.toString(ops));
  }

  /**
   * @param forms of the ops
   */
  public void write(FlatWriter out, OpForms forms) {
    out.reals(initial);
    out.whole(textWidth);
    out.whole(ops.length);
    for (Op op : ops) {
      forms.write(op, out);
    }
  }

  /** Slots that are read afterwards are this program's. */
  public static Program read(FlatReader in, OpForms forms) {
    double[] initial = in.reals();
    int textWidth = in.within(0, MOST_TEXTS);
    in.frameOf(initial.length, textWidth);
    return new Program(initial, textWidth, in.list(Integer.BYTES, () -> forms.read(in)));
  }
}
