package io.slipway.batch.lookup;

import io.slipway.batch.summary.Summary;
import io.slipway.batch.summary.SummaryDocument;
import io.slipway.batch.warehouse.Predecessor;
import io.slipway.batch.warehouse.Predictions;
import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.SetVersion;
import java.util.Optional;

/** Says what set versions are like, of what the warehouse keeps with them. */
public record Reports(Predictions predictions) {

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
    return new Report(version, summary(version), previous, previous.flatMap(this::summary));
  }

  private Optional<Summary> summary(SetVersion version) {
    return predictions.summary(version.set(), version.setId()).flatMap(SummaryDocument::read);
  }
}
