package io.slipway.operator.batch.plan;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.slipway.api.v1alpha1.BatchScoring;
import io.slipway.api.v1alpha1.BatchScoringSpec;
import io.slipway.api.v1alpha1.BatchScoringStatus;
import io.slipway.api.v1alpha1.Condition;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.operator.batch.observe.BatchSettings;
import io.slipway.operator.batch.observe.ModelAnswer;
import io.slipway.operator.batch.observe.ModelCredentials;
import io.slipway.operator.batch.observe.RunObjects;
import io.slipway.operator.batch.observe.RunObservation;
import io.slipway.operator.batch.observe.SparkApi;
import io.slipway.operator.batch.observe.SparkOperators;
import io.slipway.operator.desired.Replicas;
import io.slipway.operator.observe.ObjectKey;
import io.slipway.operator.observe.Refusal;
import io.slipway.operator.plan.Plan;
import io.slipway.operator.plan.Step;
import io.slipway.operator.plan.Step.Suspension;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;

/** One run in a cluster that does what it is told: no controller acts but by the test's word. */
final class ToyRun {

  static final String RUN_ID = "sha256:" + "a".repeat(64);
  static final String DIGEST = "sha256:" + "d".repeat(64);
  static final String PLANNED =
      """
      {"model":{"digest":"%s","format":"ONNX"},"planDigest":"sha256:p","runId":"%s","splits":3}
      """
          .formatted(DIGEST, RUN_ID);
  static final String PUBLISHED =
      """
      {"rows":30,"errors":2,"setId":42,"previousSetId":41,"published":true,"broken":[]}
      """;
  static final String LOADED =
      """
      {"rows":30,"errors":2,"setId":42,"published":false,"broken":[]}
      """;

  private static final int ROUNDS = 20;

  private final KubernetesSerialization kubernetes = new KubernetesSerialization();
  private final Map<ObjectKey, HasMetadata> objects = new LinkedHashMap<>();
  private final List<Plan.Event> events = new ArrayList<>();
  private BatchScoring resource;
  private Instant now = Instant.parse("2026-11-23T02:30:00Z");
  private long uids;
  private String image = "slipway-batch:1";
  private String sparkImage = "slipway-spark:1";
  private ModelAnswer model =
      new ModelAnswer.Found(
          "churn",
          Optional.of("7"),
          "http://registry/v1/blobs/" + DIGEST,
          Optional.of(DIGEST),
          Optional.of("ONNX"),
          new ModelCredentials.OfRegistry());
  private Optional<SparkApi> sparkApi = Optional.empty();
  private boolean sparkForbidden;
  private List<Refusal> refusals = List.of();
  private boolean removed;

  ToyRun(String spec) {
    resource =
        kubernetes.unmarshal(
            """
            apiVersion: slipway.io/v1alpha1
            kind: BatchScoring
            metadata: {name: daily, namespace: shop, uid: run-uid, generation: 1}
            spec:
            """
                + spec.indent(2),
            BatchScoring.class);
  }

  /** One of a model of the registry, from CSV into PostgreSQL. */
  static ToyRun usual() {
    return with("");
  }

  /** The same with more in its spec. */
  static ToyRun with(String more) {
    return new ToyRun(
        """
        model: {name: churn, alias: champion}
        input: {type: Csv, uri: s3://lake/customers, keyColumn: id}
        staging: {uri: "pvc://staging/runs"}
        output: {type: PostgreSql, connectionSecret: warehouse}
        credentialsSecret: lake
        """
            + more);
  }

  static ToyRun planned() {
    return planned("");
  }

  static ToyRun planned(String more) {
    ToyRun run = with(more).settle();
    run.completes("daily-plan", PLANNED);
    return run.settle();
  }

  static ToyRun scored() {
    return scored("");
  }

  static ToyRun scored(String more) {
    ToyRun run = planned(more);
    run.condition("daily-score", "Complete");
    return run.settle();
  }

  static ToyRun published() {
    ToyRun run = scored();
    run.completes("daily-publish", PUBLISHED);
    return run.settle();
  }

  // What people and the surroundings do.

  void edit(Function<BatchScoringSpec, BatchScoringSpec> change) {
    resource.setSpec(change.apply(resource.getSpec()));
    resource.getMetadata().setGeneration(resource.getMetadata().getGeneration() + 1);
  }

  /** The spec with a line more or another line. */
  void respec(String from, String to) {
    edit(
        spec -> {
          String yaml = kubernetes.asYaml(spec);
          String changed = from.isEmpty() ? yaml + to : yaml.replace(from, to);
          return kubernetes.unmarshal(changed, BatchScoringSpec.class);
        });
  }

  void modelIs(ModelAnswer answer) {
    model = answer;
  }

  void refuses(Refusal... latest) {
    refusals = List.of(latest);
  }

  void noImage() {
    image = "";
  }

  void noSparkImage() {
    sparkImage = "";
  }

  /** Slipway's own role is one without SparkApplications. */
  void mayNotLookAtSparkApplications() {
    sparkForbidden = true;
  }

  /** The cluster knows SparkApplications of that operator. */
  void hasSparkOperator(SparkApi api) {
    sparkApi = Optional.of(api);
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  // What Kubernetes does.

  /** A pod of the Job says its last word. */
  Pod ends(String job, int exitCode, String word, Duration took) {
    Job live = job(job);
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(job + "-" + uids)
            .withUid("pod-" + uids++)
            .withLabels(live.getSpec().getTemplate().getMetadata().getLabels())
            .withOwnerReferences(
                new OwnerReferenceBuilder()
                    .withApiVersion("batch/v1")
                    .withKind("Job")
                    .withName(job)
                    .withUid(live.getMetadata().getUid())
                    .withController(true)
                    .build())
            .endMetadata()
            .withNewStatus()
            .withPhase(exitCode == 0 ? "Succeeded" : "Failed")
            .addNewContainerStatus()
            .withNewState()
            .withNewTerminated()
            .withExitCode(exitCode)
            .withMessage(word)
            .withStartedAt(now.minus(took).toString())
            .withFinishedAt(now.toString())
            .endTerminated()
            .endState()
            .endContainerStatus()
            .endStatus()
            .build();
    objects.put(ObjectKey.of(pod), pod);
    return pod;
  }

  void put(Pod pod) {
    objects.put(ObjectKey.of(pod), pod);
  }

  void completes(String job, String word) {
    ends(job, 0, word, Duration.ofSeconds(10));
    condition(job, "Complete");
  }

  void givesUp(String job, int exitCode, String word) {
    ends(job, exitCode, word, Duration.ofSeconds(10));
    condition(job, "Failed");
  }

  void condition(String job, String type) {
    Job live = job(job);
    live.setStatus(
        new JobStatusBuilder(Objects.requireNonNullElseGet(live.getStatus(), JobStatus::new))
            .addNewCondition()
            .withType(type)
            .withStatus("True")
            .withLastTransitionTime(now.toString())
            .endCondition()
            .build());
  }

  void succeeded(String job, int indexes) {
    Job live = job(job);
    live.setStatus(new JobStatusBuilder().withSucceeded(indexes).build());
  }

  /** The watch of pods is behind that of Jobs. */
  List<HasMetadata> hidePods() {
    List<HasMetadata> pods =
        objects.values().stream().filter(object -> object instanceof Pod).toList();
    objects.values().removeAll(pods);
    return pods;
  }

  void show(List<HasMetadata> hidden) {
    hidden.forEach(object -> objects.put(ObjectKey.of(object), object));
  }

  void losePods() {
    objects.keySet().removeIf(key -> key.kind().equals("Pod"));
  }

  /** Somebody deletes the run and applies it again before the garbage collector has been here. */
  void isMadeAgain() {
    resource.getMetadata().setUid("run-uid-2");
    resource.setStatus(null);
  }

  void loseStatus() {
    resource.setStatus(null);
  }

  void lose(String kind, String name) {
    objects.remove(new ObjectKey(kind, name));
  }

  // What the operator does.

  /** One look, of which everything is carried out. */
  Planned<BatchScoringStatus> look() {
    Planned<BatchScoringStatus> plan = plan();
    plan.steps().forEach(this::carryOut);
    plan.status().ifPresent(resource::setStatus);
    events.addAll(plan.events());
    return plan;
  }

  Planned<BatchScoringStatus> plan() {
    return RunPlanner.plan(
        new RunObservation(
            now,
            new BatchSettings(
                image, sparkImage, "registry-read", "cluster.local", OptionalLong.of(65532)),
            kubernetes.clone(resource),
            owned(),
            Map.of(),
            spark(),
            model,
            refusals));
  }

  private SparkOperators spark() {
    if (sparkForbidden) {
      return new SparkOperators.Forbidden("cannot list sparkapplications");
    }
    return resource.getSpec().engineOrDefault().asksSparkOperator()
        ? sparkApi
            .<SparkOperators>map(
                api -> new SparkOperators.Served(api, all(GenericKubernetesResource.class)))
            .orElseGet(SparkOperators.Missing::new)
        : new SparkOperators.Unasked();
  }

  /** Looks until there is nothing left to do. */
  ToyRun settle() {
    for (int round = 0; round < ROUNDS; round++) {
      Planned<BatchScoringStatus> plan = look();
      boolean idle =
          plan.status().isEmpty() && plan.steps().stream().allMatch(ToyRun::changesNothing);
      if (idle || removed) {
        return this;
      }
    }
    throw new AssertionError("it does not come to rest: " + plan().steps());
  }

  private static boolean changesNothing(Step step) {
    return step instanceof Step.Apply apply
        && !(apply.precondition() instanceof Step.Precondition.Absent);
  }

  void carryOut(Step step) {
    switch (step) {
      case Step.Apply apply -> apply(apply);
      case Step.Delete delete -> {
        removed |= delete.object().kind().equals("BatchScoring");
        remove(delete.object());
      }
      case Step.SuspendJob suspend ->
          job(suspend.job().name()).getSpec().setSuspend(suspend.wanted() == Suspension.SUSPENDED);
      case Step.Submit submit -> {
        GenericKubernetesResource copy = kubernetes.clone(submit.object());
        copy.getMetadata().setUid("uid-" + uids++);
        copy.getMetadata().setCreationTimestamp(now.toString());
        if (objects.putIfAbsent(ObjectKey.of(copy), copy) != null) {
          throw new AssertionError("submitted twice: " + submit);
        }
      }
      case Step.Withdraw withdraw -> remove(ObjectKey.of(withdraw.object()));
      default -> throw new AssertionError("no step of a run: " + step);
    }
  }

  private void remove(ObjectKey key) {
    HasMetadata gone = objects.remove(key);
    if (gone != null) {
      objects.values().removeIf(isOwnedBy(gone.getMetadata().getUid()));
    }
  }

  private static Predicate<HasMetadata> isOwnedBy(String uid) {
    return object ->
        object.getMetadata().getOwnerReferences().stream()
            .anyMatch(reference -> reference.getUid().equals(uid));
  }

  private void apply(Step.Apply step) {
    ObjectKey key = ObjectKey.of(step.object());
    HasMetadata known = objects.get(key);
    if (known != null && step.precondition() instanceof Step.Precondition.Absent) {
      return;
    }
    HasMetadata copy = kubernetes.clone(step.object());
    copy.getMetadata().setUid(known == null ? "uid-" + uids++ : known.getMetadata().getUid());
    if (known instanceof Deployment before && copy instanceof Deployment after) {
      after.setStatus(before.getStatus());
      keepSize(before, after);
    }
    if (known instanceof HorizontalPodAutoscaler before
        && copy instanceof HorizontalPodAutoscaler after) {
      after.setStatus(before.getStatus());
    }
    objects.put(key, copy);
  }

  /** A size that is not said stays with whom it belongs to; without anybody it is one pod. */
  private static void keepSize(Deployment before, Deployment after) {
    Integer said = after.getSpec().getReplicas();
    boolean theirs = Replicas.areSetByOthers(before);
    if (said == null) {
      after.getSpec().setReplicas(theirs ? before.getSpec().getReplicas() : 1);
    }
    if (said == null || said.equals(before.getSpec().getReplicas())) {
      after.getMetadata().setManagedFields(before.getMetadata().getManagedFields());
    }
  }

  /** As an autoscaler does it. */
  void scales(String deployment, int replicas) {
    Deployment live = the(Deployment.class, deployment);
    live.getSpec().setReplicas(replicas);
    live.getMetadata()
        .setManagedFields(
            List.of(
                new ManagedFieldsEntryBuilder()
                    .withManager("kube-controller-manager")
                    .withSubresource("scale")
                    .withNewFieldsV1()
                    .addToAdditionalProperties("f:spec", Map.of("f:replicas", Map.of()))
                    .endFieldsV1()
                    .build()));
  }

  // What is to be seen.

  boolean isRemoved() {
    return removed;
  }

  BatchScoring resource() {
    return resource;
  }

  BatchScoringStatus status() {
    return resource.getStatus();
  }

  Condition condition(ConditionType type) {
    return status().condition(type).orElseThrow(() -> new AssertionError("no " + type + status()));
  }

  List<String> events() {
    return events.stream().map(event -> event.type() + " " + event.reason()).toList();
  }

  Job job(String name) {
    HasMetadata found = objects.get(new ObjectKey("Job", name));
    if (found == null) {
      throw new AssertionError("no Job " + name + " among " + objects.keySet());
    }
    return (Job) found;
  }

  GenericKubernetesResource application(String name) {
    HasMetadata found = objects.get(new ObjectKey(SparkApi.KIND, name));
    if (found == null) {
      throw new AssertionError("no SparkApplication " + name + " among " + objects.keySet());
    }
    return (GenericKubernetesResource) found;
  }

  boolean has(String kind, String name) {
    return objects.containsKey(new ObjectKey(kind, name));
  }

  <T extends HasMetadata> T the(Class<T> type, String name) {
    HasMetadata found = objects.get(new ObjectKey(HasMetadata.getKind(type), name));
    if (found == null) {
      throw new AssertionError("no " + name + " among " + objects.keySet());
    }
    return type.cast(found);
  }

  List<String> jobs() {
    return all(Job.class).stream().map(job -> job.getMetadata().getName()).toList();
  }

  private RunObjects owned() {
    return new RunObjects(
        all(Job.class),
        all(Pod.class),
        all(ConfigMap.class),
        all(ServiceAccount.class),
        all(Deployment.class),
        all(Service.class),
        all(PodDisruptionBudget.class),
        all(HorizontalPodAutoscaler.class));
  }

  private <T extends HasMetadata> List<T> all(Class<T> type) {
    Collection<HasMetadata> present = objects.values();
    return present.stream()
        .filter(type::isInstance)
        .map(type::cast)
        .map(object -> kubernetes.clone(object))
        .toList();
  }
}
