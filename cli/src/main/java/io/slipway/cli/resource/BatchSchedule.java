package io.slipway.cli.resource;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.api.v1alpha1.Condition;
import io.slipway.api.v1alpha1.ScheduledBatchScoringStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A ScheduledBatchScoring: what makes runs.
 *
 * @param schedule when, in the form of cron
 * @param timeZone in which that is meant
 * @param set the name of the set that its runs publish versions of
 * @param suspended whether it makes none
 */
public record BatchSchedule(
    Metadata metadata,
    String schedule,
    String timeZone,
    String set,
    boolean suspended,
    ScheduledBatchScoringStatus status)
    implements Batch {

  static final String KIND = "ScheduledBatchScoring";

  /** As kubectl knows it. */
  public static final String RESOURCE = "scheduledbatchscorings.slipway.io";

  /**
   * The value of a resource's JSON.
   *
   * @throws IllegalArgumentException for JSON of something else
   */
  public static BatchSchedule of(JsonNode object) {
    Metadata metadata = Metadata.of(object);
    JsonNode spec = object.path("spec");
    return new BatchSchedule(
        metadata,
        spec.path("schedule").asText(""),
        spec.path("timeZone").asText("Etc/UTC"),
        spec.path("template").path("spec").path("output").path("set").asText(metadata.name()),
        spec.path("suspend").asBoolean(),
        Json.read(object.path("status"), ScheduledBatchScoringStatus.class));
  }

  /** How many of its runs are not finished. */
  public int activeRuns() {
    return status.active().size() + more();
  }

  /** Their names, as far as the status has them, and how many there are beside those. */
  public String namesOfActive() {
    String names = String.join(", ", status.active());
    return more() == 0 ? names : "%s and %d older ones".formatted(names, more());
  }

  private int more() {
    return Objects.requireNonNullElse(status.moreActive(), 0);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String resource() {
    return RESOURCE;
  }

  @Override
  public Optional<Long> observed() {
    return Optional.ofNullable(status.observedGeneration());
  }

  @Override
  public List<Condition> conditions() {
    return status.conditions();
  }
}
