package io.slipway.batch.summary;

import io.slipway.batch.summary.Distribution.Labels;
import io.slipway.batch.summary.Distribution.Numbers;
import io.slipway.batch.summary.StabilityIndex.Share;
import java.util.ArrayList;
import java.util.List;

/** How differently an output is distributed in two sets. */
public sealed interface OutputDrift {

  /** Which output. */
  String output();

  /** It can be said. */
  record Measured(String output, StabilityIndex index) implements OutputDrift {}

  /**
   * It cannot.
   *
   * @param why as the end of a sentence
   */
  record NotComparable(String output, String why) implements OutputDrift {}

  /** Of two sets that both have the output. */
  static OutputDrift of(OutputSummary before, OutputSummary now) {
    List<Share> classes;
    String none;
    long without;
    long withoutNow;
    if (before.distribution() instanceof Numbers one
        && now.distribution() instanceof Numbers other) {
      classes = new ArrayList<>(Classes.of(one, other));
      none = "no number";
      without = before.missing() + one.notNumbers() + one.infinite();
      withoutNow = now.missing() + other.notNumbers() + other.infinite();
    } else if (before.distribution() instanceof Labels one
        && now.distribution() instanceof Labels other) {
      classes = new ArrayList<>(Classes.of(one, other));
      none = "no value";
      without = before.missing();
      withoutNow = now.missing();
    } else if (before.distribution().getClass() == now.distribution().getClass()) {
      return new NotComparable(now.name(), "it has too many different texts to be counted");
    } else {
      return new NotComparable(now.name(), "its values are of another kind than before");
    }
    if (without + withoutNow > 0) {
      classes.add(new Share(none, without, withoutNow));
    }
    return new Measured(now.name(), new StabilityIndex(classes));
  }
}
