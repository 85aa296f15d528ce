package io.slipway.server.source;

import io.slipway.sources.Get;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the source that a URI names.
 *
 * @param mount the folder at which a ConfigMap or claim is mounted
 */
record Sources(Path mount, Credentials credentials, InstantSource clock) {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  Source of(ModelUri uri) throws SourceException {
    return switch (uri) {
      case ModelUri.ConfigMapKey configMap ->
          new MountedFileSource(uri.display(), mount, configMap.key());
      case ModelUri.ClaimFile claim -> new MountedFileSource(uri.display(), mount, claim.path());
      case ModelUri.WebFile web ->
          new WebSource(
              uri.display(),
              client(),
              () ->
                  new Get(
                      web.uri(),
                      credentials
                          .authorization()
                          .map(value -> Map.of("Authorization", value))
                          .orElse(Map.of())));
      case ModelUri.S3Object object -> {
        HttpClient client = client();
        yield new WebSource(
            uri.display(),
            client,
            new S3Request(object, credentials, new WebIdentity(client), clock));
      }
      case ModelUri.OciArtifact artifact ->
          new LookedUpSource(uri.display(), new OciLookup(artifact, client(), credentials));
      case ModelUri.MlflowModel model ->
          new LookedUpSource(uri.display(), new MlflowLookup(model, client(), credentials, clock));
    };
  }

  /** The bytes of a model as another pod of the revision has them. */
  static Source peer(HttpClient client, URI pod, Digest digest) {
    URI uri = pod.resolve("/model/" + digest);
    return new WebSource("the pod at " + pod.getAuthority(), client, () -> new Get(uri, Map.of()));
  }

  private HttpClient client() throws SourceException {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT);
    Optional<String> authority = credentials.secret("ca.crt");
    if (authority.isPresent()) {
      builder.sslContext(Trust.withAuthority(authority.get()));
    }
    return builder.build();
  }
}
