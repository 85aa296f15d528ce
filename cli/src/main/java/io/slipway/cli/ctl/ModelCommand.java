package io.slipway.cli.ctl;

import picocli.CommandLine.Parameters;

/** A command about one model of a registry. */
abstract class ModelCommand extends RegistryCommand {

  @Parameters(index = "0", paramLabel = "MODEL", description = "The model's name.")
  private String model = "";

  ModelCommand(Shell shell) {
    super(shell);
  }

  final String model() {
    return model;
  }
}
