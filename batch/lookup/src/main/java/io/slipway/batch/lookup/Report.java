package io.slipway.batch.lookup;

import io.slipway.batch.summary.SetDrift;
import io.slipway.batch.summary.Summary;
import io.slipway.batch.warehouse.SetVersion;
import java.util.List;
import java.util.Optional;

/**
 * What a set version is like, beside the one that readers had before it.
 *
 * @param summary of its rows, where one was kept with them
 * @param previous the one before, if there was any
 * @param before the summary of that, as long as its rows are kept
 * @param unreadable which of the two summaries is there and says nothing to this program
 */
public record Report(
    SetVersion version,
    Optional<Summary> summary,
    Optional<SetVersion> previous,
    Optional<Summary> before,
    List<Unreadable> unreadable) {

  /**
   * A summary that is not what this program writes.
   *
   * @param setId whose
   * @param why as a sentence has it after "it cannot be read"
   */
  public record Unreadable(long setId, String why) {}

  public Report {
    unreadable = List.copyOf(unreadable);
  }

  /** How far the two are from each other, where there is a summary of both. */
  public Optional<SetDrift> drift() {
    return summary.flatMap(now -> before.map(earlier -> SetDrift.of(earlier, now)));
  }
}
