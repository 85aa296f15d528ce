package io.slipway.server.source;

import io.slipway.server.source.LookedUpSource.Found;
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

/**
 * Finds the file of a version of a model that an MLflow server knows, by what an alias points to
 * where one is written.
 *
 * @param client that follows no redirects
 */
record MlflowLookup(
    MlflowModel model, HttpClient client, Credentials credentials, InstantSource clock)
    implements LookedUpSource.Lookup {
  private static final String ADDRESS = "MLFLOW_TRACKING_URI";

  @Override
  public Found find() throws SourceException, SourceProblem {
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
        new WebSource(name.display(), client, () -> artifacts.file(path)),
        // A number is settled as it was written.
        model.version() instanceof MlflowVersion.Alias ? Optional.of(name) : Optional.empty(),
        Optional.empty());
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
