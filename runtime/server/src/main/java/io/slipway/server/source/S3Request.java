package io.slipway.server.source;

import io.slipway.server.source.ModelUri.S3Object;
import io.slipway.server.source.SourceException.Reason;
import io.slipway.sources.Get;
import io.slipway.sources.SourceProblem;
import io.slipway.sources.s3.AwsKeys;
import io.slipway.sources.s3.S3Store;
import java.time.InstantSource;
import java.util.Optional;

/** A GET of an object of an S3 store, signed where there are keys and anonymous where not. */
final class S3Request implements WebRequest {
  private final S3Object object;
  private final Credentials credentials;
  private final WebIdentity identity;
  private final InstantSource clock;

  S3Request(S3Object object, Credentials credentials, WebIdentity identity, InstantSource clock) {
    this.object = object;
    this.credentials = credentials;
    this.identity = identity;
    this.clock = clock;
  }

  @Override
  public Get next() throws SourceException, SourceProblem {
    return store(credentials, identity).object(object.bucket(), object.key(), clock.instant());
  }

  /** The store that secret and environment name. */
  static S3Store store(Credentials credentials, WebIdentity identity) throws SourceException {
    String region = region(credentials);
    Optional<String> endpoint = credentials.setting("AWS_ENDPOINT_URL_S3");
    return new S3Store(
        endpoint.isPresent() ? endpoint : credentials.setting("AWS_ENDPOINT_URL"),
        region,
        keys(credentials, identity, region));
  }

  static String region(Credentials credentials) throws SourceException {
    Optional<String> region = credentials.setting("AWS_REGION");
    return region.isPresent()
        ? region.get()
        : credentials.setting("AWS_DEFAULT_REGION").orElse(S3Store.DEFAULT_REGION);
  }

  private static Optional<AwsKeys> keys(
      Credentials credentials, WebIdentity identity, String region) throws SourceException {
    Optional<String> id = credentials.setting("AWS_ACCESS_KEY_ID");
    Optional<String> secret = credentials.setting("AWS_SECRET_ACCESS_KEY");
    if (id.isPresent() && secret.isPresent()) {
      return Optional.of(
          new AwsKeys(id.get(), secret.get(), credentials.setting("AWS_SESSION_TOKEN")));
    }
    if (id.isPresent() || secret.isPresent()) {
      throw new SourceException(
          Reason.CONFIG_INVALID,
          "credentialsSecret needs both AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
    }
    return identity.keys(credentials, region);
  }
}
