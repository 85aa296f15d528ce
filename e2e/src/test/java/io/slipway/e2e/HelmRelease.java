package io.slipway.e2e;

import io.slipway.testing.helm.HelmProgram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The chart as a release named {@code slipway}, with the values that plain YAML has.
 *
 * @param kubeconfig of the cluster
 * @param chart its folder
 * @param namespace of the operator, which exists
 */
record HelmRelease(HelmProgram helm, Path kubeconfig, Path chart, String namespace) {

  /** Takes over what plain YAML has installed, or a test that failed. */
  void install() {
    install(Map.of());
  }

  /** The same with further values. */
  void install(Map<String, String> values) {
    Map<String, String> all = new TreeMap<>(Slipway.imageValues());
    all.putAll(values);
    apply("upgrade", List.of("--install", "--take-ownership"), all);
  }

  /** Changes values and leaves the others as they are. */
  void upgrade(Map<String, String> values) {
    apply("upgrade", List.of("--reuse-values"), values);
  }

  private void apply(String verb, List<String> options, Map<String, String> values) {
    List<String> arguments = new ArrayList<>(List.of(verb, "slipway", chart.toString()));
    arguments.addAll(options);
    if (!run(List.of("version", "--short")).startsWith("v3")) {
      // From version 4 on it applies at the server, where the fields are still kubectl's too.
      arguments.add("--force-conflicts");
    }
    values.forEach((name, value) -> arguments.addAll(List.of("--set", name + "=" + value)));
    run(arguments);
    Slipway.awaitOperator();
  }

  void uninstall() {
    run(List.of("uninstall", "slipway"));
    Slipway.awaitNoOperator();
  }

  private String run(List<String> arguments) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("--namespace", namespace, "--kubeconfig", kubeconfig.toString()));
    HelmProgram.Outcome outcome = helm.run(all);
    if (outcome.exitCode() != 0) {
      throw new AssertionError("helm " + String.join(" ", arguments) + ": " + outcome.errors());
    }
    return outcome.output();
  }
}
