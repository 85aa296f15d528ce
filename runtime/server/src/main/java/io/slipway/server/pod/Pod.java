package io.slipway.server.pod;

import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Engines;
import io.slipway.scoring.Model;
import io.slipway.server.http.RequestRouter;
import io.slipway.server.http.ScoringPorts;
import io.slipway.server.http.ScoringServer;
import io.slipway.server.http.ServingContext;
import io.slipway.server.model.RuntimeVersion;
import io.slipway.server.model.ServedModel;
import io.slipway.server.pod.PodState.Stage;
import io.slipway.server.source.ModelFetcher.Fetched;
import io.slipway.server.traffic.PodAddress;
import io.slipway.server.traffic.RequestCounts;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One scoring pod: its ports listen from the start, while its model is already on its way; {@link
 * #prepare} makes it ready; {@link #leave} ends it. Each is called once.
 */
final class Pod implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Pod.class);
  private static final Map<String, String> CLOSE = Map.of("Connection", "close");
  private static final Duration WARM_UP_LIMIT = Duration.ofSeconds(10);
  private static final Duration CLOSING_LIMIT = Duration.ofSeconds(5);
  private static final Duration DOCUMENT_LOOK = Duration.ofMillis(100);

  private final PodConfig config;
  private final Assignment assignment;
  private final Preparation preparation;
  private final PodNetwork network;
  private final PodState state = new PodState();
  private final RequestCounts counts = new RequestCounts();
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Optional<Traffic> traffic;
  private final Underway<Prepared> model;
  private final ScoringServer scoringServer;
  private final OperatorServer operatorServer;
  private Optional<ScoringWatch> watch = Optional.empty();
  private final AtomicBoolean leaving = new AtomicBoolean();
  private boolean closed;
  private final CountDownLatch prepared = new CountDownLatch(1);

  /**
   * A model that has scored.
   *
   * @param answered a row that it answers, if one is known
   */
  private record Prepared(
      Fetched fetched, ModelLoader.LoadedModel loaded, Optional<Batch> answered) {}

  Pod(
      PodConfig config,
      Assignment assignment,
      Engines engines,
      PodNetwork network,
      Instant startedAt) {
    this.config = config;
    this.assignment = assignment;
    this.preparation = Preparation.of(config, assignment, engines);
    this.network = network;
    this.traffic =
        assignment
            .revision()
            .map(known -> Traffic.of(known, config, network, this::served, this::isBusy));
    this.model = Underway.begin("prepare", this::prepareModel);
    try {
      this.scoringServer = openScoring();
      this.operatorServer = openOperator(startedAt);
    } catch (RuntimeException | Error e) {
      model.giveUp();
      throw e;
    }
  }

  private ScoringServer openScoring() {
    new JvmMemoryMetrics().bindTo(meters);
    new ProcessorMetrics().bindTo(meters);
    traffic.ifPresent(
        parts -> {
          ForwardMeters.register(parts.forwarder(), meters);
          ForwardMeters.register(parts.shadow(), meters);
        });
    return ScoringServer.start(
        new ScoringPorts(config.scoringPort(), OptionalInt.of(config.grpcPort())),
        new ServingContext(
            this::served,
            state::obstacle,
            traffic.map(Traffic::router).orElse(RequestRouter.always()),
            this::answerHeaders,
            counts,
            config.limits(),
            meters));
  }

  private OperatorServer openOperator(Instant startedAt) {
    return new OperatorServer(
        config.operatorPort(),
        new StatusReport(
            config,
            assignment,
            state,
            traffic,
            counts,
            scoringServer::inFlight,
            startedAt,
            RuntimeVersion.current()),
        preparation.cache(),
        meters);
  }

  private Optional<ServedModel> served() {
    return state.loaded().map(PodState.Loaded::served);
  }

  private boolean isBusy() {
    return scoringServer.isBusy();
  }

  int scoringPort() {
    return scoringServer.port();
  }

  int grpcPort() {
    return scoringServer.grpcPort().orElseThrow();
  }

  int operatorPort() {
    return operatorServer.port();
  }

  PodState state() {
    return state;
  }

  /** Asks HTTP/1.1 callers to find another pod, while this one leaves or only forwards. */
  private Map<String, String> answerHeaders() {
    boolean away =
        leaving.get()
            || traffic.map(parts -> parts.trafficRouter().sendsCallersAway()).orElse(false);
    return away ? CLOSE : Map.of();
  }

  /**
   * Fetches, verifies, loads and warms up the model and learns the traffic document; ready when it
   * returns.
   *
   * @throws PodException if that cannot be
   * @throws InterruptedException if the pod is told to leave meanwhile
   */
  void prepare() throws PodException, InterruptedException {
    try {
      Prepared ready;
      try {
        ready = model.await();
        serve(ready);
      } finally {
        lastWord().clear();
      }
      if (traffic.isPresent()) {
        awaitDocument(traffic.get());
      }
      state.enter(Stage.READY);
      // Not before: nobody is to wait for it.
      CollectorMeters.register(meters);
      ready.answered().ifPresent(this::watch);
    } catch (ExecutionException e) {
      throw failed(e.getCause() instanceof PodException known ? known : defect(e));
    } catch (RuntimeException | Error e) {
      throw failed(PodException.internal(e));
    } finally {
      prepared.countDown();
    }
  }

  private static PodException defect(ExecutionException e) {
    return PodException.internal(e.getCause() == null ? e : e.getCause());
  }

  private PodException failed(PodException failure) {
    state.failed(failure);
    return failure;
  }

  /** Only now, when nothing else goes on any more, are calls of the model measured. */
  private void serve(Prepared ready) throws InterruptedException {
    Batching.Batched batched =
        new Batching(
                config.limits().scoringThreads(),
                config.intraOpThreads(),
                config.batchRows(),
                meters)
            .of(ready.loaded());
    scoringServer.scoreAtOnce(batched.callers());
    Fetched fetched = ready.fetched();
    state.loaded(
        new PodState.Loaded(
            new ServedModel(
                batched.model(),
                assignment.modelName(),
                assignment.versionOf(fetched.digest()),
                fetched.digest().toString(),
                assignment.revisionName(),
                ready.loaded().format()),
            fetched.bytes(),
            batched.plan()));
  }

  private synchronized void watch(Batch row) {
    if (!closed) {
      ScoringWatch watching = new ScoringWatch(scoringServer, state, row, config.lostAfter());
      watching.start();
      watch = Optional.of(watching);
    }
  }

  private Prepared prepareModel() throws PodException, InterruptedException {
    Fetched fetched =
        preparation.fetch(
            peers(),
            e -> state.troubled(e.reason().conditionReason(), String.valueOf(e.getMessage())));
    state.enter(Stage.LOADING);
    // A process that memory runs out on may be ended before it can speak: it speaks ahead of time.
    PodException silent = ModelLoader.outOfMemory(fetched);
    lastWord().failed(silent.reason(), silent.words());
    ModelLoader.LoadedModel loaded = preparation.load(fetched);
    // A row that takes as long as a request may would prove nothing of a pod that is busy.
    Duration promptly = Duration.ofMillis(config.limits().requestTimeout().toMillis() / 2);
    return new Prepared(fetched, loaded, new WarmUp(WARM_UP_LIMIT, promptly).run(loaded.model()));
  }

  private TerminationMessage lastWord() {
    return new TerminationMessage(config.termination());
  }

  private Optional<Supplier<List<URI>>> peers() {
    return assignment
        .revision()
        .flatMap(revision -> revision.peers())
        .map(host -> () -> network.peers(host).stream().map(Pod::root).toList());
  }

  private static URI root(PodAddress address) {
    return address.uri("/");
  }

  private void awaitDocument(Traffic parts) throws InterruptedException {
    parts.start();
    for (Optional<String> missing = parts.missing();
        missing.isPresent();
        missing = parts.missing()) {
      state.troubled("", missing.get());
      Thread.sleep(DOCUMENT_LOOK);
    }
  }

  /**
   * Leaves: at once if it was never ready, and otherwise when callers have found other pods.
   *
   * @param preparing the thread that prepares, to be interrupted
   */
  void leave(Thread preparing) throws InterruptedException {
    boolean ready = state.now().stage() == Stage.READY;
    // While it is still known: afterwards the pod is leaving, and nothing else.
    Optional<String> lost = state.lost();
    leaving.set(true);
    state.enter(Stage.LEAVING);
    endWatch();
    if (ready) {
      new Departure(config.drain(), config.limits().requestTimeout()).leave(scoringServer, counts);
    } else {
      preparing.interrupt();
      prepared.await();
    }
    lost.ifPresent(why -> lastWord().failed(PodException.SCORING_LOST, why));
    close();
  }

  @Override
  public void close() {
    endWatch();
    model.giveUp();
    scoringServer.close();
    operatorServer.close();
    traffic.ifPresent(Traffic::close);
    state.loaded().ifPresent(loaded -> close(loaded.served().model()));
  }

  private synchronized void endWatch() {
    closed = true;
    watch.ifPresent(ScoringWatch::close);
  }

  /** Waits for calls that go on, of which some may never end: the process then does it. */
  private static void close(Model model) {
    try {
      LoadingThread.run(
          "model-closer",
          CLOSING_LIMIT,
          () -> {
            model.close();
            return Optional.empty();
          });
    } catch (TimeoutException e) {
      log.atWarn()
          .log(
              "the model is left open: a call of it has not ended within {} s",
              CLOSING_LIMIT.toSeconds());
    } catch (ExecutionException e) {
      throw new IllegalStateException("the model could not be closed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
