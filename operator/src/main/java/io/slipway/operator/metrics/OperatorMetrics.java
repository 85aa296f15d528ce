package io.slipway.operator.metrics;

import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.slipway.api.v1alpha1.BatchPhase;
import io.slipway.api.v1alpha1.BatchScoring;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.ModelDeployment;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The operator's meters. Safe for use by several threads. */
public final class OperatorMetrics implements Metrics {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicInteger leading = new AtomicInteger();

  public OperatorMetrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    Gauge.builder("slipway.operator.leading", leading, AtomicInteger::get)
        .description("1 while this process is the leader")
        .register(registry);
  }

  /** The text that Prometheus scrapes. */
  public String scrape() {
    return registry.scrape();
  }

  /** Tells that this process leads from now on. */
  public void nowLeading() {
    leading.set(1);
  }

  /**
   * Counts resources by condition from now on.
   *
   * @param resources those in the cache, read at every scrape
   */
  public void watch(Supplier<Stream<ModelDeployment>> resources) {
    Gauge.builder("slipway.modeldeployments", () -> resources.get().count())
        .description("ModelDeployments that the operator looks after")
        .register(registry);
    for (ConditionType type : ConditionType.values()) {
      Gauge.builder(
              "slipway.modeldeployments.condition",
              () -> resources.get().filter(r -> holds(r, type)).count())
          .description("ModelDeployments of which the condition is True")
          .tag("condition", type.value())
          .register(registry);
    }
  }

  /**
   * Counts runs by phase from now on.
   *
   * @param runs those in the cache, read at every scrape
   */
  public void watchRuns(Supplier<Stream<BatchScoring>> runs) {
    for (BatchPhase phase : BatchPhase.values()) {
      Gauge.builder(
              "slipway.batchscorings",
              () -> runs.get().filter(run -> phaseOf(run) == phase).count())
          .description("BatchScorings that the operator looks after, by phase")
          .tag("phase", phase.value())
          .register(registry);
    }
  }

  private static BatchPhase phaseOf(BatchScoring run) {
    BatchPhase phase = run.getStatus() == null ? null : run.getStatus().phase();
    return phase == null ? BatchPhase.PENDING : phase;
  }

  private static boolean holds(ModelDeployment resource, ConditionType type) {
    var status = resource.getStatus();
    return status != null
        && status.condition(type).filter(condition -> condition.holds()).isPresent();
  }

  /**
   * Counts a write to the API server.
   *
   * @param verb of a fixed few, such as {@code apply}
   * @param kind of the object
   * @param result of a fixed few, such as {@code ok}
   */
  public void wrote(String verb, String kind, String result) {
    Counter.builder("slipway.operator.writes")
        .description("Writes sent to the API server")
        .tags("verb", verb, "kind", kind, "result", result)
        .register(registry)
        .increment();
  }

  /**
   * Counts a round of requests to pods.
   *
   * @param request {@code status} or {@code traffic}
   */
  public void askedPods(String request, int asked, int answered) {
    pods(request, "answered").increment(answered);
    pods(request, "silent").increment(Math.max(0, asked - answered));
  }

  private Counter pods(String request, String result) {
    return Counter.builder("slipway.operator.pod.requests")
        .description("Requests sent to port 9090 of pods")
        .tags("request", request, "result", result)
        .register(registry);
  }

  @Override
  public <T> T timeControllerExecution(ControllerExecution<T> execution) throws Exception {
    var sample = Timer.start(registry);
    String result = "error";
    try {
      T value = execution.execute();
      result = "ok";
      return value;
    } finally {
      sample.stop(
          Timer.builder("slipway.operator.reconciliations")
              .description("Reconciliations, and how long they took")
              .tag("result", result)
              .register(registry));
    }
  }
}
