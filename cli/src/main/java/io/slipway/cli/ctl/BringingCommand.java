package io.slipway.cli.ctl;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.cli.command.Span;
import io.slipway.cli.imports.ForeignModel;
import io.slipway.cli.imports.Importer;
import io.slipway.cli.imports.Importer.AliasOutcome;
import io.slipway.cli.imports.Importer.Outcome;
import io.slipway.cli.imports.Origin;
import io.slipway.cli.view.OneLine;
import io.slipway.client.RegistryClient;
import io.slipway.client.RegistryException;
import io.slipway.sources.SourceProblem;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Brings models from one place. */
abstract class BringingCommand extends RegistryCommand {

  private static final String NAME = "[A-Za-z0-9]([-._A-Za-z0-9]{0,61}[A-Za-z0-9])?";

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Only this model. May be given several times. Default: all.")
  private List<String> wanted = List.of();

  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = "What it is to be called in the registry; with one --model.")
  private @Nullable String renamed;

  @Option(names = "--dry-run", description = "Tell what would be imported, and change nothing.")
  private boolean dry;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = Span.class,
      description = "For how long each validation is waited for. Default: 10m.")
  private Duration timeout = Duration.ofMinutes(10);

  BringingCommand(Shell shell) {
    super(shell);
  }

  /** Where from. */
  abstract Origin origin() throws SourceProblem;

  final List<String> wanted() {
    return wanted;
  }

  @Override
  public final Integer call()
      throws RegistryException, SourceProblem, IOException, InterruptedException {
    if (renamed != null && wanted.size() != 1) {
      throw new IllegalArgumentException("--as is for one model: name it with one --model");
    }
    RegistryClient client = client();
    Importer importer =
        new Importer(
            client, new Bars(console().err(), shell().progress(), System::nanoTime), timeout);
    List<ForeignModel> models =
        origin().models().stream()
            .filter(model -> wanted.isEmpty() || wanted.contains(model.name()))
            .toList();
    if (models.isEmpty()) {
      note("there is no such model there; see which there are with --dry-run and without --model");
    }
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    ArrayNode all = document.putArray("models");
    List<String> lines = new ArrayList<>();
    int exit = Exit.DONE;
    for (ForeignModel model : models) {
      String name = Optional.ofNullable(renamed).orElse(model.name());
      if (!name.matches(NAME)) {
        note(
            "%s: skipped: a model's name here has at most 63 letters, digits, '-', '_' and '.'; give --model '%s' --as NAME"
                .formatted(OneLine.of(name), OneLine.of(name)));
        continue;
      }
      exit = Math.max(exit, bring(importer, model, name, all.addObject(), lines));
    }
    print(document, palette -> lines);
    return exit;
  }

  private int bring(
      Importer importer, ForeignModel model, String name, ObjectNode json, List<String> lines)
      throws RegistryException, SourceProblem, IOException, InterruptedException {
    ImportReport report = new ImportReport(name, json);
    Importer.Listener listener =
        (version, outcome) -> report.version(version, outcome).forEach(this::note);
    if (dry) {
      importer.plan(model, name, listener);
    } else {
      Map<String, Outcome> outcomes = importer.bring(model, name, listener);
      Map<String, AliasOutcome> aliases = importer.setAliases(model, name, outcomes);
      aliases.forEach((alias, outcome) -> report.alias(alias, outcome).ifPresent(this::note));
    }
    lines.add(report.summary());
    return report.rejected() ? Exit.FAILED : Exit.DONE;
  }
}
