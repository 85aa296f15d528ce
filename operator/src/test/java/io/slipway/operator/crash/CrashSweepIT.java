package io.slipway.operator.crash;

import static java.util.Comparator.naturalOrder;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.operator.crash.Death.Moment;
import io.slipway.testing.apiserver.ApiServer;
import io.slipway.testing.apiserver.WithApiServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An operator dies before and after each of its writes, and what comes of it is the same. */
@WithApiServer
class CrashSweepIT {

  /** The rest of a scenario's deaths, of those that are not tried one by one: {@code -Plong}. */
  private static final int STRIDE = Boolean.getBoolean("slipway.long") ? 1 : 4;

  /** Of these each. */
  private static final Set<Scenario> THOROUGHLY = EnumSet.of(Scenario.ABORT, Scenario.BAKE_REVERT);

  /** With {@code -Plong} more of them; an outage is no place to die. */
  private static final Set<Scenario> LEFT_OUT =
      STRIDE == 1 ? EnumSet.of(Scenario.OUTAGE) : EnumSet.of(Scenario.OUTAGE, Scenario.APPROVE);

  private final ApiServer server;

  CrashSweepIT(ApiServer server) {
    this.server = server;
  }

  static Set<Scenario> scenarios() {
    return EnumSet.complementOf(EnumSet.copyOf(LEFT_OUT));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void whereverAnOperatorDiesTheNextOneEndsWhereItWouldHave(Scenario scenario) throws Exception {
    try (var stage = new Stage(server)) {
      sweep(scenario, stage);
    }
  }

  private static void sweep(Scenario scenario, Stage stage) throws Exception {
    long began = System.nanoTime();
    Run undisturbed = stage.begin(Plot.of(scenario)).get();
    assertThat(undisturbed.troubles()).as("undisturbed %s", scenario).isEmpty();
    List<Death> deaths =
        deaths(undisturbed.writes().size(), THOROUGHLY.contains(scenario) ? 1 : STRIDE);

    List<String> failures = new ArrayList<>();
    int died = 0;
    Optional<Duration> recall = undisturbed.recall();
    List<Future<Run>> runs =
        deaths.stream()
            .map(death -> stage.begin(Plot.of(scenario).dying(death), undisturbed))
            .toList();
    for (int i = 0; i < runs.size(); i++) {
      try {
        Run run = runs.get(i).get();
        failures.addAll(run.failures(undisturbed));
        died += run.died() ? 1 : 0;
        recall = Stream.of(recall, run.recall()).flatMap(Optional::stream).max(naturalOrder());
      } catch (ExecutionException e) {
        failures.add("%s, death %s: %s".formatted(scenario, deaths.get(i), e));
      }
    }
    System.out.printf(
        "%s: %d writes, %d deaths in %d s%s%n",
        scenario,
        undisturbed.writes().size(),
        died,
        Duration.ofNanos(System.nanoTime() - began).toSeconds(),
        Run.words(recall));
    assertThat(failures.stream().collect(Collectors.joining("\n"))).isEmpty();
    assertThat(died).as("deaths").isGreaterThan(deaths.size() * 3 / 4);
  }

  private static List<Death> deaths(int writes, int stride) {
    return IntStream.iterate(1, write -> write <= writes, write -> write + stride)
        .boxed()
        .flatMap(write -> Stream.of(Moment.values()).map(moment -> new Death(write, moment)))
        .toList();
  }
}
