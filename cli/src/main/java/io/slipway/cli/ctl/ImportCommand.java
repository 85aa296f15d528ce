package io.slipway.cli.ctl;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands that bring models from elsewhere. */
@Command(
    name = "import",
    description = "Bring models with their history from where others keep them.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  static CommandLine commandLine(Shell shell) {
    return new CommandLine(new ImportCommand())
        .addSubcommand(new ImportMlflowCommand(shell))
        .addSubcommand(new ImportS3Command(shell))
        .addSubcommand(new ImportFolderCommand(shell));
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "one of mlflow, s3 and folder is missing");
  }
}
