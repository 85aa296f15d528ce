package io.slipway.cli.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.cli.view.VersionView;
import io.slipway.cli.view.VersionsView;
import io.slipway.client.Alias;
import io.slipway.client.RegistryClient;
import io.slipway.client.RegistryException;
import io.slipway.client.Version;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints versions. */
@Command(
    name = "versions",
    description =
        "List a model's versions, the newest first; or show one with all that is known of it.")
final class VersionsCommand extends ModelCommand {

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "VERSION",
      description = "A number, @alias or digest.")
  private @Nullable String version;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "Only those that are pending, validating, ready or rejected.")
  private @Nullable String state;

  @Option(names = "--limit", paramLabel = "N", description = "How many at most. Default: 20.")
  private int limit = 20;

  VersionsCommand(Shell shell) {
    super(shell);
  }

  @Override
  public Integer call() throws RegistryException, InterruptedException {
    RegistryClient client = client();
    if (version != null) {
      show(client, client.version(model(), version));
      return Exit.DONE;
    }
    Optional<String> wanted = Optional.ofNullable(state).map(text -> text.toUpperCase(Locale.ROOT));
    List<JsonNode> versions =
        client.versions(model(), wanted, limit).stream().map(Version::document).toList();
    List<JsonNode> aliases = client.aliases(model()).stream().map(Alias::document).toList();
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.set("versions", array(versions));
    document.set("aliases", array(aliases));
    print(document, new VersionsView(versions, aliases, now())::lines);
    if (versions.isEmpty()) {
      note(model() + " has no such version yet; push one with: slipwayctl push " + model());
    }
    return Exit.DONE;
  }

  private void show(RegistryClient client, Version one)
      throws RegistryException, InterruptedException {
    JsonNode manifest = client.manifest(one);
    ObjectNode document = one.document().deepCopy();
    document.set("manifest", manifest);
    print(document, new VersionView(one.document(), manifest)::lines);
  }
}
