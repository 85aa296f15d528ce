package io.slipway.server.source;

import io.slipway.server.source.ModelUri.S3Object;
import io.slipway.server.source.SourceException.Reason;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A GET of an object of an S3 store, signed where there are keys and anonymous where not. */
final class S3Request implements WebRequest {
  private static final String DEFAULT_REGION = "us-east-1";

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
  public Get next() throws SourceException {
    String region = region(credentials);
    URI uri = uri(region);
    Optional<AwsKeys> keys = keys(region);
    if (keys.isEmpty()) {
      return new Get(uri, Map.of());
    }
    Instant now = clock.instant();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("x-amz-content-sha256", SignatureV4.EMPTY_PAYLOAD);
    headers.put("x-amz-date", SignatureV4.timestamp(now));
    keys.get().sessionToken().ifPresent(token -> headers.put("x-amz-security-token", token));
    String authorization =
        new SignatureV4(keys.get(), region, "s3").authorization("GET", uri, headers, now);
    headers.put("Authorization", authorization);
    return new Get(uri, headers);
  }

  static String region(Credentials credentials) throws SourceException {
    Optional<String> region = credentials.setting("AWS_REGION");
    return region.isPresent()
        ? region.get()
        : credentials.setting("AWS_DEFAULT_REGION").orElse(DEFAULT_REGION);
  }

  private Optional<AwsKeys> keys(String region) throws SourceException {
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

  /**
   * An endpoint of one's own gets the bucket in the path, which works without a name for each
   * bucket in DNS; so does a bucket with a dot, which no wildcard certificate covers.
   */
  private URI uri(String region) throws SourceException {
    String key = SignatureV4.encode(object.key());
    Optional<String> endpoint = credentials.setting("AWS_ENDPOINT_URL_S3");
    if (endpoint.isEmpty()) {
      endpoint = credentials.setting("AWS_ENDPOINT_URL");
    }
    String text;
    if (endpoint.isPresent()) {
      text = endpoint.get().replaceFirst("/+$", "") + "/" + object.bucket() + "/" + key;
    } else if (object.bucket().contains(".")) {
      text = "https://s3.%s.amazonaws.com/%s/%s".formatted(region, object.bucket(), key);
    } else {
      text = "https://%s.s3.%s.amazonaws.com/%s".formatted(object.bucket(), region, key);
    }
    try {
      URI uri = URI.create(text);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (web && uri.getHost() != null && uri.getRawUserInfo() == null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Said below, where the other ways to be wrong are said too.
    }
    throw new SourceException(
        Reason.CONFIG_INVALID,
        "AWS_ENDPOINT_URL_S3, AWS_REGION and %s make no URL: the endpoint is to be https://host:port"
            .formatted(object.display()));
  }
}
