package io.slipway.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.operator.mockcluster.MockCluster;
import io.slipway.testing.apiserver.ApiServer;
import io.slipway.testing.apiserver.WithApiServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Caches that learn late of what happened, of the operator's own writes too. */
@WithApiServer
@Execution(ExecutionMode.CONCURRENT) // mostly it waits
class LateCachesIT {

  private static final String V1 = "https://models.example.org/churn/1.pmml";
  private static final String V2 = "https://models.example.org/churn/2.pmml";
  private static final int LATEST_MILLIS = 2000;
  private static final int MODELS = 2;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** The order in which a switch goes its way. */
  private static final List<String> STEPS =
      List.of("Shifting", "Widening", "Narrowing", "Draining");

  private final ApiServer server;

  LateCachesIT(ApiServer server) {
    this.server = server;
  }

  /** More of them with {@code -Plong}. */
  static LongStream seeds() {
    return LongStream.rangeClosed(1, Boolean.getBoolean("slipway.long") ? 8 : 1);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatTheyDoNotShowYetIsNotDoneAgain(long seed) throws IOException {
    List<String> names = IntStream.range(0, MODELS).mapToObj(i -> "churn-" + i).toList();
    try (var cluster = MockCluster.start(server.client());
        var chronicle = Chronicle.of(cluster);
        var operator = OperatorUnderTest.late(server.config(), cluster, upToTwoSeconds(seed))) {
      var models = new Models(cluster);

      names.forEach(name -> models.apply(name, Models.spec(V1, 2)));
      names.forEach(name -> models.awaitReady(name, PATIENCE));
      names.forEach(name -> models.apply(name, Models.spec(V2, 2)));
      names.forEach(name -> models.awaitReady(name, PATIENCE));

      assertThat(operator.wire().lateDeliveries()).as("deliveries that were late").isPositive();
      assertThat(chronicle.identities())
          .as("every object was made once")
          .allSatisfy((object, uids) -> assertThat(uids).as(object).hasSize(1));
      assertThat(operator.wire().writes())
          .as("what was made or taken away")
          .filteredOn(LateCachesIT::isDoneOnce)
          .isNotEmpty()
          .doesNotHaveDuplicates();
      names.forEach(
          name -> {
            assertThat(made(chronicle, "ControllerRevision " + name + "-")).as(name).hasSize(2);
            assertThat(made(chronicle, "Deployment " + name + "-")).as(name).hasSize(2);
            assertThat(chronicle.told(name, LateCachesIT::stable)).as(name).hasSize(3);
            List<String> steps = chronicle.told(name, LateCachesIT::step);
            assertThat(steps.stream().filter(step -> !step.isEmpty()))
                .as("steps of %s", name)
                .isNotEmpty()
                .isSubsetOf(STEPS)
                .doesNotHaveDuplicates()
                .isSortedAccordingTo(Comparator.comparingInt(STEPS::indexOf));
          });
    }
  }

  private static Supplier<Duration> upToTwoSeconds(long seed) {
    var random = new Random(seed);
    return () -> Duration.ofMillis(random.nextInt(LATEST_MILLIS));
  }

  /** Not what is written again with other content: the status, the entry Service, documents. */
  private static boolean isDoneOnce(Wire.Request write) {
    return write.method().equals("DELETE") || write.uri().contains("force=false");
  }

  private static List<String> made(Chronicle chronicle, String prefix) {
    return chronicle.identities().keySet().stream()
        .filter(object -> object.startsWith(prefix))
        .toList();
  }

  private static String stable(ModelDeploymentStatus status) {
    return status.stable() == null ? "" : status.stable().revision();
  }

  private static String step(ModelDeploymentStatus status) {
    return Optional.ofNullable(status.rollout()).map(rollout -> rollout.step()).orElse("");
  }
}
