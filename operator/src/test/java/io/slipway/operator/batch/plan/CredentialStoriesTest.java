package io.slipway.operator.batch.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Volume;
import io.slipway.operator.batch.observe.ModelAnswer;
import io.slipway.operator.batch.observe.ModelCredentials;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whose Secrets the pods of a run are given. */
final class CredentialStoriesTest {

  @Test
  void theInstallationsTokenGoesToTheRegistryAloneAndNeedNotExist() {
    ToyRun run = ToyRun.usual().settle();

    assertThat(secrets(run)).containsExactly("registry-read optional", "lake");
  }

  @Test
  void noAddressThatSomebodyWroteIsSentTheInstallationsToken() {
    ToyRun run = with("https://elsewhere.example.org/m.onnx", new ModelCredentials.None());

    assertThat(secrets(run)).containsExactly("lake");
    assertThat(run.the(ConfigMap.class, "daily-run").getMetadata().getAnnotations())
        .doesNotContainValue("registry");
  }

  @Test
  void theSecretThatIsNamedForASourceIsMountedInItsPlace() {
    ToyRun run = with("s3://models/m.onnx", new ModelCredentials.Named("models"));

    assertThat(secrets(run)).containsExactly("models", "lake");
  }

  private static ToyRun with(String uri, ModelCredentials credentials) {
    ToyRun run = ToyRun.usual();
    run.modelIs(
        new ModelAnswer.Found(
            "churn", Optional.empty(), uri, Optional.empty(), Optional.empty(), credentials));
    return run.settle();
  }

  /** Those of the folder of credentials; where two have a key, the later one's value counts. */
  private static List<String> secrets(ToyRun run) {
    return run.job("daily-plan").getSpec().getTemplate().getSpec().getVolumes().stream()
        .filter(volume -> volume.getName().equals("slipway-credentials"))
        .map(Volume::getProjected)
        .flatMap(projected -> projected.getSources().stream())
        .map(
            source ->
                source.getSecret().getName()
                    + (Boolean.TRUE.equals(source.getSecret().getOptional()) ? " optional" : ""))
        .toList();
  }
}
