package io.slipway.cli.command;

import io.slipway.cli.kubectl.Kubectl;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that reaches a cluster by kubectl, with kubectl's flags. */
abstract class ClusterCommand implements Callable<Integer> {

  private final Environment environment;

  /** Set by picocli before the command is called. */
  @Spec private @Nullable CommandSpec spec;

  ClusterCommand(Environment environment) {
    this.environment = environment;
  }

  /** The resources whose names its argument may be, as kubectl knows them; none without one. */
  abstract List<String> named();

  final Environment environment() {
    return environment;
  }

  final Console console() {
    return environment.console();
  }

  /** kubectl with the flags that this command was given. */
  final Kubectl kubectl() {
    List<String> flags = KubectlFlags.given(Objects.requireNonNull(spec, "not called by picocli"));
    return new Kubectl(environment.kubectl(), flags, console().err());
  }
}
