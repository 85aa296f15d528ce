package io.slipway.server.source;

import io.slipway.server.source.ModelUri.MlflowModel;
import io.slipway.server.source.ModelUri.MlflowVersion;
import io.slipway.server.source.SourceException.Reason;
import io.slipway.sources.SourceProblem;
import io.slipway.sources.Web;
import io.slipway.sources.mlflow.Artifacts;
import io.slipway.sources.mlflow.Mlflow;
import io.slipway.sources.mlflow.ModelFile;
import io.slipway.sources.mlflow.ModelVersion;
import io.slipway.sources.s3.S3Store;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A version of a model that an MLflow server knows. What an alias points to and which file is meant
 * is found out once; after that it is a file like any other.
 */
final class MlflowSource implements Source {
  private static final String ADDRESS = "MLFLOW_TRACKING_URI";

  private final MlflowModel model;
  private final HttpClient client;
  private final Credentials credentials;
  private final InstantSource clock;
  private @Nullable Found found;

  /**
   * What the server said.
   *
   * @param name of the version, by its number
   */
  private record Found(MlflowModel name, Source file) {}

  /**
   * @param client that follows no redirects
   */
  MlflowSource(MlflowModel model, HttpClient client, Credentials credentials, InstantSource clock) {
    this.model = model;
    this.client = client;
    this.credentials = credentials;
    this.clock = clock;
  }

  @Override
  public String display() {
    return model.display();
  }

  @Override
  public Content open(Optional<Resume> resume) throws SourceException {
    return found().file().open(resume);
  }

  @Override
  public synchronized Optional<ModelUri> settled() {
    return model.version() instanceof MlflowVersion.Alias
        ? Optional.ofNullable(found).map(Found::name)
        : Optional.empty();
  }

  private synchronized Found found() throws SourceException {
    Found known = found;
    if (known == null) {
      try {
        known = find();
      } catch (SourceProblem e) {
        throw SourceException.of(e);
      }
      found = known;
    }
    return known;
  }

  private Found find() throws SourceException, SourceProblem {
    Web web = new ShortAnswers(client);
    Mlflow server = new Mlflow(address(), credentials.authorization(), web);
    ModelVersion version =
        switch (model.version()) {
          case MlflowVersion.Fixed(long number) -> server.version(model.name(), number);
          case MlflowVersion.Alias(String alias) -> server.alias(model.name(), alias);
        };
    Artifacts artifacts = Artifacts.of(server, version, this::store, web, clock);
    MlflowModel name = new MlflowModel(model.name(), new MlflowVersion.Fixed(version.number()));
    String path = ModelFile.in(artifacts, name.display(), web).path();
    return new Found(
        name,
        new WebSource(
            name.display(),
            client,
            () -> {
              try {
                return artifacts.file(path);
              } catch (SourceProblem e) {
                throw SourceException.of(e);
              }
            }));
  }

  private String address() throws SourceException {
    return credentials
        .setting(ADDRESS)
        .orElseThrow(
            () ->
                new SourceException(
                    Reason.CONFIG_INVALID,
                    "%s needs the address of its MLflow server: put it under the key %s into credentialsSecret, or into podTemplate.env"
                        .formatted(model.display(), ADDRESS)));
  }

  private S3Store store() throws SourceProblem {
    try {
      return S3Request.store(credentials, new WebIdentity(client));
    } catch (SourceException e) {
      throw e.asProblem();
    }
  }
}
