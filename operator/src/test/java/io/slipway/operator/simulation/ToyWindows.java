package io.slipway.operator.simulation;

import io.slipway.operator.document.TrafficPayload;
import io.slipway.operator.observe.PodReport;
import io.slipway.operator.observe.PodReport.Arm;
import io.slipway.operator.observe.PodReport.Copies;
import io.slipway.operator.observe.PodReport.Windows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a pod counts under a rollout, as the pod contract has it. */
final class ToyWindows {

  /** One of them, open or closed. */
  private static final class Counts {
    final String target;
    final int weightBp;
    final int shadowBp;
    long stable;
    long candidate;
    long failures;
    long copies;
    long faults;

    Counts(TrafficPayload document) {
      target = document.target();
      weightBp = document.weightBp();
      shadowBp = document.shadowBp();
    }

    Copies compared() {
      return new Copies(copies, copies - faults, 0, faults, copies - faults, 0);
    }

    boolean isOf(TrafficPayload document) {
      return target.equals(document.target())
          && weightBp == document.weightBp()
          && shadowBp == document.shadowBp();
    }
  }

  private String rollout = "";
  private final List<Counts> all = new ArrayList<>();

  void clear() {
    rollout = "";
    all.clear();
  }

  /** A document of another rollout clears what was counted; other weights open a window. */
  void goBy(TrafficPayload document) {
    if (!document.rollout().equals(rollout)) {
      all.clear();
      rollout = document.rollout();
    }
    if (!rollout.isEmpty() && (all.isEmpty() || !all.getLast().isOf(document))) {
      all.add(new Counts(document));
    }
  }

  void stable(long requests) {
    if (!all.isEmpty()) {
      all.getLast().stable += requests;
    }
  }

  void candidate(long requests, long failures) {
    if (!all.isEmpty()) {
      all.getLast().candidate += requests;
      all.getLast().failures += failures;
    }
  }

  void copies(long copies, long faults) {
    if (!all.isEmpty()) {
      all.getLast().copies += copies;
      all.getLast().faults += faults;
    }
  }

  Windows report() {
    if (all.isEmpty()) {
      return Windows.NONE;
    }
    List<PodReport.Window> windows = new ArrayList<>(all.size());
    for (Counts counts : all) {
      windows.add(
          new PodReport.Window(
              counts.target,
              counts.weightBp,
              counts.shadowBp,
              new Arm(counts.stable, 0, Map.of()),
              new Arm(counts.candidate, counts.failures, Map.of()),
              0,
              Map.of(),
              Map.of(),
              counts.compared()));
    }
    return new Windows(rollout, windows);
  }
}
