package io.slipway.registry.model;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Something began or ceased to use a version, as the one that uses it tells.
 *
 * @param at when it happened, by the clock of the one that tells
 * @param recorded when it was told, and by whom
 */
public record DeploymentEvent(
    long id,
    ModelName model,
    VersionNumber version,
    Digest digest,
    Place place,
    Phase phase,
    Instant at,
    Remark recorded) {

  /**
   * What uses it. Two tracks of one deployment use versions independently.
   *
   * @param cluster empty where there is one only
   * @param uid tells two deployments apart that had the same name one after the other
   */
  public record Place(String cluster, String namespace, String name, String uid, Track track) {
    @Override
    public String toString() {
      String where = cluster.isEmpty() ? "" : cluster + "/";
      return "%s%s/%s (%s)".formatted(where, namespace, name, track.text());
    }
  }

  /** In which role. */
  public enum Track {
    STABLE,
    CANDIDATE,
    BATCH,
    EMBEDDED;

    /** As it is written. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Reads what {@link #text} writes. */
    public static Track parse(String text) {
      return oneOf("track", values(), text);
    }
  }

  /** What happened. */
  public enum Phase {
    /** It uses this version from now on, and no other on this track. */
    SERVING,
    /** It uses none on this track any more. */
    ENDED,
    /** The same, and this version was the cause. */
    FAILED;

    /** As it is written. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Reads what {@link #text} writes. */
    public static Phase parse(String text) {
      return oneOf("phase", values(), text);
    }
  }

  private static <E extends Enum<E>> E oneOf(String what, E[] values, String text) {
    return Arrays.stream(values)
        .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidException(
                    "%s %s: write one of %s"
                        .formatted(
                            what,
                            Quoted.of(text),
                            Arrays.stream(values)
                                .map(value -> value.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ")))));
  }
}
