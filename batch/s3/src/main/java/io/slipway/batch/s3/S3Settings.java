package io.slipway.batch.s3;

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
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Which store, and as whom, by the names that AWS's own tools have for it and scoring pods read
 * too: {@code AWS_ENDPOINT_URL_S3}, {@code AWS_REGION}, {@code AWS_ACCESS_KEY_ID}, {@code
 * AWS_SECRET_ACCESS_KEY}, {@code AWS_SESSION_TOKEN}, {@code ca.crt} of an own authority. Without
 * keys the SDK looks for the identity of the pod or the machine.
 *
 * @param values by name, blank ones as if they were not there
 */
record S3Settings(Map<String, String> values) {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration SILENCE = Duration.ofSeconds(30);

  /** Stores that are not AWS's as a rule have no regions, and want one signed all the same. */
  private static final String ANY_REGION = "us-east-1";

  /**
   * @param attempts at each request, with waits in between that grow up to 20 s
   * @throws IllegalArgumentException if the settings are wrong
   */
  S3Client client(int attempts) {
    Optional<URI> endpoint = endpoint();
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(connections())
            .credentialsProvider(credentials())
            // What was staged is hashed by us, and not every store knows the checksums of AWS's.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(configuration -> configuration.chunkedEncodingEnabled(false))
            .overrideConfiguration(
                configuration ->
                    configuration.retryStrategy(
                        StandardRetryStrategy.builder().maxAttempts(attempts).build()));
    // A bucket in the path needs no name in DNS for each bucket.
    endpoint.ifPresent(uri -> builder.endpointOverride(uri).forcePathStyle(true));
    setting("AWS_REGION")
        .or(() -> setting("AWS_DEFAULT_REGION"))
        .or(() -> endpoint.map(own -> ANY_REGION))
        .map(Region::of)
        .ifPresent(builder::region);
    try {
      return builder.build();
    } catch (SdkClientException e) {
      throw new IllegalArgumentException(
          "the S3 store's region is not known (%s): set AWS_REGION, or AWS_ENDPOINT_URL_S3 where the store is not AWS's"
              .formatted(e.getMessage()),
          e);
    }
  }

  private UrlConnectionHttpClient.Builder connections() {
    UrlConnectionHttpClient.Builder builder =
        UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(SILENCE);
    setting("ca.crt")
        .map(S3Trust::withAuthority)
        .ifPresent(managers -> builder.tlsTrustManagersProvider(() -> managers));
    return builder;
  }

  private Optional<URI> endpoint() {
    Optional<String> text = setting("AWS_ENDPOINT_URL_S3").or(() -> setting("AWS_ENDPOINT_URL"));
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
    throw new IllegalArgumentException(
        "AWS_ENDPOINT_URL_S3 is no URL of a store: it is to be https://host:port");
  }

  private AwsCredentialsProvider credentials() {
    Optional<String> id = setting("AWS_ACCESS_KEY_ID");
    Optional<String> secret = setting("AWS_SECRET_ACCESS_KEY");
    if (id.isEmpty() && secret.isEmpty()) {
      return DefaultCredentialsProvider.builder().build();
    }
    if (id.isEmpty() || secret.isEmpty()) {
      throw new IllegalArgumentException(
          "the S3 store needs both AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or neither where"
              + " the pod has an identity of its own");
    }
    Optional<String> session = setting("AWS_SESSION_TOKEN");
    return StaticCredentialsProvider.create(
        session.isPresent()
            ? AwsSessionCredentials.create(id.get(), secret.get(), session.get())
            : AwsBasicCredentials.create(id.get(), secret.get()));
  }

  private Optional<String> setting(String name) {
    return Optional.ofNullable(values.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }
}
