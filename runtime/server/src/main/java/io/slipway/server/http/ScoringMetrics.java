package io.slipway.server.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.slipway.scoring.EngineInfo;
import io.slipway.scoring.EngineInfo.CompiledForm;
import io.slipway.server.describe.ServingCounts;
import io.slipway.server.model.ServedModel;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The meters of one served model. Made once, so that a request looks nothing up by its labels;
 * every label has few values: the model's own names, protocol and outcome. Safe for use by many
 * threads.
 */
final class ScoringMetrics {
  /** From the fastest single row to the default time limit, each bound about twice the last. */
  private static final Duration[] BOUNDS = {
    Duration.ofNanos(250_000),
    Duration.ofNanos(500_000),
    Duration.ofMillis(1),
    Duration.ofNanos(2_500_000),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30)
  };

  private final Map<Protocol, Map<Outcome, Timer>> requests = new EnumMap<>(Protocol.class);
  private final MeterRegistry registry;
  private final Counter rows;
  private final AtomicLong calls = new AtomicLong();
  private final DistributionSummary requestBytes;
  private final DistributionSummary answerBytes;
  private volatile long lastScored;

  ScoringMetrics(MeterRegistry registry, ServedModel served) {
    this.registry = registry;
    Tags model =
        Tags.of("model", served.name(), "version", served.version(), "revision", served.revision());
    tellEngine(registry, model, served.model().engine());
    for (Protocol protocol : Protocol.values()) {
      Map<Outcome, Timer> byOutcome = new EnumMap<>(Outcome.class);
      for (Outcome outcome : Outcome.values()) {
        byOutcome.put(
            outcome,
            Timer.builder("slipway.requests")
                .description("Requests for predictions, from the first byte to the answer")
                .tags(model.and("protocol", protocol.label(), "outcome", outcome.label()))
                .serviceLevelObjectives(BOUNDS)
                .register(registry));
      }
      requests.put(protocol, byOutcome);
    }
    this.rows =
        Counter.builder("slipway.rows").description("Rows scored").tags(model).register(registry);
    this.requestBytes =
        DistributionSummary.builder("slipway.request.size")
            .description("Bodies of requests, as sent")
            .baseUnit("bytes")
            .tags(model)
            .register(registry);
    this.answerBytes =
        DistributionSummary.builder("slipway.answer.size")
            .description("Bodies of answers")
            .baseUnit("bytes")
            .tags(model)
            .register(registry);
  }

  /** Always 1: its labels say which engine scores, and what became of faster ways to it. */
  private static void tellEngine(MeterRegistry registry, Tags model, EngineInfo engine) {
    Gauge.builder("slipway.engine", () -> 1)
        .description("The engine that scores; passed_over says why a faster one does not")
        .tags(
            model.and(
                "engine",
                engine.name(),
                "engine_version",
                engine.version(),
                "passed_over",
                engine.passedOver().map(faster -> faster.reason().name()).orElse(""),
                "compiled_form",
                engine.compiledForm().map(form -> form.state().name()).orElse(""),
                "compiled_form_unfit",
                engine.compiledForm().flatMap(CompiledForm::unfit).map(Enum::name).orElse("")))
        .register(registry);
  }

  void answered(Protocol protocol, Outcome outcome, Duration took, int sent, int returned) {
    Map<Outcome, Timer> byOutcome = requests.get(protocol);
    Timer timer = byOutcome == null ? null : byOutcome.get(outcome);
    if (timer != null) {
      timer.record(took);
    }
    requestBytes.record(sent);
    answerBytes.record(returned);
  }

  void scored(int count) {
    rows.increment(count);
    calls.incrementAndGet();
    lastScored = System.currentTimeMillis();
  }

  /** What has been counted so far. */
  ServingCounts counts() {
    return new ServingCounts(
        lastScored,
        (long) rows.count(),
        calls(),
        took(EnumSet.of(Outcome.SCORED)),
        took(EnumSet.of(Outcome.REFUSED, Outcome.UNAVAILABLE, Outcome.TIMED_OUT, Outcome.FAILED)));
  }

  /** A call for each request, unless rows of many go into one: those are counted by who does it. */
  private long calls() {
    return registry.find("slipway.batch.requests").summaries().stream()
        .findFirst()
        .map(DistributionSummary::count)
        .orElseGet(calls::get);
  }

  private ServingCounts.Took took(Set<Outcome> outcomes) {
    long count = 0;
    double nanos = 0;
    for (Map<Outcome, Timer> byOutcome : requests.values()) {
      for (Map.Entry<Outcome, Timer> timer : byOutcome.entrySet()) {
        if (outcomes.contains(timer.getKey())) {
          count += timer.getValue().count();
          nanos += timer.getValue().totalTime(TimeUnit.NANOSECONDS);
        }
      }
    }
    return new ServingCounts.Took(count, Duration.ofNanos((long) nanos));
  }
}
