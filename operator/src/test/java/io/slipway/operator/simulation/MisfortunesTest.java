package io.slipway.operator.simulation;

import static io.slipway.operator.simulation.StoriesTest.V1;
import static io.slipway.operator.simulation.StoriesTest.V2;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.Gpu;
import io.slipway.api.v1alpha1.GpuPolicy;
import io.slipway.api.v1alpha1.ModelDeploymentSpec;
import io.slipway.api.v1alpha1.ModelFormat;
import io.slipway.api.v1alpha1.ModelSource;
import io.slipway.operator.plan.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a version goes through that does not come up, and what callers notice of it: nothing. */
class MisfortunesTest {

  private static final Pattern ROW = Pattern.compile("^\\| ((?:`[A-Za-z]+`(?:, )?)+) \\|");

  /** The reasons of the contract's table of how a pod ends. */
  static Stream<String> contractReasons() throws IOException {
    String page = Files.readString(Path.of("../docs/reference/pod-contract.md"));
    return page.substring(page.indexOf("## How a pod ends"), page.indexOf("## The resolver"))
        .lines()
        .map(ROW::matcher)
        .filter(row -> row.find())
        .flatMap(row -> Stream.of(row.group(1).replace("`", "").split(", ")));
  }

  @Test
  void theContractHasReasons() throws IOException {
    assertThat(contractReasons()).hasSizeGreaterThan(15).contains("DigestMismatch", "Internal");
  }

  @ParameterizedTest
  @MethodSource("contractReasons")
  void aCandidateThatEndsIsToldInItsOwnWordsAndCallersAreServed(String reason) {
    Story story = changeTo(Fates.endsWith(reason, "the words of " + reason)).seconds(3);

    assertThat(story.words(ConditionType.STALLED))
        .startsWith(reason + ": pod churn-")
        .endsWith("the words of " + reason);
    theOldVersionServes(story);
  }

  @ParameterizedTest
  @MethodSource("contractReasons")
  void aResolverThatEndsIsToldInItsOwnWords(String reason) {
    Story story = Story.of(StoriesTest.source("https://models/none", 1));
    story.cluster.resolution =
        pod ->
            Fates.ended(
                1,
                "{\"reason\":\"" + reason + "\",\"message\":\"the words of " + reason + "\"}",
                story.cluster.now);

    story.seconds(3);

    assertThat(story.words(ConditionType.STALLED))
        .startsWith(reason + ": pod churn-")
        .endsWith("the words of " + reason);
    assertThat(story.cluster.list(Deployment.class)).isEmpty();
  }

  @Test
  void anImageThatIsNotThereIsToldInTheKubeletsWords() {
    Story story = changeTo(Fates.waits("ErrImagePull", "no such image")).seconds(3);
    assertThat(story.holds(ConditionType.STALLED)).as("at the first attempt").isFalse();

    story.cluster.pods.stream()
        .filter(pod -> pod.container != null)
        .forEach(Fates.waits("ImagePullBackOff", "Back-off pulling image \"x\": no such image"));
    story.second();

    assertThat(story.words(ConditionType.STALLED))
        .startsWith("ImagePullFailed: ")
        .endsWith("no such image");
    theOldVersionServes(story);
  }

  @Test
  void aServerThatCrashesIsQuoted() {
    Story story = changeTo(Fates.crashes("ImportError: no module named sklearn")).seconds(3);

    assertThat(story.words(ConditionType.STALLED))
        .startsWith("CrashLoop: ")
        .endsWith("exit code 1: ImportError: no module named sklearn");
    theOldVersionServes(story);
  }

  @Test
  void aMissingKeyOfTheEnvironmentIsTold() {
    Story story =
        changeTo(Fates.waits("CreateContainerConfigError", "couldn't find key x in Secret y"))
            .seconds(3);

    assertThat(story.words(ConditionType.STALLED))
        .startsWith("ConfigInvalid: ")
        .endsWith("couldn't find key x in Secret y");
    theOldVersionServes(story);
  }

  @Test
  void aMountThatDoesNotExistIsToldOfResolversAndOfServingPods() {
    String words =
        "MountVolume.SetUp failed for volume \"source\" : configmap \"no-such-map\" not found";
    Story resolving = Story.of(StoriesTest.source("configmap://no-such-map/v1.pmml", 1));
    resolving.cluster.resolution = pod -> null;
    resolving.second();
    resolving.operator.mountFailures =
        Map.of(resolving.resolvers().getFirst().getMetadata().getUid(), words);
    resolving.second();
    assertThat(resolving.words(ConditionType.STALLED))
        .startsWith("MountNotFound: pod churn-")
        .endsWith(words);

    Story serving = changeTo(Fates.waits("ContainerCreating", "")).seconds(3);
    assertThat(serving.holds(ConditionType.STALLED)).isFalse();
    String pod =
        serving.cluster.pods.stream()
            .filter(it -> it.container != null)
            .map(it -> it.uid)
            .findFirst()
            .orElseThrow();
    serving.operator.mountFailures = Map.of(pod, words);
    serving.second();
    assertThat(serving.words(ConditionType.STALLED)).startsWith("MountNotFound: ").endsWith(words);
    theOldVersionServes(serving);
  }

  @Test
  void thatNoNodeTakesThePodsIsToldAfterAMoment() {
    Story story = changeTo(Fates.unschedulable("0/2 nodes: Insufficient memory")).seconds(5);
    assertThat(story.holds(ConditionType.STALLED)).isFalse();

    story.seconds(8);

    assertThat(story.words(ConditionType.STALLED))
        .startsWith("Unschedulable: ")
        .endsWith("0/2 nodes: Insufficient memory");
    theOldVersionServes(story);
  }

  @Test
  void whatAQuotaRefusesIsToldInTheApiServersWords() {
    Story story = Story.of(V1).untilReady().edit(V2);
    story.look();
    story.look();
    for (Deployment deployment : story.cluster.list(Deployment.class)) {
      if (!deployment.getMetadata().getName().equals(story.stable())) {
        story.cluster.objects.put(
            io.slipway.operator.observe.ObjectKey.of(deployment),
            new DeploymentBuilder(deployment)
                .withNewStatus()
                .addNewCondition()
                .withType("ReplicaFailure")
                .withStatus("True")
                .withReason("FailedCreate")
                .withMessage("pods \"churn-x\" is forbidden: exceeded quota: team")
                .endCondition()
                .endStatus()
                .build());
      }
    }
    story.look();

    assertThat(story.words(ConditionType.STALLED))
        .startsWith("PodRefused: Deployment churn-")
        .endsWith("exceeded quota: team");
    theOldVersionServes(story);
  }

  @Test
  void aBadSpecIsCorrectedAndNothingIsLeftOfIt() {
    Story story = changeTo(Fates.endsWith("ModelInvalid", "line 3 is not PMML")).untilStalled();
    String first = story.stable();

    story.fate(pod -> {}).edit(StoriesTest.V3).untilReady();
    story.until(() -> story.cluster.pods.size() == 2);

    assertThat(story.stable()).isNotEqualTo(first);
    assertThat(story.holds(ConditionType.STALLED)).isFalse();
    assertThat(story.cluster.pods).allSatisfy(pod -> assertThat(pod.ready).isTrue());
    assertThat(story.cluster.list(Deployment.class)).hasSize(1);
    assertThat(story.cluster.lost).isZero();
  }

  @Test
  void aSourceThatFailsIsTriedAgainAfterEverLongerPauses() {
    Story story = Story.of(StoriesTest.source("https://models/none", 1));
    story.cluster.resolution =
        pod ->
            Fates.ended(
                1, "{\"reason\":\"SourceNotFound\",\"message\":\"404\"}", story.cluster.now);
    List<Instant> attempts = new ArrayList<>();
    String last = "";
    for (int i = 0; i < 1500; i++) {
      story.second();
      String uid =
          story.resolvers().stream()
              .map(pod -> pod.getMetadata().getUid())
              .findFirst()
              .orElse(last);
      if (!uid.equals(last)) {
        attempts.add(story.cluster.now);
        last = uid;
      }
    }

    List<Duration> pauses = new ArrayList<>();
    for (int i = 1; i < attempts.size(); i++) {
      pauses.add(Duration.between(attempts.get(i - 1), attempts.get(i)));
    }
    assertThat(pauses).hasSizeBetween(6, 12).isSorted();
    assertThat(pauses.getFirst()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(15));
    assertThat(pauses.getLast()).isBetween(Duration.ofMinutes(5), Duration.ofSeconds(310));

    story.cluster.resolution = ToyCluster.ANSWERS;
    story.untilReady();
  }

  @Test
  void pmmlIsRefusedAGpuAsSoonAsTheFormatIsKnown() {
    Story told =
        Story.of(onGpu("https://models/1", digest(), ModelFormat.PMML, GpuPolicy.REQUIRED));
    told.second();
    assertThat(told.words(ConditionType.STALLED)).startsWith("GpuNotSupported: ");
    assertThat(told.cluster.list(Pod.class)).as("pods made for it").isEmpty();

    Story found = Story.of(onGpu("https://models/1", null, null, GpuPolicy.REQUIRED));
    found.cluster.resolution =
        pod ->
            Fates.ended(
                0,
                "{\"resolved\":{\"digest\":\"" + digest() + "\",\"format\":\"PMML\",\"bytes\":1}}",
                found.cluster.now);
    found.seconds(5);
    assertThat(found.words(ConditionType.STALLED)).startsWith("GpuNotSupported: ");
    assertThat(found.cluster.list(Deployment.class)).isEmpty();
  }

  @Test
  void aPodThatStopsAnsweringLeavesTheServiceAndComesBack() {
    Story story = Story.of(StoriesTest.version(1, 3)).untilReady();
    String dead = story.cluster.pods.getFirst().uid;

    story.operator.silent = Set.of(dead);
    story.second();
    story.world();
    assertThat(story.cluster.slices.get(ToyCluster.NAME)).hasSize(2).doesNotContain(dead);
    assertThat(story.plan().steps()).isEmpty();

    story.operator.silent = Set.of();
    story.second();
    story.world();
    assertThat(story.cluster.slices.get(ToyCluster.NAME)).hasSize(3);
  }

  @Test
  void aPodThatStoppedAnsweringIsTakenBackWhenTheOtherOneGoes() {
    Story story = Story.of(StoriesTest.version(1, 2)).untilReady();
    String quiet = story.cluster.pods.getFirst().uid;
    story.operator.silent = Set.of(quiet);
    story.second();
    story.world();
    assertThat(story.cluster.slices.get(ToyCluster.NAME)).hasSize(1).doesNotContain(quiet);

    story.cluster.pods.removeIf(pod -> !pod.uid.equals(quiet));
    assertThat(story.plan().steps())
        .filteredOn(Step.LabelPod.class::isInstance)
        .extracting(step -> ((Step.LabelPod) step).pod().uid())
        .containsExactly(quiet);
  }

  @Test
  void theLastPodAndMostPodsAreNeverTakenOut() {
    Story one = Story.of(StoriesTest.version(1, 1)).untilReady();
    one.operator.silent = Set.of(one.cluster.pods.getFirst().uid);
    assertThat(one.plan().steps()).isEmpty();

    Story three = Story.of(StoriesTest.version(1, 3)).untilReady();
    three.operator.silent = Set.of(three.cluster.pods.get(0).uid, three.cluster.pods.get(1).uid);
    assertThat(three.plan().steps()).as("two of three: the operator is cut off").isEmpty();
  }

  @Test
  void aPreferredGpuThatIsNotToBeHadIsGivenUpAfterTwoMinutes() {
    Story story =
        Story.of(onGpu("https://models/1", digest(), ModelFormat.ONNX, GpuPolicy.PREFERRED))
            .fate(
                Fates.only(
                    ToyPod::hasGpu, Fates.unschedulable("0/2 nodes: Insufficient nvidia.com/gpu")));

    story.seconds(110);
    assertThat(story.cluster.list(Deployment.class)).as("Deployments before that").hasSize(1);
    assertThat(story.holds(ConditionType.STALLED)).isFalse();

    story.untilReady();
    assertThat(story.cluster.list(Deployment.class)).hasSize(2);
    assertThat(story.status().orElseThrow().stable())
        .satisfies(stable -> assertThat(stable.executionProvider()).isEqualTo("CPU"));
  }

  @Test
  void aRequiredGpuThatIsNotToBeHadIsNeverGivenUp() {
    Story story =
        Story.of(onGpu("https://models/1", digest(), ModelFormat.ONNX, GpuPolicy.REQUIRED))
            .fate(Fates.unschedulable("0/2 nodes: Insufficient nvidia.com/gpu"));

    story.seconds(200);

    assertThat(story.words(ConditionType.STALLED))
        .startsWith("Unschedulable: ")
        .endsWith("Insufficient nvidia.com/gpu");
    assertThat(story.cluster.list(Deployment.class)).hasSize(1);
  }

  private static Story changeTo(Consumer<ToyPod> fate) {
    return Story.of(V1).untilReady().fate(fate).edit(V2);
  }

  private static void theOldVersionServes(Story story) {
    assertThat(story.holds(ConditionType.AVAILABLE)).isTrue();
    assertThat(story.ready()).isFalse();
    assertThat(story.status().orElseThrow().stable())
        .satisfies(stable -> assertThat(stable.digest()).isEqualTo(V1.model().digest()));
    assertThat(story.cluster.lost).isZero();
  }

  private static String digest() {
    return "sha256:" + "1".repeat(64);
  }

  private static ModelDeploymentSpec onGpu(
      String uri, @Nullable String digest, @Nullable ModelFormat format, GpuPolicy policy) {
    return new ModelDeploymentSpec(
        new ModelSource(null, uri, digest, format, null),
        2,
        null,
        new Gpu(1, Gpu.DEFAULT_RESOURCE_NAME, null, Map.of(), List.of(), policy),
        null,
        null);
  }
}
