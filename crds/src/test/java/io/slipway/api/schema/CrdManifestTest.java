package io.slipway.api.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.testing.generated.GeneratedFile;
import org.junit.jupiter.api.Test;

final class CrdManifestTest {

  private final CrdManifest manifest = new CrdManifest(ModelDeployment.class);

  @Test
  void theCommittedDefinitionIsWhatTheTypesSay() {
    GeneratedFile.at("manifests/modeldeployments.slipway.io.yaml").mustHold(manifest.yaml());
  }

  @Test
  void twoGenerationsGiveTheSameBytes() {
    assertThat(new CrdManifest(ModelDeployment.class).yaml()).isEqualTo(manifest.yaml());
  }
}
