package io.slipway.conformance.report;

import io.slipway.conformance.check.Level;
import io.slipway.conformance.check.Result;
import java.util.ArrayList;
import java.util.List;

/** How many checks of a level passed, failed and were not applicable. */
record Counts(Level level, long passed, long failed, long skipped) {

  static List<Counts> of(List<Result> results) {
    List<Counts> counts = new ArrayList<>();
    for (Level level : Level.values()) {
      List<Result> some = results.stream().filter(r -> r.check().level() == level).toList();
      counts.add(
          new Counts(
              level,
              some.stream().filter(r -> r.finding() instanceof Result.Passed).count(),
              some.stream().filter(Result::failed).count(),
              some.stream().filter(r -> r.finding() instanceof Result.Skipped).count()));
    }
    return counts;
  }

  String text() {
    return "%s: %d passed, %d failed, %d not applicable"
        .formatted(level.word(), passed, failed, skipped);
  }
}
