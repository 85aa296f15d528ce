package io.slipway.operator.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.slipway.testing.apiserver.ApiServer;
import io.slipway.testing.apiserver.WithApiServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * On a bad line to the API server a version change takes longer, and is the same. With {@code
 * -Plong} the line is worse, and more is played on it.
 */
@WithApiServer
class BadLineIT {

  private static final boolean LONG = Boolean.getBoolean("slipway.long");
  private static final Duration LATENESS = Duration.ofMillis(LONG ? 30_000 : 500);
  private static final Duration OUTAGE = Duration.ofSeconds(LONG ? 120 : 4);
  private static final long SEED = 44;

  /** All of them with {@code -Plong}. */
  private static final Set<Scenario> SCENARIOS =
      LONG
          ? EnumSet.complementOf(EnumSet.of(Scenario.OUTAGE))
          : EnumSet.of(Scenario.APPROVE, Scenario.ABORT);

  private final Stage stage;

  BadLineIT(ApiServer server) {
    this.stage = new Stage(server);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @TestFactory
  Stream<DynamicTest> whateverIsWrongWithTheLineAVersionChangeComesToTheSame() throws Exception {
    Map<Scenario, Run> undisturbed = undisturbed();
    List<DynamicTest> tests = new ArrayList<>();
    for (Scenario scenario : SCENARIOS) {
      Run other = Objects.requireNonNull(undisturbed.get(scenario));
      Plot plot = Plot.of(scenario);
      tests.add(test("refused writes", plot.on(Line.refusing(SEED)), other, run -> {}));
      tests.add(test("late watches", plot.on(Line.late(LATENESS)), other, BadLineIT::goesOnce));
    }
    Plot outage = Plot.of(Scenario.OUTAGE).on(Line.failing(OUTAGE));
    Run none = Objects.requireNonNull(undisturbed.get(Scenario.OUTAGE));
    tests.add(test("no API server", outage, none, run -> {}));
    return tests.stream();
  }

  /** What a late watch still shows is not taken away again. */
  private static void goesOnce(Run run) {
    assertThat(run.writes())
        .filteredOn(Request::isDeletion)
        .extracting(Request::toString)
        .isNotEmpty()
        .doesNotHaveDuplicates();
  }

  private Map<Scenario, Run> undisturbed() throws InterruptedException, ExecutionException {
    Set<Scenario> scenarios = EnumSet.copyOf(SCENARIOS);
    scenarios.add(Scenario.OUTAGE);
    Map<Scenario, Run> undisturbed = new EnumMap<>(Scenario.class);
    for (Future<Run> begun : scenarios.stream().map(Plot::of).map(stage::begin).toList()) {
      Run run = begun.get();
      assertThat(run.troubles()).as("undisturbed %s", run.plot()).isEmpty();
      undisturbed.put(run.plot().scenario(), run);
    }
    return undisturbed;
  }

  private DynamicTest test(String what, Plot plot, Run undisturbed, Consumer<Run> more) {
    Future<Run> begun = stage.begin(plot, undisturbed);
    return dynamicTest(
        plot.scenario() + " with " + what,
        () -> {
          Run run = begun.get();
          System.out.printf(
              "%s with %s: %d of them, %d s%s%n",
              plot,
              what,
              plot.line().disturbances(),
              run.took().toSeconds(),
              Run.words(run.recall()));
          assertThat(run.failures(undisturbed)).isEmpty();
          assertThat(plot.line().disturbances()).isPositive();
          more.accept(run);
        });
  }
}
