package io.slipway.cli.command;

import java.util.List;
import picocli.CommandLine.Parameters;

/** A command about one ModelDeployment. */
abstract class OneDeployment extends ClusterCommand {

  @Parameters(paramLabel = "NAME", description = "The ModelDeployment.")
  private String name = "";

  OneDeployment(Environment environment) {
    super(environment);
  }

  /** The name alone, from {@code mdep/NAME} too. */
  final String name() {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  @Override
  final List<String> named() {
    return List.of(Cluster.RESOURCE);
  }

  /** The cluster that this command's flags name. */
  final Cluster cluster() {
    return new Cluster(kubectl());
  }
}
