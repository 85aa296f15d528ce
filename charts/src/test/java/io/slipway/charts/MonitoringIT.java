package io.slipway.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alerts and the dashboard. */
final class MonitoringIT {

  private static final Path ALERTS = Path.of("slipway/files/alerts.yaml");
  private static final Path DASHBOARD = Path.of("slipway/files/dashboard.json");
  private static final Path SCENARIOS = Path.of("src/test/prometheus/alerts_test.yaml");
  private static final Pattern METRIC = Pattern.compile("slipway_[a-z_]+");

  /** What Prometheus makes of one histogram or summary. */
  private static final Pattern SERIES = Pattern.compile("_(?:bucket|count|sum)$");

  @TempDir private Path folder;

  @Test
  void theyAreOffUnlessAskedFor() {
    Rendered rendered = Helm.orSkip().template("slipway", "slipway-system");

    assertThat(rendered.ofKind("PrometheusRule")).isEmpty();
    assertThat(rendered.ofKind("ConfigMap")).isEmpty();
  }

  @Test
  void theRulesOfTheChartAreThoseOfTheFile() throws IOException {
    JsonNode rule =
        Helm.orSkip()
            .template(
                "slipway",
                "slipway-system",
                "prometheusRule.enabled=true",
                "prometheusRule.labels.release=prometheus")
            .the("PrometheusRule");

    assertThat(rule.get("spec")).isEqualTo(Rendered.of(read(ALERTS)).objects().get(0));
    assertThat(rule.at("/metadata/labels/release").asText()).isEqualTo("prometheus");
  }

  @Test
  void theDashboardOfTheChartIsThatOfTheFile() throws IOException {
    JsonNode map =
        Helm.orSkip()
            .template("slipway", "slipway-system", "grafanaDashboard.enabled=true")
            .the("ConfigMap");

    assertThat(map.at("/data/slipway.json").asText()).isEqualTo(read(DASHBOARD).strip());
    assertThat(map.at("/metadata/labels/grafana_dashboard").asText()).isEqualTo("1");
  }

  @Test
  void everyMetricThatTheyAskForIsInTheManual() throws IOException {
    Set<String> manual = metrics(read(Path.of("../docs/operations.md")));
    manual.addAll(metrics(read(Path.of("../docs/reference/http-api.md"))));

    for (Path file : List.of(ALERTS, DASHBOARD)) {
      assertThat(manual).as("metrics of %s", file).containsAll(metrics(read(file)));
    }
  }

  @Test
  void theAlertsComeWhenTheyShould() throws Exception {
    promtool("check", "rules", ALERTS.toString());
    promtool("test", "rules", SCENARIOS.toString());
  }

  @Test
  void theDashboardAsksWhatPrometheusUnderstands() throws Exception {
    var rules = new StringBuilder("groups:\n- name: dashboard\n  rules:\n");
    List<String> expressions =
        new ObjectMapper()
            .readTree(DASHBOARD.toFile()).findValues("expr").stream()
                .map(JsonNode::asText)
                .toList();
    for (int i = 0; i < expressions.size(); i++) {
      String expression =
          expressions.get(i).replace("$__rate_interval", "5m").replaceAll("\\$(\\w+)", ".*");
      rules.append("  - record: panel:").append(i).append("\n    expr: |-\n      ");
      rules.append(expression).append('\n');
    }
    Path file = Files.writeString(folder.resolve("dashboard.yaml"), rules);

    assertThat(expressions).isNotEmpty();
    promtool("check", "rules", file.toString());
  }

  private static Set<String> metrics(String text) {
    Set<String> metrics = new TreeSet<>();
    METRIC
        .matcher(text)
        .results()
        .map(found -> SERIES.matcher(found.group()).replaceFirst(""))
        .forEach(metrics::add);
    return metrics;
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file);
  }

  private static void promtool(String... arguments) throws IOException, InterruptedException {
    String program =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .map(place -> Path.of(place, "promtool"))
            .filter(Files::isExecutable)
            .map(Path::toString)
            .findFirst()
            .orElseGet(MonitoringIT::skip);
    Process process =
        new ProcessBuilder(Stream.concat(Stream.of(program), Arrays.stream(arguments)).toList())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
  }

  private static String skip() {
    String reason = "no promtool on the path (it comes with Prometheus)";
    System.out.println("Skipped MonitoringIT: " + reason);
    return abort(reason);
  }
}
