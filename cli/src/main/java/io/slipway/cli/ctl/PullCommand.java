package io.slipway.cli.ctl;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.cli.view.Sizes;
import io.slipway.client.RegistryClient;
import io.slipway.client.RegistryException;
import io.slipway.client.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Downloads a version. */
@Command(
    name = "pull",
    description =
        "Download a version's files and verify each by its digest. A file gets its name only when"
            + " it is whole and verified; what came before a break is gone on from.")
final class PullCommand extends ModelCommand {

  @Parameters(index = "1", paramLabel = "VERSION", description = "A number, @alias or digest.")
  private String version = "";

  @Option(
      names = {"-d", "--dir"},
      paramLabel = "FOLDER",
      description = "Where to. Default: the present folder.")
  private Path folder = Path.of("");

  PullCommand(Shell shell) {
    super(shell);
  }

  @Override
  public Integer call() throws RegistryException, IOException, InterruptedException {
    RegistryClient client = client();
    Version found = client.version(model(), version);
    if (!found.isReady()) {
      throw new RegistryException(
          RegistryException.Kind.CONFLICT,
          "models/%s/versions/%d".formatted(model(), found.number()),
          "it is " + found.state() + ", and only versions that are READY are given out",
          "see why with: slipwayctl versions %s %d".formatted(model(), found.number()));
    }
    List<Path> files =
        client.pull(found, folder, new Bars(console().err(), shell().progress(), System::nanoTime));
    ObjectNode document = found.document().deepCopy();
    ArrayNode paths = document.putArray("pulled");
    files.forEach(file -> paths.add(file.toString()));
    print(
        document,
        palette ->
            List.of(
                "%s %d is in %s, verified: %s (%d %s, %s)"
                    .formatted(
                        model(),
                        found.number(),
                        folder.toString().isEmpty() ? "." : folder,
                        found.digest(),
                        files.size(),
                        files.size() == 1 ? "file" : "files",
                        Sizes.text(found.size()))));
    return Exit.DONE;
  }
}
