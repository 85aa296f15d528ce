package io.slipway.batch.warehouse;

import io.slipway.batch.warehouse.SetVersion.State;
import java.util.Comparator;
import java.util.List;

/** Which set versions are no longer needed. */
public final class Retention {
  private Retention() {}

  /**
   * Those older than the newest {@code keep} that were published, but for the current one. What was
   * loaded and never published goes with the published ones around it, and so never in place of
   * one.
   */
  public static List<SetVersion> superseded(List<SetVersion> versions, int keep) {
    if (keep < 1) {
      throw WarehouseException.invalid(
          "the number of set versions to keep", "it is %d".formatted(keep), "keep one or more");
    }
    List<Long> kept =
        versions.stream()
            .filter(version -> version.state() == State.PUBLISHED)
            .map(SetVersion::setId)
            .sorted(Comparator.reverseOrder())
            .limit(keep)
            .toList();
    if (kept.size() < keep) {
      return List.of();
    }
    long oldest = kept.getLast();
    return versions.stream()
        .filter(version -> version.setId() < oldest)
        .filter(version -> version.state().isWhole() && !version.current())
        .toList();
  }
}
