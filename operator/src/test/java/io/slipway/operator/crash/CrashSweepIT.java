package io.slipway.operator.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.operator.crash.Death.Moment;
import io.slipway.operator.mockcluster.MockCluster;
import io.slipway.testing.apiserver.ApiServer;
import io.slipway.testing.apiserver.WithApiServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An operator dies before and after each of its writes, and what comes of it is the same. */
@WithApiServer
class CrashSweepIT {

  /** Most of the time they wait. */
  private static final int AT_ONCE = 16;

  /** The rest of a scenario's deaths, of those that are not tried one by one: {@code -Plong}. */
  private static final int STRIDE = Boolean.getBoolean("slipway.long") ? 1 : 4;

  /** Of these each. */
  private static final Set<Scenario> THOROUGHLY = EnumSet.of(Scenario.ABORT, Scenario.BAKE_REVERT);

  private final ApiServer server;

  CrashSweepIT(ApiServer server) {
    this.server = server;
  }

  @ParameterizedTest
  @EnumSource
  void whereverAnOperatorDiesTheNextOneEndsWhereItWouldHave(Scenario scenario) throws Exception {
    long began = System.nanoTime();
    Run undisturbed = undisturbed(scenario);
    assertThat(undisturbed.troubles()).as("undisturbed %s", scenario).isEmpty();
    List<Death> deaths =
        deaths(undisturbed.writes().size(), THOROUGHLY.contains(scenario) ? 1 : STRIDE);

    List<String> failures = new ArrayList<>();
    int died = 0;
    try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<Run>> runs =
          threads.invokeAll(
              deaths.stream()
                  .<Callable<Run>>map(death -> () -> dying(scenario, death, undisturbed))
                  .toList());
      for (int i = 0; i < runs.size(); i++) {
        try {
          Run run = runs.get(i).get();
          failures.addAll(run.failures(undisturbed));
          died += run.died() ? 1 : 0;
        } catch (ExecutionException e) {
          failures.add("%s, death %s: %s".formatted(scenario, deaths.get(i), e));
        }
      }
    }
    System.out.printf(
        "%s: %d writes, %d deaths in %d s%n",
        scenario,
        undisturbed.writes().size(),
        died,
        Duration.ofNanos(System.nanoTime() - began).toSeconds());
    assertThat(failures.stream().collect(Collectors.joining("\n"))).isEmpty();
    assertThat(died).as("deaths").isGreaterThan(deaths.size() * 3 / 4);
  }

  private static List<Death> deaths(int writes, int stride) {
    return IntStream.iterate(1, write -> write <= writes, write -> write + stride)
        .boxed()
        .flatMap(write -> Stream.of(Moment.values()).map(moment -> new Death(write, moment)))
        .toList();
  }

  private Run undisturbed(Scenario scenario) throws IOException {
    try (var cluster = MockCluster.start(server.client())) {
      return Run.undisturbed(scenario, server.config(), cluster);
    }
  }

  private Run dying(Scenario scenario, Death death, Run undisturbed) throws IOException {
    try (var cluster = MockCluster.start(server.client())) {
      return Run.dying(scenario, death, server.config(), cluster, undisturbed);
    }
  }
}
