package io.slipway.api.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.slipway.testing.generated.GeneratedFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class CrdManifestTest {

  @ParameterizedTest
  @MethodSource("io.slipway.api.schema.CrdManifest#resources")
  void theCommittedDefinitionIsWhatTheTypesSay(Class<? extends CustomResource<?, ?>> resource) {
    GeneratedFile.at("manifests/" + HasMetadata.getFullResourceName(resource) + ".yaml")
        .mustHold(new CrdManifest(resource).yaml());
  }

  @ParameterizedTest
  @MethodSource("io.slipway.api.schema.CrdManifest#resources")
  void twoGenerationsGiveTheSameBytes(Class<? extends CustomResource<?, ?>> resource) {
    assertThat(new CrdManifest(resource).yaml()).isEqualTo(new CrdManifest(resource).yaml());
  }
}
