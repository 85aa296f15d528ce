package io.slipway.scoring;

import java.util.BitSet;

/**
 * Which elements of a column hold a value; the others are missing. Immutable, so that one instance
 * may be shared by columns and threads.
 */
public final class Validity {
  /** Every element holds a value. */
  public static final Validity ALL = new Validity(new BitSet());

  private final BitSet missing;

  private Validity(BitSet missing) {
    this.missing = missing;
  }

  /** All elements hold a value but those whose bit is set in {@code missing}. */
  public static Validity allBut(BitSet missing) {
    return missing.isEmpty() ? ALL : new Validity((BitSet) missing.clone());
  }

  public boolean isValid(int index) {
    return !missing.get(index);
  }

  public boolean hasMissing() {
    return !missing.isEmpty();
  }

  /** The position of the first missing element from {@code from} on, or -1. */
  public int nextMissing(int from) {
    return missing.nextSetBit(from);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Validity validity && missing.equals(validity.missing);
  }

  @Override
  public int hashCode() {
    return missing.hashCode();
  }

  @Override
  public String toString() {
    return missing.isEmpty() ? "all valid" : "missing " + missing;
  }
}
