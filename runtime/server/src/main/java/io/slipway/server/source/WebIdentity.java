package io.slipway.server.source;

import io.slipway.server.source.SourceException.Reason;
import io.slipway.sources.s3.AwsKeys;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keys for the cloud identity of the pod's service account: its projected token is exchanged with
 * AWS's token service (AssumeRoleWithWebIdentity). The environment names token and role.
 */
final class WebIdentity {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient client;

  WebIdentity(HttpClient client) {
    this.client = client;
  }

  /** Keys that expire within the hour; empty if the pod has no such identity. */
  Optional<AwsKeys> keys(Credentials credentials, String region) throws SourceException {
    Optional<String> tokenFile = credentials.setting("AWS_WEB_IDENTITY_TOKEN_FILE");
    Optional<String> role = credentials.setting("AWS_ROLE_ARN");
    if (tokenFile.isEmpty() || role.isEmpty()) {
      return Optional.empty();
    }
    String endpoint =
        credentials
            .setting("AWS_ENDPOINT_URL_STS")
            .orElse("https://sts." + region + ".amazonaws.com");
    try {
      String form =
          "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleSessionName=slipway&RoleArn=%s&WebIdentityToken=%s"
              .formatted(
                  encode(role.get()), encode(Files.readString(Path.of(tokenFile.get())).strip()));
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(endpoint))
              .timeout(TIMEOUT)
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(HttpRequest.BodyPublishers.ofString(form))
              .build();
      HttpResponse<String> response =
          client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (response.statusCode() >= 500) {
        throw new SourceException(
            Reason.UNREACHABLE, "AWS's token service answered " + response.statusCode());
      }
      if (response.statusCode() != 200) {
        throw new SourceException(
            Reason.FORBIDDEN,
            "AWS's token service answered %d %s for the role %s: check its trust policy"
                .formatted(
                    response.statusCode(),
                    element(response.body(), "Code").orElse(""),
                    SafeText.plain(role.get())));
      }
      return Optional.of(answered(response.body()));
    } catch (IOException | IllegalArgumentException e) {
      throw new SourceException(
          Reason.UNREACHABLE,
          "AWS's token service cannot be asked for the role %s: check AWS_WEB_IDENTITY_TOKEN_FILE and the pod's way out"
              .formatted(SafeText.plain(role.get())),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SourceException(
          Reason.UNREACHABLE, "AWS's token service was not waited for: the pod is leaving", e);
    }
  }

  private static AwsKeys answered(String body) throws SourceException {
    Optional<String> id = element(body, "AccessKeyId");
    Optional<String> secret = element(body, "SecretAccessKey");
    if (id.isEmpty() || secret.isEmpty()) {
      throw new SourceException(
          Reason.UNREACHABLE, "AWS's token service gave an answer without keys");
    }
    return new AwsKeys(id.get(), secret.get(), element(body, "SessionToken"));
  }

  /**
   * The text of an element. What is looked for holds no markup, so no XML parser is let near it.
   */
  private static Optional<String> element(String body, String name) {
    Matcher element = Pattern.compile("<" + name + ">([^<]{1,8192})</" + name + ">").matcher(body);
    return element.find() ? Optional.of(element.group(1).strip()) : Optional.empty();
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
