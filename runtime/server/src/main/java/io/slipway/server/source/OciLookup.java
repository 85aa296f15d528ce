package io.slipway.server.source;

import io.slipway.server.source.LookedUpSource.Found;
import io.slipway.server.source.ModelUri.OciArtifact;
import io.slipway.sources.SourceProblem;
import io.slipway.sources.oci.Artifact;
import io.slipway.sources.oci.DockerConfig;
import io.slipway.sources.oci.OciRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Optional;

/**
 * Finds which manifest a tag names in a registry of OCI artifacts, and which of its files is the
 * model; from then on they are called by their digests.
 *
 * @param client that follows no redirects
 */
record OciLookup(OciArtifact asked, HttpClient client, Credentials credentials)
    implements LookedUpSource.Lookup {
  /** {@code true} in credentialsSecret or the environment, for a registry without TLS. */
  private static final String PLAIN_HTTP = "OCI_PLAIN_HTTP";

  @Override
  public Found find() throws SourceException, SourceProblem {
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
    return new Found(
        new WebSource(asked.display(), client, () -> registry.blob(artifact.file())),
        Optional.of(new OciArtifact(asked.host(), asked.repository(), artifact.manifest())),
        Digest.parse(artifact.file()));
  }

  private Optional<String> authorization(String host) throws SourceException, SourceProblem {
    Optional<String> own = credentials.authorization();
    Optional<String> docker = credentials.secret(".dockerconfigjson");
    return own.isPresent() || docker.isEmpty()
        ? own
        : DockerConfig.authorization(docker.get(), host, asked.repository());
  }
}
