package io.slipway.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.operator.document.Signer;
import io.slipway.operator.events.EventRecorder;
import io.slipway.operator.health.HealthServer;
import io.slipway.operator.health.Watchdog;
import io.slipway.operator.keys.KeySecret;
import io.slipway.operator.kube.ApiServerWait;
import io.slipway.operator.kube.Applier;
import io.slipway.operator.kube.ErrorReport;
import io.slipway.operator.kube.MountEvents;
import io.slipway.operator.kube.Observer;
import io.slipway.operator.kube.OwnedCaches;
import io.slipway.operator.kube.Sessions;
import io.slipway.operator.kube.StatusWriter;
import io.slipway.operator.kube.Writes;
import io.slipway.operator.leader.Leadership;
import io.slipway.operator.measure.Prometheus;
import io.slipway.operator.metrics.MeteredPods;
import io.slipway.operator.metrics.OperatorMetrics;
import io.slipway.operator.observe.Observation;
import io.slipway.operator.plan.Plan;
import io.slipway.operator.podclient.HttpProbe;
import io.slipway.operator.podclient.PodGateway;
import io.slipway.operator.pulse.Beat;
import io.slipway.operator.pulse.Pulse;
import io.slipway.operator.reconcile.Edges;
import io.slipway.operator.reconcile.ModelDeploymentReconciler;
import io.slipway.operator.reconcile.ModelDeploymentReconciler.Alarm;
import io.slipway.operator.reconcile.ModelDeploymentReconciler.ResourceCache;
import io.slipway.operator.reconcile.Pacing;
import io.slipway.operator.reconcile.ProportionateRetry;
import io.slipway.operator.registry.RegistryAnswers;
import io.slipway.operator.registry.RegistryLink;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole operator, from {@link #start} to {@link #close}. Every replica keeps its caches warm;
 * the one that leads acts on them.
 */
public final class SlipwayOperator implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SlipwayOperator.class);

  private static final int THREADS = 8;
  private static final Duration PROBE_LIMIT = Duration.ofMillis(500);
  private static final Duration STUCK = Duration.ofMinutes(5);
  private static final Duration FINISH = Duration.ofSeconds(20);
  private static final Duration AT_LEAST_EVERY = Duration.ofMinutes(10);

  private final OperatorConfig config;
  private final KubernetesClient client;
  private final PodGateway pods;
  private final Function<Signer, Function<Observation, Plan>> planning;
  private final Clock clock;
  private final OperatorMetrics metrics = new OperatorMetrics();
  private final Watchdog watchdog;
  private final Leadership leadership;
  private final Operator framework;
  private volatile String unready = "starting";
  private Optional<HealthServer> health = Optional.empty();
  private Optional<Pulse> pulse = Optional.empty();
  private Optional<RegistryLink> registry = Optional.empty();
  private final BatchControllers batch;
  private final HttpProbe probe = new HttpProbe(PROBE_LIMIT, HttpProbe.PORT);

  /**
   * @param client not closed by the operator
   * @param planning makes what decides, from what documents are signed with
   * @param lost called when the lease is lost: the process has to end at once
   */
  public SlipwayOperator(
      OperatorConfig config,
      KubernetesClient client,
      PodGateway pods,
      Function<Signer, Function<Observation, Plan>> planning,
      Clock clock,
      Runnable lost) {
    this.config = config;
    this.client = client;
    this.pods = new MeteredPods(pods, metrics);
    this.planning = planning;
    this.clock = clock;
    this.watchdog = new Watchdog(clock, STUCK);
    this.leadership =
        new Leadership(
            client,
            config.namespace(),
            config.leaseName(),
            config.identity(),
            config.leaseTiming(),
            metrics::nowLeading,
            lost);
    this.framework = new Operator(this::configure);
    this.batch =
        new BatchControllers(config, client, this.pods, watchdog, leadership, metrics, clock);
  }

  /**
   * Returns when all caches are filled.
   *
   * @throws IOException when the health port is taken, or the thread is interrupted while the API
   *     server is away
   */
  public void start() throws IOException {
    health =
        Optional.of(
            HealthServer.start(
                config.healthPort(), watchdog::stuck, this::unready, metrics::scrape));
    ApiServerWait.untilItAnswers(client);
    ApiServerWait.untilItLists(client, ModelDeployment.class, config.watchNamespaces());
    Signer signer = new KeySecret(client, config.namespace(), config.keySecret()).signer();
    framework.register(
        new ModelDeploymentReconciler(
            (caches, resources, alarm) -> edges(caches, resources, alarm, signer),
            planning.apply(signer),
            watchdog,
            leadership),
        this::configure);
    batch.register(framework);
    framework.start();
    pulse.ifPresent(Pulse::start);
    registry.ifPresent(RegistryLink::start);
    batch.start();
    leadership.start();
    unready = "";
    log.atInfo()
        .addKeyValue(
            "namespaces", config.watchNamespaces().isEmpty() ? "all" : config.watchNamespaces())
        .addKeyValue("identity", config.identity())
        .addKeyValue("runtimeImage", config.settings().runtimeImage())
        .log("Started");
    for (String image : config.settings().imagesByTag()) {
      log.atWarn()
          .addKeyValue("image", image)
          .log("New revisions name this image by a tag, which can be moved; name it by digest");
    }
  }

  /** The port of the health server. */
  public int healthPort() {
    return health.map(HealthServer::port).orElse(config.healthPort());
  }

  /** Finishes what is under way, then gives the lease back. */
  @Override
  public void close() {
    unready = "shutting down";
    pulse.ifPresent(Pulse::close);
    registry.ifPresent(RegistryLink::close);
    batch.close();
    probe.close();
    framework.stop();
    leadership.close();
    health.ifPresent(HealthServer::close);
  }

  private Edges edges(OwnedCaches caches, ResourceCache resources, Alarm alarm, Signer signer) {
    metrics.watch(resources::list);
    Pulse watched =
        new Pulse(
            () -> beats(caches, resources),
            probe,
            pod -> alarm.raise(pod.namespace(), pod.deployment()));
    pulse = Optional.of(watched);
    var writes = new Writes(client, leadership, metrics);
    var statusWriter = new StatusWriter(writes, clock);
    return new Edges(
        new Sessions(resources::list),
        new Observer(
            caches,
            writes,
            pods,
            new MountEvents(client, clock),
            signer,
            config.settings(),
            new Prometheus(config.prometheus(), clock),
            answers(caches, resources, alarm),
            watched::silent,
            clock),
        new Applier(writes, leadership, caches, pods, clock),
        statusWriter,
        new ErrorReport(statusWriter, clock),
        new EventRecorder(client, clock, config.identity()));
  }

  private RegistryAnswers answers(OwnedCaches caches, ResourceCache resources, Alarm alarm) {
    registry =
        config
            .registry()
            .map(
                address ->
                    new RegistryLink(
                        address,
                        resources::list,
                        resource ->
                            alarm.raise(
                                resource.getMetadata().getNamespace(),
                                resource.getMetadata().getName()),
                        resource -> caches.of(resource).revisions(),
                        this::watches,
                        leadership,
                        clock));
    return registry.<RegistryAnswers>map(link -> link).orElse(RegistryAnswers.NOWHERE);
  }

  private boolean watches(String namespace) {
    return config.watchNamespaces().isEmpty() || config.watchNamespaces().contains(namespace);
  }

  /** The pods that callers may enter by. */
  private static List<Beat> beats(OwnedCaches caches, ResourceCache resources) {
    return resources
        .list()
        .flatMap(
            resource ->
                Observer.listening(caches.pods(resource)).stream()
                    .map(
                        pod ->
                            new Beat(
                                resource.getMetadata().getNamespace(),
                                resource.getMetadata().getName(),
                                pod.uid(),
                                pod.ip())))
        .toList();
  }

  private Optional<String> unready() {
    if (!unready.isEmpty()) {
      return Optional.of(unready);
    }
    return framework.getRuntimeInfo().allEventSourcesAreHealthy()
        ? Optional.empty()
        : Optional.of("a watch of the API server is interrupted");
  }

  private void configure(ConfigurationServiceOverrider overrider) {
    overrider
        .withKubernetesClient(client)
        .withCloseClientOnStop(false)
        .withMetrics(metrics)
        .withConcurrentReconciliationThreads(THREADS)
        .withConcurrentWorkflowExecutorThreads(THREADS)
        .withReconciliationTerminationTimeout(FINISH);
  }

  private void configure(ControllerConfigurationOverrider<ModelDeployment> overrider) {
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
