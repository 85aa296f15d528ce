package io.slipway.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.operator.observe.OperatorSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperatorConfigTest {

  private static final Map<String, String> REQUIRED =
      Map.of(
          "SLIPWAY_NAMESPACE", "slipway-system",
          "SLIPWAY_RUNTIME_IMAGE", "example.org/slipway-runtime:1",
          "SLIPWAY_RUNTIME_IMAGE_CUDA", "example.org/slipway-runtime-cuda:1");

  @Test
  void theDefaultsAreThoseOfTheManual() {
    OperatorConfig config = OperatorConfig.from(REQUIRED);

    assertThat(config.watchNamespaces()).isEmpty();
    assertThat(config.keySecret()).isEqualTo("slipway-operator-keys");
    assertThat(config.leaseName()).isEqualTo("slipway-operator");
    assertThat(config.healthPort()).isEqualTo(8081);
    assertThat(config.settings().clusterDomain()).isEqualTo("cluster.local");
    assertThat(config.settings().timing()).isEqualTo(OperatorSettings.Timing.DEFAULT);
  }

  @Test
  void claimsAreGivenToTheImagesGroupUnlessTheClusterChoosesOne() {
    assertThat(OperatorConfig.from(REQUIRED).batchGroup()).hasValue(65_532);
    assertThat(OperatorConfig.from(with("SLIPWAY_BATCH_FS_GROUP", "1000")).batchGroup())
        .hasValue(1000);
    assertThat(OperatorConfig.from(with("SLIPWAY_BATCH_FS_GROUP", "none")).batchGroup()).isEmpty();
    assertThatThrownBy(() -> OperatorConfig.from(with("SLIPWAY_BATCH_FS_GROUP", "staff")))
        .hasMessageContaining("SLIPWAY_BATCH_FS_GROUP");
  }

  @Test
  void howLongAPreferredGpuIsWaitedForIsTheInstallationsChoice() {
    assertThat(
            OperatorConfig.from(with("SLIPWAY_GPU_PATIENCE_SECONDS", "900"))
                .settings()
                .timing()
                .gpuPatience())
        .isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void thereIsNoRegistryUnlessOneIsNamed() {
    assertThat(OperatorConfig.from(REQUIRED).registry()).isEmpty();

    assertThat(
            OperatorConfig.from(with("SLIPWAY_REGISTRY_URL", "https://registry/models/"))
                .registry())
        .hasValueSatisfying(
            registry -> {
              assertThat(registry.at("/v1/models")).isEqualTo("https://registry/models/v1/models");
              assertThat(registry.credentials()).hasToString("/etc/slipway/registry");
              assertThat(registry.every()).hasSeconds(5);
              assertThat(registry.cluster()).isEmpty();
            });
    assertThatThrownBy(() -> OperatorConfig.from(with("SLIPWAY_REGISTRY_URL", "registry:8080")))
        .hasMessageContaining("SLIPWAY_REGISTRY_URL");
  }

  @Test
  void namespacesAreAListWithRoomForSpaces() {
    assertThat(
            OperatorConfig.from(with("SLIPWAY_WATCH_NAMESPACES", "fraud, churn ,"))
                .watchNamespaces())
        .containsExactlyInAnyOrder("fraud", "churn");
  }

  @Test
  void imagesThatAreNamedByTagAreTold() {
    String pinned = "example.org/slipway-runtime@sha256:" + "0".repeat(64);

    assertThat(OperatorConfig.from(with("SLIPWAY_RUNTIME_IMAGE", pinned)).settings().imagesByTag())
        .containsExactly("example.org/slipway-runtime-cuda:1");
    assertThat(
            OperatorConfig.from(with("SLIPWAY_RUNTIME_IMAGE", "example.org/a@sha256:0"))
                .settings()
                .imagesByTag())
        .as("half a digest is none")
        .contains("example.org/a@sha256:0");
  }

  @Test
  void aMissingVariableIsNamed() {
    assertThatThrownBy(() -> OperatorConfig.from(with("SLIPWAY_RUNTIME_IMAGE", " ")))
        .hasMessageContaining("SLIPWAY_RUNTIME_IMAGE must be set");
  }

  @Test
  void aPortThatIsNoneIsNamedWithItsRange() {
    for (String port : new String[] {"http", "-1", "65536"}) {
      assertThatThrownBy(() -> OperatorConfig.from(with("SLIPWAY_HEALTH_PORT", port)))
          .hasMessageContaining(
              "SLIPWAY_HEALTH_PORT must be a number from 0 to 65535, not \"" + port + "\"");
    }
  }

  private static Map<String, String> with(String name, String value) {
    Map<String, String> environment = new HashMap<>(REQUIRED);
    environment.put(name, value);
    return environment;
  }
}
