package io.slipway.cli.imports;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.client.Progress;
import io.slipway.sources.SourceProblem;
import io.slipway.sources.mlflow.Artifacts;
import io.slipway.sources.mlflow.Mlflow;
import io.slipway.sources.mlflow.ModelFile;
import io.slipway.sources.mlflow.ModelVersion;
import io.slipway.sources.mlflow.RegisteredModel;
import io.slipway.sources.mlflow.Run;
import io.slipway.sources.s3.S3Store;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Registered models of an MLflow server. */
public final class MlflowOrigin implements Origin {
  private final Mlflow server;
  private final String address;
  private final List<String> wanted;
  private final S3Store store;
  private final Http http;
  private final InstantSource clock;

  /**
   * @param wanted the names of the models to bring; none for all
   * @param store that artifacts may be in
   */
  public MlflowOrigin(
      String address,
      Optional<String> authorization,
      List<String> wanted,
      S3Store store,
      Http http,
      InstantSource clock)
      throws SourceProblem {
    this.server = new Mlflow(address, authorization, http);
    this.address = address;
    this.wanted = List.copyOf(wanted);
    this.store = store;
    this.http = http;
    this.clock = clock;
  }

  @Override
  public List<ForeignModel> models() throws SourceProblem {
    List<RegisteredModel> registered = new ArrayList<>();
    for (String name : wanted) {
      registered.add(server.model(name));
    }
    if (wanted.isEmpty()) {
      registered.addAll(server.models());
    }
    List<ForeignModel> models = new ArrayList<>();
    for (RegisteredModel model : registered) {
      Map<String, String> aliases = new LinkedHashMap<>();
      model.aliases().forEach((alias, number) -> aliases.put(alias, Long.toString(number)));
      models.add(
          new ForeignModel(
              model.name(),
              server.versions(model.name()).stream()
                  .filter(ModelVersion::ready)
                  .<ForeignVersion>map(MlflowVersion::new)
                  .toList(),
              aliases));
    }
    return models;
  }

  private final class MlflowVersion implements ForeignVersion {
    private final ModelVersion version;

    MlflowVersion(ModelVersion version) {
      this.version = version;
    }

    @Override
    public String label() {
      return Long.toString(version.number());
    }

    @Override
    public String from() {
      String name = URLEncoder.encode(version.model(), StandardCharsets.UTF_8).replace("+", "%20");
      return "mlflow://" + name + "/" + version.number();
    }

    /** Numbers begin anew where a model was deleted and made again. */
    @Override
    public String mark() {
      return Marks.of(version.created() + " " + version.source());
    }

    @Override
    public Content content() throws SourceProblem {
      Artifacts artifacts = Artifacts.of(server, version, () -> store, http, clock);
      ModelFile file = ModelFile.in(artifacts, from(), http);
      String model = file.path().isEmpty() ? lastPart(artifacts.display()) : file.path();
      List<ForeignFile> files = new ArrayList<>();
      files.add(new Artifact(artifacts, file.path(), model));
      for (String beside : Companions.of(model, file.beside(artifacts))) {
        files.add(new Artifact(artifacts, beside, beside));
      }
      Optional<Run> run = run();
      return new Content(model, files, lineage(run), told(run));
    }

    /** Runs are cleared away; the versions that they made are not. */
    private Optional<Run> run() throws SourceProblem {
      if (version.run().isEmpty()) {
        return Optional.empty();
      }
      try {
        return Optional.of(server.run(version.run().get()));
      } catch (SourceProblem e) {
        if (e.kind() == SourceProblem.Kind.NOT_FOUND) {
          return Optional.empty();
        }
        throw e;
      }
    }

    private ObjectNode lineage(Optional<Run> made) {
      ObjectNode lineage = JsonNodeFactory.instance.objectNode();
      version.run().ifPresent(id -> lineage.put("trainingRun", id));
      made.ifPresent(
          run -> {
            String repository = run.tags().getOrDefault("mlflow.source.git.repoURL", "");
            String commit = run.tags().getOrDefault("mlflow.source.git.commit", "");
            if (!repository.isEmpty()) {
              ObjectNode code = lineage.putObject("code").put("repository", repository);
              if (!commit.isEmpty()) {
                code.put("commit", commit);
              }
            }
            if (!run.datasets().isEmpty()) {
              ArrayNode datasets = lineage.putArray("datasets");
              run.datasets()
                  .forEach(
                      data ->
                          datasets
                              .addObject()
                              .put("uri", data.name())
                              .put("snapshot", data.digest()));
            }
            if (!run.metrics().isEmpty()) {
              ObjectNode metrics = lineage.putObject("metrics");
              Told.most(run.metrics()).forEach(metrics::put);
            }
          });
      return lineage;
    }

    private Map<String, String> told(Optional<Run> run) {
      Map<String, String> told = new LinkedHashMap<>();
      told.put("imported.server", address);
      told.put("imported.source", version.source());
      told.put("imported.created", version.created().toString());
      told.put("imported.description", version.description());
      run.ifPresent(
          made -> told.put("imported.run-name", made.tags().getOrDefault("mlflow.runName", "")));
      version.tags().forEach((name, text) -> told.put("imported.tag." + name, text));
      return told;
    }
  }

  private static String lastPart(String uri) {
    return uri.substring(uri.lastIndexOf('/') + 1);
  }

  private final class Artifact implements ForeignVersion.ForeignFile {
    private final Artifacts artifacts;
    private final String artifact;
    private final String path;

    Artifact(Artifacts artifacts, String artifact, String path) {
      this.artifacts = artifacts;
      this.artifact = artifact;
      this.path = path;
    }

    @Override
    public String path() {
      return path;
    }

    @Override
    public Path local(Path folder, Progress progress) throws SourceProblem, IOException {
      Path target = Files.createTempFile(folder, "artifact", "");
      http.fetch(path, () -> artifacts.file(artifact), target, progress);
      return target;
    }
  }
}
