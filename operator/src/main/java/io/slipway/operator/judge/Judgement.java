package io.slipway.operator.judge;

import java.util.List;

/** A verdict, and the numbers behind it. */
public record Judgement(Verdict verdict, Evidence evidence) {

  /** Of a check for which there are no numbers. */
  public static Judgement unknown(InconclusiveReason reason) {
    return new Judgement(
        new Verdict.Inconclusive(reason),
        new Evidence(0, 0, 0, 1, 1, 0, 0, new Counts.Windows(List.of())));
  }
}
