package io.slipway.operator.batch.status;

import io.slipway.api.v1alpha1.BatchAskStatus;
import io.slipway.api.v1alpha1.BatchDriftStatus;
import io.slipway.api.v1alpha1.BatchLookupStatus;
import io.slipway.api.v1alpha1.BatchModelStatus;
import io.slipway.api.v1alpha1.BatchPhase;
import io.slipway.api.v1alpha1.BatchRowsStatus;
import io.slipway.api.v1alpha1.BatchScoring;
import io.slipway.api.v1alpha1.BatchScoringStatus;
import io.slipway.api.v1alpha1.BatchSplitsStatus;
import io.slipway.api.v1alpha1.Condition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a run remembers, as its status had it, to be changed and written again. Used by one plan.
 */
public final class RunDraft {

  private final long generation;
  private @Nullable BatchModelStatus model;
  private @Nullable String runId;
  private @Nullable String planDigest;
  private @Nullable BatchSplitsStatus splits;
  private @Nullable BatchRowsStatus rows;
  private @Nullable Long secondsLeft;
  private List<BatchDriftStatus> drift = List.of();
  private List<String> driftNotJudged = List.of();
  private @Nullable Long setId;
  private @Nullable Long previousSetId;
  private @Nullable Long activeSetId;
  private @Nullable Long handledSetId;
  private @Nullable BatchAskStatus asked;
  private @Nullable String publishedAt;
  private @Nullable String startedAt;
  private @Nullable String finishedAt;
  private @Nullable BatchLookupStatus lookup;

  private RunDraft(long generation, @Nullable BatchScoringStatus before) {
    this.generation = generation;
    if (before != null) {
      model = before.model();
      runId = before.runId();
      planDigest = before.planDigest();
      splits = before.splits();
      rows = before.rows();
      drift = before.drift();
      driftNotJudged = before.driftNotJudged();
      setId = before.setId();
      previousSetId = before.previousSetId();
      activeSetId = before.activeSetId();
      handledSetId = before.handledSetId();
      asked = before.asked();
      publishedAt = before.publishedAt();
      startedAt = before.startedAt();
      finishedAt = before.finishedAt();
    }
  }

  /** What the resource's status says. */
  public static RunDraft of(BatchScoring run) {
    Long generation = run.getMetadata().getGeneration();
    return new RunDraft(generation == null ? 0 : generation, run.getStatus());
  }

  /** The status that says all of it. */
  public BatchScoringStatus status(BatchPhase phase, List<Condition> conditions) {
    return new BatchScoringStatus(
        generation,
        phase,
        model,
        runId,
        planDigest,
        splits,
        rows,
        progress(),
        secondsLeft,
        drift,
        driftNotJudged,
        setId,
        previousSetId,
        activeSetId,
        handledSetId,
        asked,
        publishedAt,
        startedAt,
        finishedAt,
        lookup,
        conditions);
  }

  private @Nullable String progress() {
    if (splits == null) {
      return null;
    }
    return splits.total() == 0 ? "100%" : splits.committed() * 100L / splits.total() + "%";
  }

  public Optional<BatchModelStatus> model() {
    return Optional.ofNullable(model);
  }

  public void model(BatchModelStatus known) {
    model = known;
  }

  public Optional<String> runId() {
    return Optional.ofNullable(runId);
  }

  /** What the plan came to. */
  public void planned(String run, String digest, int total) {
    runId = run;
    planDigest = digest;
    splits = new BatchSplitsStatus(total, 0, 0);
  }

  public Optional<BatchSplitsStatus> splits() {
    return Optional.ofNullable(splits);
  }

  public void splits(BatchSplitsStatus known) {
    splits = known;
  }

  public Optional<BatchRowsStatus> rows() {
    return Optional.ofNullable(rows);
  }

  public void rows(BatchRowsStatus known) {
    rows = known;
  }

  /** How differently outputs are distributed than before. */
  public void drift(List<BatchDriftStatus> known) {
    drift = List.copyOf(known);
  }

  /** What no drift can be told of, and why. */
  public List<String> driftNotJudged() {
    return driftNotJudged;
  }

  public void driftNotJudged(List<String> known) {
    driftNotJudged = List.copyOf(known);
  }

  public void secondsLeft(OptionalLong estimate) {
    secondsLeft = estimate.isPresent() ? estimate.getAsLong() : null;
  }

  public OptionalLong setId() {
    return optional(setId);
  }

  /** The run's own set is in the warehouse. */
  public void loaded(long set) {
    setId = set;
  }

  public OptionalLong activeSetId() {
    return optional(activeSetId);
  }

  /** Readers see that set now, and saw another before. */
  public void activated(long set, OptionalLong previous) {
    activeSetId = set;
    previous.ifPresent(before -> previousSetId = before);
  }

  public OptionalLong handledSetId() {
    return optional(handledSetId);
  }

  public void handled(OptionalLong asked) {
    handledSetId = asked.isPresent() ? asked.getAsLong() : null;
  }

  /** That readers see that set is asked for by the present edit, unless an earlier one did. */
  public BatchAskStatus asked(long set) {
    BatchAskStatus known = asked;
    BatchAskStatus ask =
        known != null && known.setId() == set ? known : new BatchAskStatus(set, generation);
    asked = ask;
    return ask;
  }

  /** What was asked for is done, or nobody asks for it any more. */
  public void nothingAsked() {
    asked = null;
  }

  public boolean isPublished() {
    return publishedAt != null;
  }

  public void publishedAt(Instant now) {
    publishedAt = time(now);
  }

  public void startedAt(Instant now) {
    startedAt = startedAt == null ? time(now) : startedAt;
  }

  /** When the run ended. */
  public Optional<Instant> finishedAt() {
    return Optional.ofNullable(finishedAt).map(Instant::parse);
  }

  public void finishedAt(Instant now) {
    finishedAt = finishedAt == null ? time(now) : finishedAt;
  }

  public void lookup(Optional<BatchLookupStatus> service) {
    lookup = service.orElse(null);
  }

  public Optional<BatchLookupStatus> lookup() {
    return Optional.ofNullable(lookup);
  }

  private static OptionalLong optional(@Nullable Long value) {
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** A time as the API has it: whole seconds, UTC. */
  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
