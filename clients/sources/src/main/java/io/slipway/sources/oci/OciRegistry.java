package io.slipway.sources.oci;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slipway.sources.Get;
import io.slipway.sources.SourceProblem;
import io.slipway.sources.SourceProblem.Kind;
import io.slipway.sources.Web;
import io.slipway.sources.Web.Answer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * One repository of an OCI registry. User and password go to the registry, and to whoever it says
 * gives out its tokens, and to nobody else. For one thread.
 *
 * <p>Source: OCI Distribution Specification 1.1; tokens as in Docker's "Token Authentication
 * Specification".
 */
public final class OciRegistry {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final String ACCEPTED =
      String.join(
          ", ",
          "application/vnd.oci.image.manifest.v1+json",
          INDEX,
          "application/vnd.docker.distribution.manifest.v2+json");

  private final URI address;
  private final String repository;
  private final Optional<String> authorization;
  private final Web web;
  private Optional<Challenge> challenge = Optional.empty();

  /**
   * @param address of the registry, without a path
   * @param authorization the value of that header, with a user and password or a token
   */
  public OciRegistry(URI address, String repository, Optional<String> authorization, Web web) {
    this.address = address;
    this.repository = repository;
    this.authorization = authorization;
    this.web = web;
  }

  /**
   * Finds the model of an artifact.
   *
   * @param reference a tag, or the digest of a manifest
   */
  public Artifact artifact(String reference) throws SourceProblem {
    return artifact(reference, reference);
  }

  private Artifact artifact(String reference, String manifest) throws SourceProblem {
    String what = what(manifest);
    Answer answer = ask(manifest);
    if (answer.status() != 200) {
      throw refused(what, answer.status());
    }
    String digest = digest(answer.body());
    if (manifest.startsWith("sha256:") && !manifest.equals(digest)) {
      throw new SourceProblem(
          Kind.UNSUPPORTED,
          what
              + " was answered with a manifest of another digest, "
              + digest
              + ": ask who runs it");
    }
    JsonNode document = document(what, answer.body());
    if (!document.has("manifests")) {
      return Artifact.of(what(reference), digest, document);
    }
    JsonNode manifests = document.path("manifests");
    if (manifests.size() != 1 || !manifest.equals(reference)) {
      throw new SourceProblem(
          Kind.UNSUPPORTED,
          "%s is an index of %d manifests: write the digest of the one with the model"
              .formatted(what, manifests.size()));
    }
    String only = manifests.path(0).path("digest").asText();
    if (!only.matches("sha256:[0-9a-f]{64}")) {
      throw new SourceProblem(
          Kind.UNSUPPORTED,
          what + " names its manifest by no sha256: write the digest of the one with the model");
    }
    return artifact(reference, only);
  }

  /** The request for a file of this repository, made anew for each attempt: tokens expire. */
  public Get blob(String digest) throws SourceProblem {
    Map<String, String> headers = new HashMap<>();
    admission().ifPresent(value -> headers.put("Authorization", value));
    return new Get(uri("blobs/" + digest), headers);
  }

  private Answer ask(String manifest) throws SourceProblem {
    Answer answer = web.ask(manifest(manifest));
    if (answer.status() != 401) {
      return answer;
    }
    challenge = answer.challenge().flatMap(header -> Challenge.of(header, repository));
    return challenge.isEmpty() ? answer : web.ask(manifest(manifest));
  }

  private Get manifest(String manifest) throws SourceProblem {
    Map<String, String> headers = new HashMap<>();
    headers.put("Accept", ACCEPTED);
    admission().ifPresent(value -> headers.put("Authorization", value));
    return new Get(uri("manifests/" + manifest), headers);
  }

  /** What the registry wants to see; a token of the user's own is shown before it asks. */
  private Optional<String> admission() throws SourceProblem {
    if (challenge.isPresent() && challenge.get() instanceof Challenge.Bearer(URI token)) {
      return Optional.of("Bearer " + token(token));
    }
    return authorization.filter(value -> challenge.isPresent() || value.startsWith("Bearer "));
  }

  private String token(URI uri) throws SourceProblem {
    if (address.getScheme().equals("https") && !"https".equals(uri.getScheme())) {
      throw new SourceProblem(
          Kind.FORBIDDEN,
          "%s wants a token from %s, which would show the password to the network: ask who runs it"
              .formatted(address.getAuthority(), uri.getAuthority()));
    }
    Answer answer =
        web.ask(
            new Get(
                uri, authorization.map(value -> Map.of("Authorization", value)).orElse(Map.of())));
    String who =
        "%s (which gives out the tokens of %s)"
            .formatted(uri.getAuthority(), address.getAuthority());
    if (answer.status() != 200) {
      throw refused(who, answer.status());
    }
    JsonNode document = document(who, answer.body());
    String token = document.path("token").asText(document.path("access_token").asText());
    if (token.isEmpty()) {
      throw new SourceProblem(Kind.UNREACHABLE, who + " gave none: try again, or ask who runs it");
    }
    return token;
  }

  private URI uri(String rest) {
    return address.resolve("/v2/" + repository + "/" + rest);
  }

  private String what(String reference) {
    String separator = reference.startsWith("sha256:") ? "@" : ":";
    return "oci://" + address.getAuthority() + "/" + repository + separator + reference;
  }

  private static SourceProblem refused(String what, int status) {
    String answered = "%s answered %d".formatted(what, status);
    return switch (status) {
      case 401, 403 ->
          new SourceProblem(
              Kind.FORBIDDEN,
              answered
                  + ": check username and password, token or .dockerconfigjson of credentialsSecret, and what they may read");
      case 404 ->
          new SourceProblem(
              Kind.NOT_FOUND,
              answered + ": check the repository and the tag, and that it was pushed");
      default ->
          status >= 500 || status == 429
              ? new SourceProblem(Kind.UNREACHABLE, answered)
              : new SourceProblem(
                  Kind.UNSUPPORTED, answered + ": see whether it is a registry of OCI artifacts");
    };
  }

  private static JsonNode document(String what, String body) throws SourceProblem {
    try {
      JsonNode document = JSON.readTree(body);
      if (document != null && document.isObject()) {
        return document;
      }
    } catch (JsonProcessingException e) {
      // Said below.
    }
    throw new SourceProblem(
        Kind.UNSUPPORTED,
        what + " was answered with something that is no JSON: see whether it is a registry");
  }

  private static String digest(String body) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
