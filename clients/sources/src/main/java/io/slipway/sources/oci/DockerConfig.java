package io.slipway.sources.oci;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slipway.sources.SourceProblem;
import io.slipway.sources.SourceProblem.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** What {@code docker login} writes, which Secrets of the type dockerconfigjson hold. */
public final class DockerConfig {
  private static final JsonMapper JSON = new JsonMapper();

  private DockerConfig() {}

  /**
   * The value of the header {@code Authorization} for a registry; empty where the file knows none.
   *
   * @param host with the port, if it has one
   */
  public static Optional<String> authorization(String config, String host) throws SourceProblem {
    try {
      return JSON.readTree(config).path("auths").properties().stream()
          .filter(entry -> host(entry.getKey()).equals(host))
          .map(Map.Entry::getValue)
          .map(DockerConfig::basic)
          .filter(basic -> !basic.isEmpty())
          .findFirst()
          .map(basic -> "Basic " + basic);
    } catch (JsonProcessingException e) {
      throw new SourceProblem(
          Kind.CONFIGURATION, "the key .dockerconfigjson of credentialsSecret is no JSON", e);
    }
  }

  /** Keys are hosts, or URLs such as {@code https://index.docker.io/v1/}. */
  private static String host(String key) {
    String host = key.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
    return host.equals("index.docker.io") || host.equals("docker.io")
        ? "registry-1.docker.io"
        : host;
  }

  private static String basic(JsonNode entry) {
    if (entry.hasNonNull("auth")) {
      return entry.path("auth").asText();
    }
    String pair = entry.path("username").asText() + ":" + entry.path("password").asText();
    return pair.equals(":")
        ? ""
        : Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }
}
