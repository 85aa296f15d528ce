package io.slipway.charts;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.testing.generated.GeneratedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is committed twice is the same twice. */
final class PlainYamlIT {

  private static final String DEFINITION = "modeldeployments.slipway.io.yaml";

  private static final String HEADER =
      """
      # Slipway without Helm: kubectl apply --server-side -f slipway.yaml
      #
      # Rendered from charts/slipway with its default values, into the namespace slipway-system; do not edit. For other values:
      # helm template slipway charts/slipway --namespace slipway-system --set namespace.create=true --set ...
      """;

  @Test
  void theChartHasTheDefinitionThatTheTypesSay() throws IOException {
    GeneratedFile.at("slipway/files/crds/" + DEFINITION)
        .mustHold(Files.readString(Path.of("../crds/manifests", DEFINITION)));
  }

  @Test
  void thePlainYamlIsWhatTheChartRenders() {
    Rendered rendered =
        Helm.orSkip().template("slipway", "slipway-system", "namespace.create=true");

    GeneratedFile.at("slipway.yaml").mustHold(HEADER + rendered.yaml());
    assertThat(rendered.the("Namespace").at("/metadata/name").asText()).isEqualTo("slipway-system");
  }
}
