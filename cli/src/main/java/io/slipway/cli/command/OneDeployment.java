package io.slipway.cli.command;

import io.slipway.cli.kubectl.Kubectl;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command about one ModelDeployment. */
abstract class OneDeployment implements Callable<Integer> {

  private final Environment environment;

  @Parameters(paramLabel = "NAME", description = "The ModelDeployment.")
  private String name = "";

  /** Set by picocli before the command is called. */
  @Spec private @Nullable CommandSpec spec;

  OneDeployment(Environment environment) {
    this.environment = environment;
  }

  /** The name alone, from {@code mdep/NAME} too. */
  final String name() {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  final Environment environment() {
    return environment;
  }

  final Console console() {
    return environment.console();
  }

  /** The cluster that this command's flags name. */
  final Cluster cluster() {
    List<String> flags = KubectlFlags.given(Objects.requireNonNull(spec, "not called by picocli"));
    return new Cluster(new Kubectl(environment.kubectl(), flags, console().err()));
  }
}
