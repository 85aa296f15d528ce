package io.slipway.registry.model;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Which versions a retention rule lets go. */
public final class RetentionRule {
  private RetentionRule() {}

  /**
   * A ready version and when it was last of use.
   *
   * @param last {@link #NOW} while something points to it or serves it
   */
  public record Use(VersionNumber version, Instant last) {
    /** It is in use. */
    public static final Instant NOW = Instant.MAX;
  }

  /** The versions that are neither among the newest nor were of use of late. */
  public static List<VersionNumber> expired(Retention retention, Instant now, List<Use> uses) {
    Instant since = now.minus(retention.keepUnused());
    return uses.stream()
        .sorted(Comparator.comparing(Use::version).reversed())
        .skip(retention.keepLast())
        .filter(use -> use.last().isBefore(since))
        .map(Use::version)
        .toList();
  }
}
