package io.slipway.batch.lookup;

import io.slipway.batch.lookup.Report.Unreadable;
import io.slipway.batch.summary.Summary;
import io.slipway.batch.summary.SummaryDocument;
import io.slipway.batch.warehouse.Predecessor;
import io.slipway.batch.warehouse.Predictions;
import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.SetVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what set versions are like, of what the warehouse keeps with them. */
public record Reports(Predictions predictions) {
  private static final Logger log = LoggerFactory.getLogger(Reports.class);

  /**
   * That of a set version.
   *
   * @return empty where there is none of this number
   */
  public Optional<Report> find(SetName set, long setId) {
    return predictions.versions(set).stream()
        .filter(version -> version.setId() == setId)
        .findFirst()
        .map(version -> of(version, Predecessor.of(predictions, version)));
  }

  private Report of(SetVersion version, Optional<SetVersion> previous) {
    List<Unreadable> unreadable = new ArrayList<>();
    return new Report(
        version,
        summary(version, unreadable),
        previous,
        previous.flatMap(before -> summary(before, unreadable)),
        unreadable);
  }

  /** What cannot be read takes nothing from the rest of the report. */
  private Optional<Summary> summary(SetVersion version, List<Unreadable> unreadable) {
    Optional<String> kept = predictions.summary(version.set(), version.setId());
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    try {
      Optional<Summary> summary = SummaryDocument.read(kept.get());
      if (summary.isEmpty()) {
        unreadable.add(new Unreadable(version.setId(), "a newer program wrote it"));
      }
      return summary;
    } catch (IllegalArgumentException e) {
      log.atWarn()
          .addKeyValue("set", version.set())
          .addKeyValue("setId", version.setId())
          .setCause(e)
          .log("the summary cannot be read");
      unreadable.add(
          new Unreadable(version.setId(), "it is no summary: " + String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }
}
