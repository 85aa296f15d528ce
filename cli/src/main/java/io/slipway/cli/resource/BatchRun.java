package io.slipway.cli.resource;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.api.v1alpha1.BatchPhase;
import io.slipway.api.v1alpha1.BatchPublish;
import io.slipway.api.v1alpha1.BatchScoringStatus;
import io.slipway.api.v1alpha1.Condition;
import java.util.List;
import java.util.Optional;

/**
 * A BatchScoring: one run.
 *
 * @param schedule that made it, if one did
 * @param set the name of the set that it publishes a version of
 * @param staging where splits are kept until all of them are there
 * @param suspended whether a person stopped it
 * @param publish what {@code spec.publish} says, with its defaults
 * @param phaseWord where it is, in the operator's own word
 */
public record BatchRun(
    Metadata metadata,
    Optional<String> schedule,
    String set,
    String staging,
    boolean suspended,
    BatchPublish publish,
    String phaseWord,
    BatchScoringStatus status)
    implements Batch {

  static final String KIND = "BatchScoring";

  /** As kubectl knows it. */
  public static final String RESOURCE = "batchscorings.slipway.io";

  private static final String SHA256 = "sha256:";

  /** So many digits of the run's id name its folder, as the pods' contract has it. */
  private static final int FOLDER_LENGTH = 12;

  private static final String SCHEDULE = "slipway.io/schedule";

  /**
   * The value of a resource's JSON.
   *
   * @throws IllegalArgumentException for JSON of something else
   */
  public static BatchRun of(JsonNode object) {
    Metadata metadata = Metadata.of(object);
    JsonNode spec = object.path("spec");
    return new BatchRun(
        metadata,
        Optional.ofNullable(metadata.labels().get(SCHEDULE)),
        spec.path("output").path("set").asText(metadata.name()),
        spec.path("staging").path("uri").asText(""),
        spec.path("suspend").asBoolean(),
        Json.read(spec.path("publish"), BatchPublish.class),
        object.path("status").path("phase").asText(BatchPhase.PENDING.value()),
        Json.read(object.path("status"), BatchScoringStatus.class));
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

  /** The file with each row that has no prediction, once the set was validated. */
  public Optional<String> errorList() {
    String id = status.runId() == null ? "" : status.runId();
    if (!id.startsWith(SHA256) || id.length() < SHA256.length() + FOLDER_LENGTH) {
      return Optional.empty();
    }
    String folder = id.substring(SHA256.length(), SHA256.length() + FOLDER_LENGTH);
    return Optional.of(
        String.join(
            "/", staging.replaceFirst("/+$", ""), set, folder, "staging/parts/errors.jsonl"));
  }

  /** Where it is. */
  public BatchPhase phase() {
    return BatchPhase.of(phaseWord);
  }

  /** Whether nothing more happens but what a person asks for. */
  public boolean isFinished() {
    return status.finishedAt() != null;
  }
}
