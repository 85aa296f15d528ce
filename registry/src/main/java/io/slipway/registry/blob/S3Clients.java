package io.slipway.registry.blob;

import io.slipway.registry.blob.BlobException.Reason;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Makes a client from the variables that AWS's own tools read, which model pods read too: {@code
 * AWS_ENDPOINT_URL_S3}, {@code AWS_REGION}, {@code AWS_ACCESS_KEY_ID}, {@code
 * AWS_SECRET_ACCESS_KEY}, {@code AWS_SESSION_TOKEN}. Without keys the SDK looks for the identity of
 * the pod or the machine.
 */
final class S3Clients {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration SILENCE = Duration.ofSeconds(30);

  /** Stores that are not AWS's as a rule have no regions, and want one signed all the same. */
  private static final String ANY_REGION = "us-east-1";

  private S3Clients() {}

  static S3Client open(Map<String, String> environment) throws BlobException {
    Optional<URI> endpoint = endpoint(environment);
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(SILENCE))
            .credentialsProvider(credentials(environment))
            // Blobs are hashed by us, and not every store knows the checksums of AWS's own.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(configuration -> configuration.chunkedEncodingEnabled(false))
            .overrideConfiguration(
                configuration -> configuration.retryStrategy(RetryMode.STANDARD));
    // A bucket in the path needs no name in DNS for each bucket.
    endpoint.ifPresent(uri -> builder.endpointOverride(uri).forcePathStyle(true));
    region(environment, endpoint).ifPresent(builder::region);
    return builder.build();
  }

  /** How messages name the store. */
  static String display(Map<String, String> environment, S3Location location) throws BlobException {
    Optional<URI> endpoint = endpoint(environment);
    return endpoint.isPresent() ? location + " at " + endpoint.get() : location.toString();
  }

  private static Optional<URI> endpoint(Map<String, String> environment) throws BlobException {
    Optional<String> text =
        setting(environment, "AWS_ENDPOINT_URL_S3")
            .or(() -> setting(environment, "AWS_ENDPOINT_URL"));
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI uri = URI.create(text.get());
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (web && uri.getHost() != null && uri.getRawUserInfo() == null) {
        return Optional.of(uri);
      }
    } catch (IllegalArgumentException e) {
      // Said below, where the other ways to be wrong are said too.
    }
    throw new BlobException(
        Reason.MISCONFIGURED,
        "AWS_ENDPOINT_URL_S3 is no URL of a store: it is to be https://host:port");
  }

  private static Optional<Region> region(Map<String, String> environment, Optional<URI> endpoint) {
    return setting(environment, "AWS_REGION")
        .or(() -> setting(environment, "AWS_DEFAULT_REGION"))
        .or(() -> endpoint.map(own -> ANY_REGION))
        .map(Region::of);
  }

  private static AwsCredentialsProvider credentials(Map<String, String> environment)
      throws BlobException {
    Optional<String> id = setting(environment, "AWS_ACCESS_KEY_ID");
    Optional<String> secret = setting(environment, "AWS_SECRET_ACCESS_KEY");
    if (id.isEmpty() && secret.isEmpty()) {
      return DefaultCredentialsProvider.builder().build();
    }
    if (id.isEmpty() || secret.isEmpty()) {
      throw new BlobException(
          Reason.MISCONFIGURED,
          "the S3 store needs both AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or neither where the pod has an identity of its own");
    }
    Optional<String> session = setting(environment, "AWS_SESSION_TOKEN");
    return StaticCredentialsProvider.create(
        session.isPresent()
            ? AwsSessionCredentials.create(id.get(), secret.get(), session.get())
            : AwsBasicCredentials.create(id.get(), secret.get()));
  }

  private static Optional<String> setting(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }
}
