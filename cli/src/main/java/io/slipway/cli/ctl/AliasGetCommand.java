package io.slipway.cli.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.slipway.cli.view.AliasesView;
import io.slipway.client.Alias;
import io.slipway.client.RegistryClient;
import io.slipway.client.RegistryException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints where aliases point. */
@Command(name = "get", description = "See where an alias points, or all of them.")
final class AliasGetCommand extends ModelCommand {

  @Parameters(index = "1", arity = "0..1", paramLabel = "ALIAS", description = "One of them.")
  private @Nullable String alias;

  AliasGetCommand(Shell shell) {
    super(shell);
  }

  @Override
  public Integer call() throws RegistryException, InterruptedException {
    RegistryClient client = client();
    if (alias == null) {
      List<JsonNode> all = client.aliases(model()).stream().map(Alias::document).toList();
      print(
          JsonNodeFactory.instance.objectNode().set("aliases", array(all)),
          new AliasesView(all, now())::lines);
      return Exit.DONE;
    }
    String name = AliasCommand.name(alias);
    Alias one = client.alias(model(), name).orElseThrow(() -> absent(model(), name));
    print(one.document(), new AliasesView(List.of(one.document()), now())::lines);
    return Exit.DONE;
  }

  static RegistryException absent(String model, String alias) {
    return new RegistryException(
        RegistryException.Kind.NOT_FOUND,
        "models/" + model + "/aliases/" + alias,
        "there is no such alias",
        "see those that are there with: slipwayctl alias get " + model);
  }
}
