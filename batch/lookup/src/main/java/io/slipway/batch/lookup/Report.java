package io.slipway.batch.lookup;

import io.slipway.batch.summary.SetDrift;
import io.slipway.batch.summary.Summary;
import io.slipway.batch.warehouse.SetVersion;
import java.util.Optional;

/**
 * What a set version is like, beside the one that readers had before it.
 *
 * @param summary of its rows, where one was kept with them
 * @param previous the one before, if there was any
 * @param before the summary of that, as long as its rows are kept
 */
public record Report(
    SetVersion version,
    Optional<Summary> summary,
    Optional<SetVersion> previous,
    Optional<Summary> before) {

  /** How far the two are from each other, where there is a summary of both. */
  public Optional<SetDrift> drift() {
    return summary.flatMap(now -> before.map(earlier -> SetDrift.of(earlier, now)));
  }
}
