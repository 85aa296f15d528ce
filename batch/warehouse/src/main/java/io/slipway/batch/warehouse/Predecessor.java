package io.slipway.batch.warehouse;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which set version readers had before another one. */
public final class Predecessor {
  private Predecessor() {}

  /**
   * Of one that was published, what it replaced then, wherever readers have been sent since. Of one
   * that was not, what readers have now.
   *
   * <p>Where the warehouse kept no note of it, it is what had been published last by then, which is
   * another one only if somebody had gone back in between.
   *
   * @return empty where readers had nothing
   */
  public static Optional<SetVersion> of(Predictions predictions, SetVersion version) {
    List<SetVersion> versions = predictions.versions(version.set());
    return version
        .publishedAt()
        .map(at -> replaced(predictions, versions, version, at))
        .orElseGet(() -> versions.stream().filter(SetVersion::current).findFirst());
  }

  private static Optional<SetVersion> replaced(
      Predictions predictions, List<SetVersion> versions, SetVersion version, Instant at) {
    return predictions
        .replaced(version.set(), version.setId())
        .map(before -> find(versions, before))
        .orElseGet(() -> publishedLast(versions, at));
  }

  private static Optional<SetVersion> find(List<SetVersion> versions, Expected before) {
    return switch (before) {
      case Expected.Nothing() -> Optional.empty();
      case Expected.At(long setId) ->
          versions.stream().filter(version -> version.setId() == setId).findFirst();
    };
  }

  private static Optional<SetVersion> publishedLast(List<SetVersion> versions, Instant before) {
    return versions.stream()
        .filter(version -> version.publishedAt().filter(before::isAfter).isPresent())
        .max(Comparator.comparing(version -> version.publishedAt().orElseThrow()));
  }
}
