package io.slipway.cli.ctl;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.cli.command.Span;
import io.slipway.cli.view.OneLine;
import io.slipway.cli.view.Sizes;
import io.slipway.client.Alias;
import io.slipway.client.Draft;
import io.slipway.client.LocalFile;
import io.slipway.client.Publication.Published;
import io.slipway.client.Publication.Published.News;
import io.slipway.client.RegistryClient;
import io.slipway.client.RegistryException;
import io.slipway.client.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a version of files. */
@Command(
    name = "push",
    description =
        "Publish a file, or all files of a folder, as a version: register it, send what is missing,"
            + " wait until it is validated. May be repeated: the same files are the same version,"
            + " and what came is not sent again.")
final class PushCommand extends ModelCommand {

  @Parameters(index = "1", paramLabel = "PATH", description = "The exported model, or its folder.")
  private Path path = Path.of("");

  @Option(
      names = "--parent",
      paramLabel = "VERSION",
      description = "The version it was learnt from: a number, @alias or digest.")
  private @Nullable String parent;

  @Option(
      names = "--alias",
      paramLabel = "ALIAS",
      description = "Let this alias point to it once it is ready.")
  private @Nullable String alias;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why the alias is moved.")
  private @Nullable String reason;

  @Option(
      names = "--file",
      paramLabel = "PATH",
      description = "Which of several files is loaded, as its path in the folder.")
  private @Nullable String file;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "PMML or ONNX. Default: found out by the registry.")
  private @Nullable String format;

  @Mixin private LineageOptions lineage = new LineageOptions();

  @Option(
      names = "--meta",
      paramLabel = "NAME=TEXT",
      description = "Whatever else is to be said of it. May be given several times.")
  private Map<String, String> metadata = new LinkedHashMap<>();

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = Span.class,
      description = "For how long the validation is waited for. Default: 10m.")
  private Duration timeout = Duration.ofMinutes(10);

  PushCommand(Shell shell) {
    super(shell);
  }

  @Override
  public Integer call() throws RegistryException, IOException, InterruptedException {
    Bars bars = new Bars(console().err(), shell().progress(), System::nanoTime);
    Draft draft = draft(LocalFile.under(path, bars));
    RegistryClient client = client();
    if (client.create(model())) {
      note("made the model " + model() + ", which was not there");
    }
    Published published = client.publication(model(), bars).publish(draft, timeout);
    Version version = published.version();
    if (!version.isReady()) {
      return notReady(version);
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s %d is ready%s: %s (%s, %s)"
            .formatted(
                model(),
                version.number(),
                published.news() == News.KNOWN ? ", and was there before" : "",
                version.digest(),
                OneLine.of(version.format().orElse("?")),
                Sizes.text(version.size())));
    ObjectNode document = version.document().deepCopy();
    if (alias != null) {
      Alias moved = promote(client, version, AliasCommand.name(alias), lines);
      document.set("alias", moved.document());
    }
    print(document, palette -> lines);
    return Exit.DONE;
  }

  private Draft draft(List<LocalFile> files) {
    ObjectNode meta = JsonNodeFactory.instance.objectNode();
    metadata.forEach(meta::put);
    return new Draft(
        files,
        Optional.ofNullable(file),
        Optional.ofNullable(format),
        Optional.ofNullable(parent),
        lineage.lineage(),
        meta);
  }

  private int notReady(Version version) {
    print(version.document(), palette -> List.of());
    String name = model() + " " + version.number();
    if (!version.isDecided()) {
      note(
          "%s: its validation has not ended yet; see with: slipwayctl versions %s"
              .formatted(name, name));
      return Exit.TIMED_OUT;
    }
    note(name + ": rejected by the registry's validation; correct it and push it again");
    version.reasons().forEach(why -> note("  " + OneLine.of(why)));
    return Exit.FAILED;
  }

  private Alias promote(RegistryClient client, Version version, String name, List<String> lines)
      throws RegistryException, InterruptedException {
    Optional<Alias> before = client.alias(model(), name);
    Alias moved =
        client.move(
            model(),
            name,
            version.digest(),
            before.map(Alias::digest),
            Optional.ofNullable(reason));
    lines.add(AliasCommand.moved(name, before, moved));
    return moved;
  }
}
