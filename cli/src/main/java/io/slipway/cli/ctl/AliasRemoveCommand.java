package io.slipway.cli.ctl;

import io.slipway.client.Alias;
import io.slipway.client.RegistryClient;
import io.slipway.client.RegistryException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes an alias away. */
@Command(name = "remove", description = "Take an alias away; its history stays.")
final class AliasRemoveCommand extends ModelCommand {

  @Parameters(index = "1", paramLabel = "ALIAS", description = "Such as challenger.")
  private String alias = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the history.")
  private @Nullable String reason;

  AliasRemoveCommand(Shell shell) {
    super(shell);
  }

  @Override
  public Integer call() throws RegistryException, InterruptedException {
    RegistryClient client = client();
    String name = AliasCommand.name(alias);
    Alias before =
        client.alias(model(), name).orElseThrow(() -> AliasGetCommand.absent(model(), name));
    client.remove(model(), name, before.digest(), Optional.ofNullable(reason));
    print(
        before.document(),
        palette -> List.of("@%s is gone, and pointed to %d".formatted(name, before.version())));
    return Exit.DONE;
  }
}
