package io.slipway.server.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.server.source.ModelUri.S3Object;
import io.slipway.sources.Get;
import io.slipway.sources.SourceProblem;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3RequestTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-01T08:00:00Z"));

  @TempDir Path folder;

  private Get get(S3Object object, Map<String, String> environment)
      throws SourceException, SourceProblem {
    Credentials credentials = new Credentials(folder, environment);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return new S3Request(object, credentials, new WebIdentity(client), CLOCK).next();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "models, '', '', https://models.s3.us-east-1.amazonaws.com/a/b%20c",
    "models, eu-central-1, '', https://models.s3.eu-central-1.amazonaws.com/a/b%20c",
    "models.example, eu-central-1, '', https://s3.eu-central-1.amazonaws.com/models.example/a/b%20c",
    "models, eu-central-1, http://minio:9000, http://minio:9000/models/a/b%20c",
    "models, '', https://store/prefix/, https://store/prefix/models/a/b%20c",
  })
  void theObjectIsLookedForWhereTheStoreKeepsIt(
      String bucket, String region, String endpoint, String expected) throws Exception {
    Map<String, String> environment = Map.of("AWS_REGION", region, "AWS_ENDPOINT_URL_S3", endpoint);

    Get get = get(new S3Object(bucket, "a/b c"), environment);

    assertThat(get.uri()).hasToString(expected);
    assertThat(get.credentials()).isEmpty();
  }

  @Test
  void theSecretComesBeforeTheEnvironmentAndASessionTokenIsSigned() throws Exception {
    Files.writeString(folder.resolve("AWS_ACCESS_KEY_ID"), "of-the-secret\n");
    Map<String, String> environment =
        Map.of(
            "AWS_ACCESS_KEY_ID", "of-the-environment",
            "AWS_SECRET_ACCESS_KEY", "k",
            "AWS_SESSION_TOKEN", "session");

    Map<String, String> headers = get(new S3Object("models", "m"), environment).credentials();

    assertThat(headers).containsEntry("x-amz-security-token", "session");
    assertThat(headers.get("Authorization"))
        .contains("Credential=of-the-secret/20261101/us-east-1/s3/aws4_request")
        .contains("SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token");
  }

  @Test
  void halfAPairOfKeysIsAMistakeAndNotAnAnonymousRequest() {
    assertThatThrownBy(() -> get(new S3Object("models", "m"), Map.of("AWS_ACCESS_KEY_ID", "alone")))
        .hasMessageContaining("both AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
  }

  @ParameterizedTest
  @CsvSource({"minio:9000", "ftp://store", "http://user:pw@store", "'http://st ore'", "http://"})
  void anEndpointThatMakesNoUrlIsAMistake(String endpoint) {
    assertThatThrownBy(
            () -> get(new S3Object("models", "m"), Map.of("AWS_ENDPOINT_URL_S3", endpoint)))
        .hasMessageContaining("AWS_ENDPOINT_URL_S3");
  }

  @Test
  void theTokenOfAServiceAccountIsExchangedForKeys() throws Exception {
    Path token = Files.writeString(folder.resolve("the-token"), "ey.J.hbGci+x\n");
    AtomicReference<String> asked = new AtomicReference<>("");
    try (FlakyServer sts =
        new FlakyServer(
            (x, n) -> {
              asked.set(new String(x.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
              byte[] answer =
                  ("<R><Credentials><SessionToken>st==</SessionToken>"
                          + "<SecretAccessKey>sk</SecretAccessKey><AccessKeyId>ASIA1</AccessKeyId>"
                          + "</Credentials></R>")
                      .getBytes(StandardCharsets.UTF_8);
              x.sendResponseHeaders(200, answer.length);
              x.getResponseBody().write(answer);
            })) {
      Map<String, String> environment = identity(token, sts);

      Map<String, String> headers = get(new S3Object("models", "m"), environment).credentials();

      assertThat(headers).containsEntry("x-amz-security-token", "st==");
      assertThat(headers.get("Authorization")).contains("Credential=ASIA1/");
      assertThat(asked.get())
          .contains("RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fmodels")
          .contains("WebIdentityToken=ey.J.hbGci%2Bx")
          .doesNotContain("%0A");
    }
  }

  @Test
  void aRoleThatMayNotBeAssumedIsForbidden() throws Exception {
    Path token = Files.writeString(folder.resolve("the-token"), "t");
    try (FlakyServer sts = new FlakyServer((x, n) -> x.sendResponseHeaders(403, -1))) {
      assertThatThrownBy(() -> get(new S3Object("models", "m"), identity(token, sts)))
          .hasMessageContaining("arn:aws:iam::1:role/models")
          .hasMessageContaining("trust policy");
    }
  }

  private static Map<String, String> identity(Path token, FlakyServer sts) {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_WEB_IDENTITY_TOKEN_FILE", token.toString());
    environment.put("AWS_ROLE_ARN", "arn:aws:iam::1:role/models");
    environment.put("AWS_ENDPOINT_URL_STS", sts.uri("/").toString());
    return environment;
  }
}
