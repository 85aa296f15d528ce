package io.slipway.operator.simulation;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.slipway.api.v1alpha1.Condition;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.api.v1alpha1.RevisionStatus;
import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.operator.desired.EntryService;
import io.slipway.operator.desired.EntryService.Selection;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.observe.ObjectKey;
import io.slipway.operator.observe.Observation;
import io.slipway.operator.plan.Plan;
import io.slipway.operator.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What planted bugs do to plans. */
final class BadPlans {

  private BadPlans() {}

  static boolean isIn(Plan plan, RolloutState state) {
    return plan.status()
        .map(ModelDeploymentStatus::rollout)
        .filter(it -> it.state() == state)
        .isPresent();
  }

  static boolean isAt(Plan plan, String step) {
    return plan.status()
        .map(ModelDeploymentStatus::rollout)
        .filter(it -> Objects.equals(it.step(), step))
        .isPresent();
  }

  static Plan narrowed(Plan plan, Observation seen) {
    Optional<String> next =
        plan.status().map(ModelDeploymentStatus::candidate).map(RevisionStatus::revision);
    return next.isEmpty()
        ? plan
        : applying(
            plan,
            object ->
                object instanceof Service service
                        && isEntry(service)
                        && EntryService.selection(service)
                            .equals(Optional.of(new Selection.Every()))
                    ? EntryService.desired(seen.resource(), new Selection.One(next.get()))
                    : object);
  }

  static Plan deletingEntry(Plan plan, Observation seen) {
    return with(
        plan, seen.owned().services().stream().filter(BadPlans::isEntry).map(BadPlans::delete));
  }

  static Plan deletingStable(Plan plan, Observation seen) {
    String stable =
        plan.status().map(ModelDeploymentStatus::stable).map(RevisionStatus::revision).orElse("");
    return with(
        plan,
        seen.owned().deployments().stream()
            .filter(it -> Labels.get(it, Labels.REVISION).filter(stable::equals).isPresent())
            .map(BadPlans::delete));
  }

  static Plan promisingCandidate(Plan plan) {
    return telling(
        plan,
        status ->
            new ModelDeploymentStatus(
                status.observedGeneration(),
                status.url(),
                status.candidate() == null ? status.stable() : status.candidate(),
                status.candidate(),
                status.failedRevisions(),
                status.rollout(),
                status.traffic(),
                status.checks(),
                status.lastHandledAction(),
                status.conditions()));
  }

  static Function<Observation, Plan> counting(Function<Observation, Plan> planner) {
    AtomicLong count = new AtomicLong();
    return seen -> {
      Plan plan = planner.apply(seen);
      return new Plan(
          plan.steps(),
          plan.status(),
          plan.events(),
          Optional.of(Duration.ofMillis(count.incrementAndGet())));
    };
  }

  static Plan withNewerImages(Plan plan) {
    return applying(
        plan,
        object ->
            object instanceof Deployment deployment
                ? new DeploymentBuilder(deployment)
                    .editSpec()
                    .editTemplate()
                    .editSpec()
                    .editFirstContainer()
                    .withImage("slipway-runtime:2")
                    .endContainer()
                    .endSpec()
                    .endTemplate()
                    .endSpec()
                    .build()
                : object);
  }

  static Plan readyAtOnce(Plan plan, Observation seen) {
    ModelDeploymentStatus before = seen.resource().getStatus();
    boolean wasReady =
        before != null
            && before.condition(ConditionType.READY).filter(Condition::holds).isPresent();
    return wasReady
        ? telling(
            plan,
            status ->
                status.condition(ConditionType.STALLED).isPresent()
                    ? status
                    : conditions(status, BadPlans::readyInstead))
        : plan;
  }

  private static Stream<Condition> readyInstead(Condition condition) {
    if (condition.is(ConditionType.RECONCILING)) {
      return Stream.empty();
    }
    return Stream.of(condition.is(ConditionType.READY) ? holding(condition, "Ready") : condition);
  }

  static Plan reconciling(Plan plan) {
    return telling(
        plan,
        status ->
            conditions(
                status,
                condition ->
                    condition.is(ConditionType.STALLED)
                        ? Stream.of(condition, holding(condition, "Reconciling"))
                        : Stream.of(condition)));
  }

  private static Condition holding(Condition condition, String type) {
    return new Condition(
        type,
        "True",
        condition.observedGeneration(),
        condition.lastTransitionTime(),
        condition.reason(),
        condition.message());
  }

  static Plan applyingAccount(Plan plan, Observation seen) {
    return with(
        plan,
        seen.owned().serviceAccounts().stream()
            .map(it -> new Step.Apply(it, new Step.Precondition.AbsentOrOurs())));
  }

  static Plan withoutCommit(Plan plan, Observation seen) {
    String before = stable(seen.resource().getStatus());
    boolean commits =
        plan.status()
            .map(BadPlans::stable)
            .filter(after -> !before.isEmpty() && !after.equals(before))
            .isPresent();
    return commits
        ? new Plan(plan.steps(), Optional.empty(), plan.events(), plan.requeueAfter())
        : plan;
  }

  private static String stable(@Nullable ModelDeploymentStatus status) {
    return status == null || status.stable() == null ? "" : status.stable().revision();
  }

  static Plan withoutLateServices(Plan plan, Observation seen) {
    List<String> deployed =
        seen.owned().deployments().stream().map(it -> it.getMetadata().getName()).toList();
    return only(
        plan,
        step ->
            !(step instanceof Step.Apply apply
                && apply.object() instanceof Service service
                && deployed.contains(service.getMetadata().getName())));
  }

  private static boolean isEntry(Service service) {
    return service.getMetadata().getName().equals(ToyCluster.NAME);
  }

  private static Step delete(HasMetadata object) {
    return new Step.Delete(ObjectKey.of(object), object.getMetadata().getUid(), Optional.empty());
  }

  private static Plan with(Plan plan, Stream<? extends Step> more) {
    List<Step> steps = new ArrayList<>(plan.steps());
    more.forEach(steps::add);
    return new Plan(steps, plan.status(), plan.events(), plan.requeueAfter());
  }

  static Plan only(Plan plan, Predicate<Step> which) {
    return new Plan(
        plan.steps().stream().filter(which).toList(),
        plan.status(),
        plan.events(),
        plan.requeueAfter());
  }

  static Plan steps(Plan plan, UnaryOperator<Step> change) {
    return new Plan(
        plan.steps().stream().map(change).toList(),
        plan.status(),
        plan.events(),
        plan.requeueAfter());
  }

  private static Plan applying(Plan plan, UnaryOperator<HasMetadata> change) {
    return steps(
        plan,
        step ->
            step instanceof Step.Apply apply
                ? new Step.Apply(change.apply(apply.object()), apply.precondition())
                : step);
  }

  private static Plan telling(Plan plan, UnaryOperator<ModelDeploymentStatus> change) {
    return new Plan(plan.steps(), plan.status().map(change), plan.events(), plan.requeueAfter());
  }

  private static ModelDeploymentStatus conditions(
      ModelDeploymentStatus status, Function<Condition, Stream<Condition>> change) {
    return new ModelDeploymentStatus(
        status.observedGeneration(),
        status.url(),
        status.stable(),
        status.candidate(),
        status.failedRevisions(),
        status.rollout(),
        status.traffic(),
        status.checks(),
        status.lastHandledAction(),
        status.conditions().stream().flatMap(change).toList());
  }
}
