package io.slipway.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.slipway.api.v1alpha1.BatchScoring;
import io.slipway.api.v1alpha1.BatchScoringStatus;
import io.slipway.api.v1alpha1.Reason;
import io.slipway.api.v1alpha1.ScheduledBatchScoring;
import io.slipway.api.v1alpha1.ScheduledBatchScoringStatus;
import io.slipway.operator.batch.observe.BatchSettings;
import io.slipway.operator.batch.plan.RunPlanner;
import io.slipway.operator.batch.plan.SchedulePlanner;
import io.slipway.operator.events.EventRecorder;
import io.slipway.operator.health.Watchdog;
import io.slipway.operator.kube.ApiServerWait;
import io.slipway.operator.kube.Applier;
import io.slipway.operator.kube.BatchCaches;
import io.slipway.operator.kube.BatchObserver;
import io.slipway.operator.kube.ModelAnswers;
import io.slipway.operator.kube.MountEvents;
import io.slipway.operator.kube.ObjectLookup;
import io.slipway.operator.kube.Sessions;
import io.slipway.operator.kube.SparkLookup;
import io.slipway.operator.kube.StatusWriter;
import io.slipway.operator.kube.Writes;
import io.slipway.operator.leader.Leadership;
import io.slipway.operator.metrics.OperatorMetrics;
import io.slipway.operator.observe.RegistryAnswer;
import io.slipway.operator.podclient.PodGateway;
import io.slipway.operator.reconcile.BatchEdges;
import io.slipway.operator.reconcile.BatchScoringReconciler;
import io.slipway.operator.reconcile.Pacing;
import io.slipway.operator.reconcile.ProportionateRetry;
import io.slipway.operator.reconcile.ScheduledBatchScoringReconciler;
import io.slipway.operator.registry.RunModels;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What looks after runs and schedules, beside what looks after ModelDeployments. */
final class BatchControllers implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(BatchControllers.class);

  private static final Duration AT_LEAST_EVERY = Duration.ofMinutes(10);

  private final OperatorConfig config;
  private final KubernetesClient client;
  private final PodGateway pods;
  private final Watchdog watchdog;
  private final Leadership leadership;
  private final OperatorMetrics metrics;
  private final Clock clock;
  private Optional<RunModels> registry = Optional.empty();

  BatchControllers(
      OperatorConfig config,
      KubernetesClient client,
      PodGateway pods,
      Watchdog watchdog,
      Leadership leadership,
      OperatorMetrics metrics,
      Clock clock) {
    this.config = config;
    this.client = client;
    this.pods = pods;
    this.watchdog = watchdog;
    this.leadership = leadership;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * Registers them, where the cluster knows their resources.
   *
   * @throws InterruptedIOException when the thread is interrupted while the API server is away
   */
  void register(Operator framework) throws InterruptedIOException {
    if (!client.supports(BatchScoring.class) || !client.supports(ScheduledBatchScoring.class)) {
      log.warn(
          "The cluster has no BatchScoring: install the chart's definitions to score in batches");
      return;
    }
    ApiServerWait.untilItLists(client, BatchScoring.class, config.watchNamespaces());
    ApiServerWait.untilItLists(client, ScheduledBatchScoring.class, config.watchNamespaces());
    framework.register(
        new BatchScoringReconciler(this::runs, watchdog, leadership), this::configure);
    framework.register(
        new ScheduledBatchScoringReconciler(this::schedules, watchdog, leadership),
        this::configure);
  }

  /** Begins what goes on beside the control loop. */
  void start() {
    registry.ifPresent(RunModels::start);
  }

  @Override
  public void close() {
    registry.ifPresent(RunModels::close);
  }

  private BatchEdges<BatchScoring, BatchScoringStatus> runs(
      BatchCaches<BatchScoring> caches,
      Supplier<Stream<BatchScoring>> resources,
      Consumer<BatchScoring> alarm) {
    metrics.watchRuns(resources);
    registry =
        config.registry().map(address -> new RunModels(address, resources, alarm, leadership));
    var writes = new Writes(client, leadership, metrics);
    var observer = observer(writes);
    var models = new ModelAnswers(client, this::registered);
    return new BatchEdges<>(
        new Sessions(resources),
        (run, session) -> observer.observe(run, session, caches, models).map(RunPlanner::plan),
        applier(writes, caches),
        new StatusWriter(writes, clock),
        new EventRecorder(client, clock, config.identity()),
        BatchScoring::new);
  }

  private BatchEdges<ScheduledBatchScoring, ScheduledBatchScoringStatus> schedules(
      BatchCaches<ScheduledBatchScoring> caches,
      Supplier<Stream<ScheduledBatchScoring>> resources,
      Consumer<ScheduledBatchScoring> alarm) {
    var writes = new Writes(client, leadership, metrics);
    var observer = observer(writes);
    return new BatchEdges<>(
        new Sessions(resources),
        (schedule, session) ->
            observer.observe(schedule, session, caches).map(SchedulePlanner::plan),
        applier(writes, caches),
        new StatusWriter(writes, clock),
        new EventRecorder(client, clock, config.identity()),
        ScheduledBatchScoring::new);
  }

  private RegistryAnswer registered(BatchScoring run) {
    return registry
        .map(models -> models.of(run))
        .orElseGet(
            () ->
                new RegistryAnswer.Failed(
                    Reason.REGISTRY_UNREACHABLE,
                    "the operator was not told where the registry is (chart value registry.url)"));
  }

  private BatchObserver observer(Writes writes) {
    return new BatchObserver(
        writes,
        new MountEvents(client, clock),
        new SparkLookup(client),
        new BatchSettings(
            config.batchImage(),
            config.sparkImage(),
            config.settings().registrySecret(),
            config.settings().clusterDomain(),
            config.batchGroup()),
        clock);
  }

  private Applier applier(Writes writes, ObjectLookup caches) {
    return new Applier(writes, leadership, caches, pods, clock);
  }

  private void configure(ControllerConfigurationOverrider<?> overrider) {
    overrider
        .withGenerationAware(false)
        .withRetry(new ProportionateRetry(clock))
        .withRateLimiter(new Pacing(System::nanoTime))
        .withReconciliationMaxInterval(AT_LEAST_EVERY);
    if (config.watchNamespaces().isEmpty()) {
      overrider.watchingAllNamespaces();
    } else {
      overrider.settingNamespaces(config.watchNamespaces());
    }
  }
}
