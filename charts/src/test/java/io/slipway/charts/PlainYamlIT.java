package io.slipway.charts;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.testing.generated.GeneratedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is committed twice is the same twice. In order, since the chart has the definition. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class PlainYamlIT {

  private static final String HEADER =
      """
      # Slipway without Helm: kubectl apply --server-side -f slipway.yaml
      #
      # Rendered from charts/slipway with its default values, into the namespace slipway-system; do not edit. For other values:
      # helm template slipway charts/slipway --namespace slipway-system --set namespace.create=true --set ...
      """;

  @ParameterizedTest
  @ValueSource(strings = {"modeldeployments", "batchscorings", "scheduledbatchscorings"})
  @Order(1)
  void theChartHasTheDefinitionsThatTheTypesSay(String plural) throws IOException {
    String definition = plural + ".slipway.io.yaml";
    GeneratedFile.at("slipway/files/crds/" + definition)
        .mustHold(Files.readString(Path.of("../crds/manifests", definition)));
  }

  @Test
  @Order(2)
  void thePlainYamlIsWhatTheChartRenders() {
    Rendered rendered =
        Helm.orSkip().template("slipway", "slipway-system", "namespace.create=true");

    String plain = HEADER + withoutBlankLines(rendered.yaml());
    assertThat(Rendered.of(plain).objects()).isEqualTo(rendered.objects());
    assertThat(rendered.the("Namespace").at("/metadata/name").asText()).isEqualTo("slipway-system");
    GeneratedFile.at("slipway.yaml").mustHold(plain);
  }

  /** Helm 3 and 4 leave different ones between objects. */
  private static String withoutBlankLines(String yaml) {
    return yaml.lines().filter(line -> !line.isBlank()).collect(joining("\n", "", "\n"));
  }
}
