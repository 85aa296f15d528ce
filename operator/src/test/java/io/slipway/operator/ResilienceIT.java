package io.slipway.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.EmptyDirVolumeSourceBuilder;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.PodTemplate;
import io.slipway.operator.mockcluster.FakePods.Fault;
import io.slipway.operator.mockcluster.MockCluster;
import io.slipway.testing.apiserver.ApiServer;
import io.slipway.testing.apiserver.WithApiServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes wrong around an operator, and that the end is the same as if it had not. */
@WithApiServer
@Execution(ExecutionMode.CONCURRENT) // mostly it waits
class ResilienceIT {

  private static final String V1 = "https://models.example.org/churn/1.pmml";
  private static final String V2 = "https://models.example.org/churn/2.pmml";
  private static final int AT_ONCE = 4;

  /** A kill after every single write takes minutes: {@code -Plong}. */
  private static final int STRIDE = Boolean.getBoolean("slipway.long") ? 1 : 8;

  /**
   * For how long writes fail: as long as an API server's upgrade takes only with {@code -Plong}.
   */
  private static final Duration OUTAGE =
      Duration.ofSeconds(Boolean.getBoolean("slipway.long") ? 60 : 3);

  /** A list or watch of a kind other than the one that users write, in one namespace or in all. */
  private static final Pattern COLLECTION =
      Pattern.compile("/v1/(namespaces/[^/]+/)?(?!modeldeployments)[a-z]+(\\?|$)");

  private final ApiServer server;

  ResilienceIT(ApiServer server) {
    this.server = server;
  }

  @Test
  void killedAfterAnyOfItsWritesItEndsWhereItWouldHave() throws Exception {
    Undisturbed undisturbed = undisturbed();

    List<Callable<Map<String, String>>> runs =
        IntStream.iterate(0, k -> k < undisturbed.writes(), k -> k + STRIDE)
            .<Callable<Map<String, String>>>mapToObj(k -> () -> killedAfter(k))
            .toList();
    try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<Map<String, String>>> ends = threads.invokeAll(runs);
      for (int i = 0; i < ends.size(); i++) {
        assertThat(ends.get(i).get())
            .as("the end after a kill at write %d of %d", i * STRIDE, undisturbed.writes())
            .isEqualTo(undisturbed.end());
      }
    }
  }

  private record Undisturbed(int writes, Map<String, String> end) {}

  private Undisturbed undisturbed() throws IOException {
    try (var cluster = MockCluster.start(server.client());
        var operator = OperatorUnderTest.start(server.config(), cluster)) {
      Map<String, String> end = twoVersions(new Models(cluster));
      return new Undisturbed(operator.wire().writes().size(), end);
    }
  }

  private Map<String, String> killedAfter(int writes) throws IOException {
    try (var cluster = MockCluster.start(server.client())) {
      var models = new Models(cluster);
      models.apply("churn", Models.spec(V1, 2));
      try (var mortal = OperatorUnderTest.mortal(server.config(), cluster, writes)) {
        await().atMost(Models.SOON).until(() -> mortal.wire().isDead() || serves(models));
        if (!mortal.wire().isDead()) {
          models.apply("churn", Models.spec(V2, 2));
          // The last writes may need fewer than the undisturbed run counted.
          await().atMost(Models.SOON).until(() -> mortal.wire().isDead() || serves(models));
        }
      }
      try (var heir = OperatorUnderTest.start(server.config(), cluster)) {
        assertThat(heir.wire()).isNotNull();
        return twoVersions(models);
      }
    }
  }

  private static boolean serves(Models models) {
    ModelDeployment resource = models.get("churn");
    var status = resource.getStatus();
    return status != null
        && Objects.equals(status.observedGeneration(), resource.getMetadata().getGeneration())
        && status.condition(ConditionType.READY).filter(it -> it.holds()).isPresent();
  }

  /** From wherever it is to the second version, with the first one's pods gone. */
  private static Map<String, String> twoVersions(Models models) {
    models.apply("churn", Models.spec(V1, 2));
    String first = OperatorIT.stable(models.awaitReady("churn").getStatus());
    models.apply("churn", Models.spec(V2, 2));
    ModelDeployment last = models.awaitReady("churn");
    await().atMost(Models.SOON).until(() -> models.pods(first).isEmpty());
    await().atMost(Models.SOON).until(() -> serves(models) && !hasLeftovers(models, first));
    return Snapshot.of(models.cluster(), last.getMetadata().getUid());
  }

  private static boolean hasLeftovers(Models models, String revision) {
    return models
        .cluster()
        .objects()
        .anyMatch(
            object ->
                object.getMetadata().getName().startsWith(revision)
                    && !object.getKind().equals("ControllerRevision"));
  }

  @Test
  void onceConvergedNothingIsWrittenWhateverTheUsersQuantitiesLookLike() throws IOException {
    try (var cluster = MockCluster.start(server.client());
        var operator = OperatorUnderTest.start(server.config(), cluster)) {
      var models = new Models(cluster);
      models.apply("churn", Models.spec(V1, 2, Models.cpu("1000m"), oddlyWritten()));
      models.awaitReady("churn");
      quiet(operator);

      operator.wire().forget();
      for (int i = 0; i < 5; i++) {
        models.touch("churn", "for the " + i + "th time");
        quiet(operator);
      }

      assertThat(operator.wire().writes()).isEmpty();
    }
  }

  private static PodTemplate oddlyWritten() {
    PodTemplate none = PodTemplate.NONE;
    return new PodTemplate(
        Map.of("team", "fraud"),
        Map.of("note", ""),
        List.of(
            new EnvVarBuilder().withName("EMPTY").withValue("").build(),
            new EnvVarBuilder()
                .withName("NODE")
                .withNewValueFrom()
                .withNewFieldRef(null, "spec.nodeName")
                .endValueFrom()
                .build()),
        none.envFrom(),
        List.of(
            new VolumeBuilder()
                .withName("scratch")
                .withEmptyDir(
                    new EmptyDirVolumeSourceBuilder().withSizeLimit(new Quantity("1024Mi")).build())
                .build()),
        none.volumeMounts(),
        null,
        none.nodeSelector(),
        none.tolerations(),
        none.topologySpreadConstraints(),
        null,
        none.imagePullSecrets(),
        null);
  }

  /** Waits until nothing was asked of the API server for a while. */
  static void quiet(OperatorUnderTest operator) {
    var seen = new AtomicInteger(-1);
    await()
        .atMost(Models.SOON)
        .pollInterval(Duration.ofMillis(1500))
        .until(
            () -> {
              int now = operator.wire().requests().size();
              return seen.getAndSet(now) == now;
            });
  }

  @Test
  void aSpecThatIsEditedWhileTheStatusIsWrittenIsSeen() throws IOException {
    try (var cluster = MockCluster.start(server.client());
        var operator = OperatorUnderTest.start(server.config(), cluster)) {
      var models = new Models(cluster);
      models.apply("churn", Models.spec(V1, 1));
      models.awaitReady("churn");
      var edits = new AtomicInteger();
      operator
          .wire()
          .before(
              request -> {
                boolean status = request.uri().contains("/modeldeployments/churn/status");
                if (status && edits.get() < 20) {
                  models.apply("churn", Models.spec(V1, edits.incrementAndGet() % 3 + 1));
                }
              });

      models.apply("churn", Models.spec(V1, 2));

      await().atMost(Models.SOON).until(() -> edits.get() == 20);
      ModelDeployment end = models.awaitReady("churn");
      assertThat(end.getStatus()).isNotNull();
      assertThat(end.getSpec().replicas()).isEqualTo(20 % 3 + 1);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"SERVER_ERROR", "TRUNCATED", "NO_ANSWER"})
  void onSilentPodsNothingIsPromotedAndItGoesOnWhenTheyAnswer(Fault fault) throws IOException {
    try (var cluster = MockCluster.start(server.client());
        var operator = OperatorUnderTest.start(server.config(), cluster)) {
      var models = new Models(cluster);
      models.apply("churn", Models.spec(V1, 2));
      String first = OperatorIT.stable(models.awaitReady("churn").getStatus());

      cluster.pods().fail(fault);
      models.apply("churn", Models.spec(V2, 2));

      await()
          .during(Duration.ofSeconds(4))
          .atMost(Duration.ofSeconds(10))
          .until(() -> OperatorIT.stable(models.status("churn")).equals(first));
      assertThat(operator.wire().requests()).isNotEmpty();

      cluster.pods().fail(Fault.NONE);
      assertThat(OperatorIT.stable(models.awaitReady("churn").getStatus())).isNotEqualTo(first);
    }
  }

  @Test
  void whileTheApiServerIsAwayItWaitsAndThenGoesOn() throws Exception {
    try (var cluster = MockCluster.start(server.client());
        var operator = OperatorUnderTest.start(server.config(), cluster)) {
      var models = new Models(cluster);
      models.apply("churn", Models.spec(V1, 1));
      models.awaitReady("churn");

      operator.wire().cut();
      models.apply("churn", Models.spec(V1, 2));
      // Each of them is an attempt that fails, and none may make it wait longer afterwards.
      for (int i = 0; i < 30; i++) {
        models.touch("churn", "while away, " + i);
        Thread.sleep(100);
      }
      await()
          .during(Duration.ofSeconds(3))
          .atMost(Duration.ofSeconds(6))
          .until(() -> models.pods(OperatorIT.stable(models.status("churn"))).size() == 1);
      operator.wire().mend();

      assertThat(models.awaitReady("churn").getSpec().replicas()).isEqualTo(2);
    }
  }

  @Test
  void whileWritesFailEventsCostItNothingAndAfterwardsItNeedsNone() throws Exception {
    try (var cluster = MockCluster.start(server.client());
        var operator = OperatorUnderTest.start(server.config(), cluster)) {
      var models = new Models(cluster);
      models.apply("churn", Models.spec(V1, 1));
      models.awaitReady("churn");

      operator.wire().cutWrites();
      models.apply("churn", Models.spec(V1, 2));
      for (int second = 0; second < OUTAGE.toSeconds(); second++) {
        models.touch("churn", "at second " + second);
        Thread.sleep(1000);
      }
      assertThat(models.pods(OperatorIT.stable(models.status("churn")))).hasSize(1);
      operator.wire().mend();

      assertThat(models.awaitReady("churn", Models.SOON.plus(OUTAGE)).getSpec().replicas())
          .isEqualTo(2);
    }
  }

  @Test
  void aResourceDeletedWhileNobodyLookedLeavesNothing() throws IOException {
    try (var cluster = MockCluster.start(server.client())) {
      var models = new Models(cluster);
      try (var operator = OperatorUnderTest.start(server.config(), cluster)) {
        models.apply("churn", Models.spec(V1, 1));
        models.awaitReady("churn");
        assertThat(operator.wire().writes()).isNotEmpty();
      }
      cluster.client().resource(models.get("churn")).delete();
      try (var operator = OperatorUnderTest.start(server.config(), cluster)) {
        await()
            .atMost(Models.SOON)
            .until(
                () ->
                    cluster
                        .objects()
                        .allMatch(it -> it.getMetadata().getOwnerReferences().isEmpty()));
        assertThat(operator.wire().writes()).isEmpty();
      }
    }
  }

  @Test
  void aNewOperatorWithAnotherRuntimeImageWritesNoDeployment() throws IOException {
    try (var cluster = MockCluster.start(server.client())) {
      var models = new Models(cluster);
      try (var operator = OperatorUnderTest.start(server.config(), cluster)) {
        models.apply("churn", Models.spec(V1, 2));
        models.awaitReady("churn");
        quiet(operator);
      }
      try (var operator =
          OperatorUnderTest.start(server.config(), cluster, "example.org/slipway-runtime:2")) {
        models.touch("churn", "by the new operator");
        quiet(operator);

        assertThat(operator.wire().writes()).noneMatch(it -> it.uri().contains("/deployments/"));
        assertThat(models.awaitReady("churn").getStatus()).isNotNull();
      }
    }
  }

  @Test
  void everyListAndWatchOfOwnedObjectsAsksForOurLabel() throws IOException {
    try (var cluster = MockCluster.start(server.client());
        var operator = OperatorUnderTest.start(server.config(), cluster)) {
      List<Wire.Request> lists =
          operator.wire().requests().stream()
              .filter(it -> it.method().equals("GET"))
              .filter(it -> COLLECTION.matcher(it.uri()).find())
              .toList();

      assertThat(lists)
          .isNotEmpty()
          .allSatisfy(
              it ->
                  assertThat(it.uri())
                      .contains("labelSelector=app.kubernetes.io%2Fmanaged-by%3Dslipway"));
    }
  }
}
