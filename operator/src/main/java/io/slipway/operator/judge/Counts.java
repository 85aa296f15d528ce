package io.slipway.operator.judge;

import java.util.List;

/** The numbers that a verdict was computed from: all of them, and nothing else. */
public sealed interface Counts {

  /**
   * Of {@link OddsRatioTest}; of {@link AbsoluteRateTest} one, whose stable arm is the reference.
   */
  record Windows(List<Window> windows) implements Counts {
    public Windows {
      windows = List.copyOf(windows);
    }
  }

  /** Of {@link SampleRatioTest}. */
  record Splits(List<Split> splits) implements Counts {
    public Splits {
      splits = List.copyOf(splits);
    }
  }

  /** Of {@link PopulationStabilityIndex}, after small bins were merged. */
  record Bins(List<Bin> bins) implements Counts {
    public Bins {
      bins = List.copyOf(bins);
    }
  }

  /** Of {@link Proportion}. */
  record Events(Proportion proportion) implements Counts {}

  /** Predictions of both arms in one range of values, or of one label. */
  record Bin(long stable, long candidate) {
    Bin plus(Bin other) {
      return new Bin(stable + other.stable, candidate + other.candidate);
    }
  }
}
