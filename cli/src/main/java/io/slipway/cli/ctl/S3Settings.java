package io.slipway.cli.ctl;

import io.slipway.sources.s3.AwsKeys;
import io.slipway.sources.s3.S3Store;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads which S3 store is meant from the variables that AWS's own tools read. */
final class S3Settings {

  private S3Settings() {}

  static S3Store store(Map<String, String> variables) {
    return new S3Store(
        first(variables, "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"),
        first(variables, "AWS_REGION", "AWS_DEFAULT_REGION").orElse(S3Store.DEFAULT_REGION),
        keys(variables));
  }

  private static Optional<AwsKeys> keys(Map<String, String> variables) {
    Optional<String> id = first(variables, "AWS_ACCESS_KEY_ID");
    Optional<String> secret = first(variables, "AWS_SECRET_ACCESS_KEY");
    if (id.isPresent() != secret.isPresent()) {
      throw new IllegalArgumentException(
          "set both AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or neither to ask as anybody");
    }
    return id.map(
        key -> new AwsKeys(key, secret.orElseThrow(), first(variables, "AWS_SESSION_TOKEN")));
  }

  private static Optional<String> first(Map<String, String> variables, String... names) {
    return Stream.of(names)
        .map(name -> variables.getOrDefault(name, ""))
        .filter(text -> !text.isBlank())
        .findFirst();
  }
}
