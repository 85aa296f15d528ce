package io.slipway.cli.ctl;

import io.slipway.cli.imports.FileOrigin;
import io.slipway.cli.imports.FolderTree;
import io.slipway.cli.imports.Origin;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Brings models from a folder of this machine. */
@Command(
    name = "folder",
    description = "Bring the models of a folder, which are laid out as in a bucket.")
final class ImportFolderCommand extends BringingCommand {

  @Parameters(index = "0", paramLabel = "DIR", description = "The folder that holds the models.")
  private Path folder = Path.of("");

  ImportFolderCommand(Shell shell) {
    super(shell);
  }

  @Override
  Origin origin() {
    // Relative to the folder, so that a copy of it is known again.
    return new FileOrigin("folder:", new FolderTree(folder));
  }
}
