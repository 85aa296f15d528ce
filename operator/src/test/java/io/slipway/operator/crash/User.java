package io.slipway.operator.crash;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.slipway.api.v1alpha1.Condition;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.ModelDeploymentSpec;
import io.slipway.api.v1alpha1.ModelSource;
import io.slipway.api.v1alpha1.Rollout;
import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.api.v1alpha1.RolloutStatus;
import io.slipway.operator.crash.Waits.Cause;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.mockcluster.MockCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** Somebody with kubectl, who does not know that operators die. */
final class User {

  static final String NAME = "churn";
  static final int REPLICAS = 2;

  private final MockCluster cluster;
  private final History history;
  private final Duration patience;
  private final List<Cause> causes = new ArrayList<>();
  private long asked;
  private int words;

  User(MockCluster cluster, History history, Duration patience) {
    this.cluster = cluster;
    this.history = history;
    this.patience = patience;
  }

  /** A version whose digest the spec pins. */
  void apply(int version, Rollout rollout) {
    String digest = "sha256:" + String.valueOf(version).repeat(64);
    apply(new ModelSource(null, uri(version), digest, null, null), rollout);
  }

  /** A version that has to be looked up. */
  void applyUnpinned(int version, Rollout rollout) {
    apply(new ModelSource(null, uri(version), null, null, null), rollout);
  }

  private static String uri(int version) {
    return "https://models.example.org/churn/" + version + ".pmml";
  }

  private void apply(ModelSource model, Rollout rollout) {
    var resource = new ModelDeployment();
    resource.setMetadata(
        new ObjectMetaBuilder().withNamespace(cluster.namespace()).withName(NAME).build());
    resource.setSpec(
        new ModelDeploymentSpec(model, REPLICAS, null, null, null, null, rollout, null));
    asked =
        cluster
            .client()
            .resource(resource)
            .fieldManager("user")
            .forceConflicts()
            .serverSideApply()
            .getMetadata()
            .getGeneration();
  }

  void abort(String revision) {
    say("abort@" + revision + "#");
    giveUp(revision);
  }

  void resume(String revision, String step) {
    say("resume@" + revision + "#" + step);
  }

  /** From now on the revision is not to have callers. */
  void giveUp(String revision) {
    causes.add(new Cause(revision, Instant.now()));
  }

  /** Who was given up. */
  List<Cause> causes() {
    return List.copyOf(causes);
  }

  /** As {@code kubectl slipway} does it, of what the status told last. */
  private void say(String word) {
    words++;
    String patch =
        "{\"metadata\":{\"annotations\":{\"%s\":\"%s;%d\"}}}".formatted(Labels.ACTION, word, words);
    cluster
        .client()
        .resources(ModelDeployment.class)
        .withName(NAME)
        .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  void delete() {
    cluster.client().resources(ModelDeployment.class).withName(NAME).delete();
  }

  /** Until what was applied last serves, and nothing else is left. */
  void awaitReady() {
    await(
        "ready",
        resource ->
            isUpToDate(resource)
                && isIn(resource, RolloutState.STABLE)
                && resource
                    .getStatus()
                    .condition(ConditionType.READY)
                    .filter(Condition::holds)
                    .isPresent());
  }

  ModelDeployment await(RolloutState state) {
    return await(state.value(), resource -> isUpToDate(resource) && isIn(resource, state));
  }

  /** Until then, or until something else is so. */
  void await(RolloutState state, BooleanSupplier orElse) {
    await(
        state.value(),
        resource -> orElse.getAsBoolean() || (isUpToDate(resource) && isIn(resource, state)));
  }

  ModelDeployment awaitPauseAt(String step) {
    return await(
        "paused at " + step,
        resource ->
            isUpToDate(resource)
                && rollout(resource)
                    .filter(it -> it.state() == RolloutState.PAUSED && step.equals(it.step()))
                    .isPresent());
  }

  /** Spoils what a revision's pods need. */
  void spoil(String revision) {
    cluster.pods().crash(revision);
  }

  private ModelDeployment await(String what, Predicate<ModelDeployment> wanted) {
    return history.await(what, patience, wanted);
  }

  private boolean isUpToDate(ModelDeployment resource) {
    return resource.getStatus() != null
        && Objects.equals(resource.getStatus().observedGeneration(), asked);
  }

  private static boolean isIn(ModelDeployment resource, RolloutState state) {
    return rollout(resource).filter(rollout -> rollout.state() == state).isPresent();
  }

  private static Optional<RolloutStatus> rollout(ModelDeployment resource) {
    return Optional.ofNullable(resource.getStatus()).map(status -> status.rollout());
  }

  /** Until the garbage collector has been everywhere. */
  void awaitNothing() {
    Awaitility.await()
        .atMost(patience)
        .until(
            () ->
                cluster
                    .objects()
                    .map(HasMetadata::getMetadata)
                    .allMatch(it -> it.getOwnerReferences().isEmpty()));
  }
}
