package io.slipway.operator.batch.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaimVolumeSource;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.slipway.operator.batch.observe.ModelAnswer;
import io.slipway.operator.batch.observe.ModelCredentials;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is mounted into the pods of a run, and who may write it. */
final class VolumeStoriesTest {

  private static final String ON_CLAIMS =
      """
      model: {uri: "pvc://models/m.onnx"}
      input: {type: Csv, uri: "pvc://data/in", keyColumn: id}
      staging: {uri: "pvc://parts/staging"}
      output: {type: DuckDb, uri: "pvc://sets"}
      """;

  @Test
  void aClaimThatIsWrittenIsGivenToTheGroupOfThePods() {
    PodSpec plan = pod(onClaims(ON_CLAIMS).settle(), "daily-plan");

    assertThat(plan.getSecurityContext())
        .extracting(PodSecurityContext::getFsGroup, PodSecurityContext::getFsGroupChangePolicy)
        .containsExactly(65532L, "OnRootMismatch");
    assertThat(claim(plan, "input").getReadOnly()).as("whose input stays as it is").isTrue();
    assertThat(claim(plan, "source").getReadOnly()).isTrue();
    assertThat(claim(plan, "staging").getReadOnly()).isNull();
    assertThat(claim(plan, "output").getReadOnly()).as("which is tried before").isNull();
  }

  @Test
  void aClaimThatIsReadAndWrittenIsWritableInAllItsVolumes() {
    PodSpec plan =
        pod(onClaims(ON_CLAIMS.replace("pvc://data/in", "pvc://parts/in")).settle(), "daily-plan");

    assertThat(claim(plan, "input").getReadOnly()).isNull();
    assertThat(plan.getContainers().getFirst().getVolumeMounts())
        .filteredOn(mount -> mount.getName().equals("slipway-input"))
        .singleElement()
        .satisfies(mount -> assertThat(mount.getReadOnly()).isTrue());
  }

  @Test
  void wherePodsWriteNoClaimTheClusterIsAskedForNoGroup() {
    ToyRun run =
        new ToyRun(
                """
                model: {name: churn, alias: champion}
                input: {type: Csv, uri: "pvc://data/in", keyColumn: id}
                staging: {uri: s3://lake/staging}
                output: {type: PostgreSql, connectionSecret: warehouse}
                """)
            .settle();

    assertThat(pod(run, "daily-plan").getSecurityContext().getFsGroup()).isNull();
  }

  @Test
  void rowsAreScoredBesideNoPasswordOfADatabase() {
    ToyRun run = ToyRun.planned();

    assertThat(volumes(run, "daily-plan")).contains("slipway-warehouse");
    assertThat(volumes(run, "daily-score"))
        .contains("slipway-credentials", "slipway-staging")
        .doesNotContain("slipway-warehouse");
  }

  @Test
  void whoGoesBackNeedsNeitherTheInputNorTheModel() {
    ToyRun run = onClaims(ON_CLAIMS).settle();
    run.completes("daily-plan", ToyRun.PLANNED);
    run.settle();
    run.condition("daily-score", "Complete");
    run.settle();
    run.completes("daily-publish", ToyRun.PUBLISHED);
    run.settle();
    run.respec("", "publish: {setId: 41}\n");
    run.settle();

    assertThat(volumes(run, "daily-activate-41"))
        .contains("slipway-output", "slipway-staging")
        .doesNotContain("slipway-input", "slipway-source", "slipway-credentials");
  }

  private static ToyRun onClaims(String spec) {
    ToyRun run = new ToyRun(spec);
    run.modelIs(
        new ModelAnswer.Found(
            "daily",
            Optional.empty(),
            "pvc://models/m.onnx",
            Optional.empty(),
            Optional.empty(),
            new ModelCredentials.None()));
    return run;
  }

  private static List<String> volumes(ToyRun run, String job) {
    return pod(run, job).getVolumes().stream().map(Volume::getName).toList();
  }

  private static PersistentVolumeClaimVolumeSource claim(PodSpec pod, String name) {
    return pod.getVolumes().stream()
        .filter(volume -> volume.getName().equals("slipway-" + name))
        .findFirst()
        .orElseThrow()
        .getPersistentVolumeClaim();
  }

  private static PodSpec pod(ToyRun run, String job) {
    return run.job(job).getSpec().getTemplate().getSpec();
  }
}
