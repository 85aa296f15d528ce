package io.slipway.server.source;

import io.slipway.server.source.ModelUri.OciArtifact;
import io.slipway.sources.Get;
import io.slipway.sources.SourceProblem;
import io.slipway.sources.oci.Artifact;
import io.slipway.sources.oci.DockerConfig;
import io.slipway.sources.oci.OciRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file in a registry of OCI artifacts. Which manifest a tag names and which of its files is the
 * model is found out once; after that it is a file that is called by its digest.
 */
final class OciSource implements Source {
  /** {@code true} in credentialsSecret or the environment, for a registry without TLS. */
  private static final String PLAIN_HTTP = "OCI_PLAIN_HTTP";

  private final OciArtifact asked;
  private final HttpClient client;
  private final Credentials credentials;
  private @Nullable Found found;

  private record Found(OciArtifact name, Digest digest, Source file) {}

  /**
   * @param client that follows no redirects
   */
  OciSource(OciArtifact asked, HttpClient client, Credentials credentials) {
    this.asked = asked;
    this.client = client;
    this.credentials = credentials;
  }

  @Override
  public String display() {
    return asked.display();
  }

  @Override
  public Content open(Optional<Resume> resume) throws SourceException {
    return found().file().open(resume);
  }

  @Override
  public synchronized Optional<ModelUri> settled() {
    return Optional.ofNullable(found).map(Found::name);
  }

  @Override
  public synchronized Optional<Digest> promised() {
    return Optional.ofNullable(found).map(Found::digest);
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
    boolean plain = credentials.setting(PLAIN_HTTP).filter("true"::equals).isPresent();
    // The name that people write is not the one that it answers to.
    String host = asked.host().equals("docker.io") ? "registry-1.docker.io" : asked.host();
    OciRegistry registry =
        new OciRegistry(
            URI.create((plain ? "http://" : "https://") + host),
            asked.repository(),
            authorization(host),
            new ShortAnswers(client));
    Artifact artifact = registry.artifact(asked.reference());
    OciArtifact name = new OciArtifact(asked.host(), asked.repository(), artifact.manifest());
    return new Found(
        name,
        Digest.parse(artifact.file()).orElseThrow(),
        new WebSource(asked.display(), client, () -> blob(registry, artifact)));
  }

  private static Get blob(OciRegistry registry, Artifact artifact) throws SourceException {
    try {
      return registry.blob(artifact.file());
    } catch (SourceProblem e) {
      throw SourceException.of(e);
    }
  }

  private Optional<String> authorization(String host) throws SourceException, SourceProblem {
    Optional<String> own = credentials.authorization();
    Optional<String> docker = credentials.secret(".dockerconfigjson");
    return own.isPresent() || docker.isEmpty()
        ? own
        : DockerConfig.authorization(docker.get(), host, asked.repository());
  }
}
