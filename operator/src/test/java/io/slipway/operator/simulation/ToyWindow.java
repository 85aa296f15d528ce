package io.slipway.operator.simulation;

import io.slipway.operator.observe.PodReport;
import java.util.Map;

/** What a toy pod counts while target and weights stay the same. */
final class ToyWindow {

  private final String target;
  private final int weightBp;
  private final int shadowBp;
  long stable;
  long stableFailures;
  long candidate;
  long candidateFailures;
  long copies;
  long faults;
  long flips;

  ToyWindow(String target, int weightBp, int shadowBp) {
    this.target = target;
    this.weightBp = weightBp;
    this.shadowBp = shadowBp;
  }

  PodReport.Window report() {
    return new PodReport.Window(
        target,
        weightBp,
        shadowBp,
        new PodReport.Arm(stable, stableFailures, Map.of()),
        new PodReport.Arm(candidate, candidateFailures, Map.of()),
        0,
        Map.of(),
        Map.of(),
        new PodReport.Copies(copies, copies - faults, 0, faults, copies - faults, flips));
  }
}
