package io.slipway.charts;

import static org.junit.jupiter.api.Assumptions.abort;

import io.slipway.testing.helm.HelmProgram;
import io.slipway.testing.helm.HelmProgram.Outcome;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Helm, on the chart. */
record Helm(HelmProgram program) {

  private static final Path CHART = Path.of("slipway");
  private static final String KUBERNETES = "1.36.0";

  /** The one to test with; without any, the test that asks is skipped and says why. */
  static Helm orSkip() {
    return switch (HelmProgram.search(System.getenv())) {
      case HelmProgram.Found(HelmProgram program) -> new Helm(program);
      case HelmProgram.NotFound(String reason) -> {
        System.out.println("Skipped a test of the chart: " + reason);
        yield abort(reason);
      }
    };
  }

  /** Renders the chart as {@code helm install} would. */
  Rendered template(String release, String namespace, String... settings) {
    Outcome outcome = tryTemplate(release, namespace, settings);
    if (outcome.exitCode() != 0) {
      throw new AssertionError("helm template: " + outcome.errors());
    }
    return Rendered.of(outcome.output());
  }

  /** The same where it may well fail. */
  Outcome tryTemplate(String release, String namespace, String... settings) {
    return program.run(
        Stream.concat(
                Stream.of(
                    "template",
                    release,
                    CHART.toString(),
                    "--namespace",
                    namespace,
                    // One that is built from its module takes the API server for an ancient one.
                    "--kube-version",
                    KUBERNETES),
                Arrays.stream(settings).flatMap(setting -> Stream.of("--set", setting)))
            .toList());
  }

  Outcome lint() {
    return program.run(List.of("lint", CHART.toString(), "--strict"));
  }
}
