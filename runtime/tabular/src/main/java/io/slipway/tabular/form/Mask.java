package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Takes the value from some slots of a row where one of others has none, or fails them where one
 * failed: whichever comes first.
 */
public final class Mask implements Kept {
  private final int[] slots;
  private final boolean[] needsValue;
  private final int[] masked;

  private Mask(Builder builder, int[] masked) {
    this.slots = builder.slots.stream().mapToInt(Integer::intValue).toArray();
    this.needsValue = new boolean[slots.length];
    for (int i = 0; i < slots.length; i++) {
      needsValue[i] = builder.required.get(i);
    }
    this.masked = masked.clone();
  }

  /** Collects what to look at, in order. */
  public static final class Builder {
    private final List<Integer> slots = new ArrayList<>();
    private final BitSet required = new BitSet();

    /** A slot that must hold a value. */
    public void require(int slot) {
      required.set(slots.size());
      slots.add(slot);
    }

    /** A slot that may be missing but must not have failed. */
    public void check(int slot) {
      slots.add(slot);
    }

    public Mask build(int... masked) {
      return new Mask(this, masked);
    }
  }

  @Override
  public void run(Frame frame, int rows) {
    double[] v = frame.numbers();
    for (int row = 0, at = 0; row < rows; row++, at += frame.width()) {
      double mark = mark(v, at);
      if (Double.isNaN(mark)) {
        for (int slot : masked) {
          v[at + slot] = mark;
        }
      }
    }
  }

  private double mark(double[] v, int row) {
    for (int i = 0; i < slots.length; i++) {
      double x = v[row + slots[i]];
      if (Values.isFailed(x) || (needsValue[i] && Values.isMissing(x))) {
        return x;
      }
    }
    return 0;
  }

  @Override
  public void write(FlatWriter out) {
    out.wholes(slots);
    out.flags(needsValue);
    out.wholes(masked);
  }

  public static Mask read(FlatReader in) {
    Builder builder = new Builder();
    int[] slots = in.slotArray(1);
    boolean[] needsValue = in.flags();
    if (needsValue.length != slots.length) {
      throw FlatReader.malformed("as many needs as slots");
    }
    for (int i = 0; i < slots.length; i++) {
      if (needsValue[i]) {
        builder.require(slots[i]);
      } else {
        builder.check(slots[i]);
      }
    }
    return builder.build(in.slotArray(1));
  }
}
