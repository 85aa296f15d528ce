package io.slipway.batch.lookup;

import io.slipway.batch.summary.Summary;
import io.slipway.batch.summary.SummaryDocument;
import io.slipway.batch.warehouse.Predictions;
import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.SetVersion;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Says what set versions are like, of what the warehouse keeps with them. */
public record Reports(Predictions predictions) {

  /**
   * That of a set version.
   *
   * @return empty where there is none of this number
   */
  public Optional<Report> find(SetName set, long setId) {
    List<SetVersion> versions = predictions.versions(set);
    return versions.stream()
        .filter(version -> version.setId() == setId)
        .findFirst()
        .map(version -> of(version, previous(versions, version)));
  }

  private Report of(SetVersion version, Optional<SetVersion> previous) {
    return new Report(version, summary(version), previous, previous.flatMap(this::summary));
  }

  private Optional<Summary> summary(SetVersion version) {
    return predictions.summary(version.set(), version.setId()).flatMap(SummaryDocument::read);
  }

  /** What was published last before it; for one that was not published yet, what readers have. */
  private static Optional<SetVersion> previous(List<SetVersion> versions, SetVersion of) {
    if (of.publishedAt().isEmpty()) {
      return versions.stream().filter(SetVersion::current).findFirst();
    }
    Instant at = of.publishedAt().get();
    return versions.stream()
        .filter(version -> version.publishedAt().filter(at::isAfter).isPresent())
        .max(Comparator.comparing(version -> version.publishedAt().orElseThrow()));
  }
}
