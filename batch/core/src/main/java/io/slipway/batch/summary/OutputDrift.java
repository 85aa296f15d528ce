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

  /** It cannot. */
  record NotComparable(String output, Cause cause) implements OutputDrift {

    /** As the end of a sentence. */
    public String why() {
      return cause.words;
    }
  }

  /** Why an output cannot be compared. */
  enum Cause {
    /** There is nothing to compare it with. */
    NEW("the previous set does not have it"),
    /** They differ from row to row, in both sets. */
    TEXTS("it has too many different texts to be counted"),
    /** Something has changed that is no matter of how often which value is there. */
    ANOTHER_KIND("its values are of another kind than before");

    private final String words;

    Cause(String words) {
      this.words = words;
    }
  }

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
      return new NotComparable(now.name(), Cause.TEXTS);
    } else {
      return new NotComparable(now.name(), Cause.ANOTHER_KIND);
    }
    if (without + withoutNow > 0) {
      classes.add(new Share(none, without, withoutNow));
    }
    return new Measured(now.name(), new StabilityIndex(classes));
  }
}
