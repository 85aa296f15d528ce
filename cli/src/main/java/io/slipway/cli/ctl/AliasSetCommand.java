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

/** Moves an alias by compare-and-swap. */
@Command(
    name = "set",
    description =
        "Let an alias point to a version. Refused when somebody else has moved it meanwhile, or"
            + " it does not point where --expect says.")
final class AliasSetCommand extends ModelCommand {

  private static final String NOWHERE = "none";

  @Parameters(index = "1", paramLabel = "ALIAS", description = "Such as champion.")
  private String alias = "";

  @Parameters(index = "2", paramLabel = "VERSION", description = "A number, @alias or digest.")
  private String version = "";

  @Option(
      names = "--expect",
      paramLabel = "VERSION",
      description =
          "Where it points before: a number, a digest, or none. Default: where it does now.")
  private @Nullable String expected;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the history.")
  private @Nullable String reason;

  AliasSetCommand(Shell shell) {
    super(shell);
  }

  @Override
  public Integer call() throws RegistryException, InterruptedException {
    RegistryClient client = client();
    String name = AliasCommand.name(alias);
    Optional<Alias> before = client.alias(model(), name);
    Alias moved =
        move(client, name, expected == null ? before.map(Alias::digest) : belief(client, expected));
    print(moved.document(), palette -> List.of(AliasCommand.moved(name, before, moved)));
    return Exit.DONE;
  }

  private Optional<String> belief(RegistryClient client, String text)
      throws RegistryException, InterruptedException {
    return text.equals(NOWHERE)
        ? Optional.empty()
        : Optional.of(client.version(model(), text).digest());
  }

  private Alias move(RegistryClient client, String name, Optional<String> belief)
      throws RegistryException, InterruptedException {
    try {
      return client.move(model(), name, version, belief, Optional.ofNullable(reason));
    } catch (RegistryException e) {
      if (e.kind() != RegistryException.Kind.MOVED) {
        throw e;
      }
      throw new RegistryException(
          e.kind(),
          e.object(),
          e.why(),
          "decide anew: see with slipwayctl history %s, and give --expect".formatted(model()));
    }
  }
}
