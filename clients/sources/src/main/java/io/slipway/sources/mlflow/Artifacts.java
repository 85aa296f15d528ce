package io.slipway.sources.mlflow;

import io.slipway.sources.Get;
import io.slipway.sources.SourceProblem;
import io.slipway.sources.SourceProblem.Kind;
import io.slipway.sources.Web;
import io.slipway.sources.s3.S3Store;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of a version, wherever MLflow keeps them. */
public sealed interface Artifacts {

  /** The S3 store that artifacts may be in, and as whom it is asked. */
  @FunctionalInterface
  interface S3Access {
    S3Store store() throws SourceProblem;
  }

  /** For messages. */
  String display();

  /**
   * The GET of a file, made anew for each attempt, since a signature holds the time.
   *
   * @param path relative to the version's folder; empty for the folder itself, where that is a file
   */
  Get file(String path) throws SourceProblem;

  /** The files of the version's folder, without the folders in it; empty where nobody tells. */
  Optional<List<String>> files() throws SourceProblem;

  /**
   * Those that the server keeps in a store of its own and hands on.
   *
   * @param folder in its store
   */
  record Proxied(Mlflow server, String folder) implements Artifacts {
    @Override
    public String display() {
      return "mlflow-artifacts:/" + folder;
    }

    @Override
    public Get file(String path) {
      return server.proxied(path.isEmpty() ? folder : folder + "/" + path);
    }

    @Override
    public Optional<List<String>> files() throws SourceProblem {
      return Optional.of(server.proxiedFiles(folder));
    }
  }

  /**
   * Those in an S3 store that clients read themselves.
   *
   * @param folder the key, without a slash at its end
   */
  record InS3(String bucket, String folder, S3Access access, Web web, InstantSource clock)
      implements Artifacts {
    @Override
    public String display() {
      return "s3://" + bucket + "/" + folder;
    }

    @Override
    public Get file(String path) throws SourceProblem {
      return access
          .store()
          .object(bucket, path.isEmpty() ? folder : folder + "/" + path, clock.instant());
    }

    @Override
    public Optional<List<String>> files() throws SourceProblem {
      String prefix = folder + "/";
      return Optional.of(
          access.store().list(bucket, prefix, web, clock).stream()
              .map(object -> object.key().substring(prefix.length()))
              .filter(name -> !name.isEmpty() && !name.contains("/"))
              .toList());
    }
  }

  /** Those in any other store: the server fetches a file from it for whoever asks. */
  record Served(Mlflow server, ModelVersion version, String display) implements Artifacts {
    @Override
    public Get file(String path) {
      return server.served(version, path);
    }

    @Override
    public Optional<List<String>> files() {
      return Optional.empty();
    }
  }

  /** Finds out where they are. */
  static Artifacts of(
      Mlflow server, ModelVersion version, S3Access access, Web web, InstantSource clock)
      throws SourceProblem {
    String uri = withoutRun(server, server.artifactUri(version)).replaceAll("/+$", "");
    if (uri.startsWith("s3://")) {
      String[] parts = uri.substring("s3://".length()).split("/", 2);
      if (parts.length == 2 && !parts[0].isEmpty()) {
        return new InS3(parts[0], parts[1], access, web, clock);
      }
    }
    // With a host it is another server's store, which this one reaches as it does any other.
    if (uri.matches("mlflow-artifacts:(//)?/[^/].*")) {
      return new Proxied(server, uri.replaceFirst("^[^/]*/+", ""));
    }
    if (uri.isEmpty()) {
      throw new SourceProblem(
          Kind.NOT_FOUND,
          "%s has no files of version %d of the model %s: register it again with its model"
              .formatted(server.display(), version.number(), version.model()));
    }
    return new Served(server, version, uri.replaceFirst("://[^/@]*@", "://…@"));
  }

  /** A version may be registered as a folder of a run, wherever that keeps its files. */
  private static String withoutRun(Mlflow server, String uri) throws SourceProblem {
    Matcher run = Pattern.compile("runs:/([^/]+)(/.*)?").matcher(uri);
    if (!run.matches()) {
      return uri;
    }
    String path = run.group(2) == null ? "" : run.group(2);
    return server.run(run.group(1)).artifactUri().replaceAll("/+$", "") + path;
  }
}
