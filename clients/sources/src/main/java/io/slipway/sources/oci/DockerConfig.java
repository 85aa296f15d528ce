package io.slipway.sources.oci;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slipway.sources.SourceProblem;
import io.slipway.sources.SourceProblem.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What {@code docker login} writes, which Secrets of the type dockerconfigjson hold. */
public final class DockerConfig {
  private static final JsonMapper JSON = new JsonMapper();

  private DockerConfig() {}

  /**
   * The value of the header {@code Authorization} for a repository; empty where the file knows
   * none. Of entries with a path the longest that the repository begins with counts, as in
   * Kubernetes.
   *
   * @param host with the port, if it has one
   */
  public static Optional<String> authorization(String config, String host, String repository)
      throws SourceProblem {
    JsonNode auths;
    try {
      auths = JSON.readTree(config).path("auths");
    } catch (JsonProcessingException e) {
      throw new SourceProblem(
          Kind.CONFIGURATION, "the key .dockerconfigjson of credentialsSecret is no JSON", e);
    }
    String wanted = host.toLowerCase(Locale.ROOT) + "/" + repository + "/";
    Optional<Map.Entry<String, JsonNode>> entry =
        auths.properties().stream()
            .filter(auth -> wanted.startsWith(place(auth.getKey())))
            .max(Comparator.comparingInt(auth -> place(auth.getKey()).length()));
    return entry.isPresent() ? basic(host, entry.get().getValue()) : Optional.empty();
  }

  /**
   * Keys are hosts, with a path or without, or URLs such as {@code https://index.docker.io/v1/}.
   */
  private static String place(String key) {
    String place = key.replaceFirst("^https?://", "").replaceFirst("/+$", "");
    String host = place.replaceFirst("/.*$", "").toLowerCase(Locale.ROOT);
    if (host.equals("index.docker.io") || host.equals("docker.io")) {
      return "registry-1.docker.io/";
    }
    return host + place.substring(host.length()) + "/";
  }

  private static Optional<String> basic(String host, JsonNode entry) throws SourceProblem {
    String pair = entry.path("username").asText() + ":" + entry.path("password").asText();
    String auth = entry.path("auth").asText();
    if (!auth.isEmpty()) {
      try {
        pair = new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        throw new SourceProblem(
            Kind.CONFIGURATION,
            "the key .dockerconfigjson of credentialsSecret has an auth for %s that is no base64"
                .formatted(host),
            e);
      }
    }
    if (pair.endsWith(":")) {
      throw new SourceProblem(
          Kind.CONFIGURATION,
          "the key .dockerconfigjson of credentialsSecret has no password for %s (identity tokens are not supported): give username and password"
              .formatted(host));
    }
    return Optional.of(
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
  }
}
