package io.slipway.cli.resource;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A revision as its ControllerRevision keeps it.
 *
 * @param number its place in the history: the newest has the highest
 * @param name of the revision, and of its objects
 * @param model the model's name
 * @param uri where the model's bytes are
 * @param digest the sha256 of the model's bytes, pinned; empty where only a team's own server knows
 * @param format of the model's file; empty where nobody has looked
 * @param registered the number of its version in the registry; empty for a model from elsewhere
 * @param modelHash the hash of {@code spec.model} as it was written; empty where the object has
 *     none
 * @param customServer whether a team's own server scores in place of Slipway's
 * @param podTemplate the pod template, as it was rendered when the revision was made
 */
public record Revision(
    long number,
    String name,
    String model,
    String uri,
    String digest,
    String format,
    String registered,
    String modelHash,
    boolean customServer,
    Optional<Instant> created,
    JsonNode podTemplate) {

  private static final String SHA256 = "sha256:";
  private static final int VERSION_LENGTH = 12;

  /** Where a pod finds its credentials, by the pod contract. */
  private static final String CREDENTIALS = "/etc/slipway/credentials";

  /** The revisions of a list, the oldest first. */
  public static List<Revision> list(JsonNode list) {
    return elements(list.path("items"))
        .map(Revision::of)
        .sorted(Comparator.comparingLong(Revision::number).thenComparing(Revision::name))
        .toList();
  }

  /** The value of a ControllerRevision's JSON. */
  public static Revision of(JsonNode object) {
    JsonNode metadata = object.path("metadata");
    JsonNode data = object.path("data");
    JsonNode resolved = data.path("resolved");
    return new Revision(
        object.path("revision").asLong(),
        metadata.path("name").asText(""),
        data.path("model").asText(""),
        data.path("uri").asText(""),
        resolved.path("digest").asText(""),
        resolved.path("format").asText(""),
        resolved.path("number").asText(""),
        metadata.path("annotations").path("slipway.io/model-hash").asText(""),
        data.path("server").asText("").equals("CUSTOM"),
        Json.time(metadata.path("creationTimestamp").asText("")),
        data.path("deployment").path("template"));
  }

  /**
   * The version that people see: the registry's number, else the digest's first twelve hex digits;
   * empty without a digest.
   */
  public String version() {
    if (isRegistered()) {
      return registered;
    }
    return digest.startsWith(SHA256) && digest.length() >= SHA256.length() + VERSION_LENGTH
        ? digest.substring(SHA256.length(), SHA256.length() + VERSION_LENGTH)
        : "";
  }

  /** Whether the registry knows it. */
  public boolean isRegistered() {
    return !registered.isEmpty();
  }

  /** The Secret whose keys its pods present to the source, if they do. */
  public Optional<String> credentialsSecret() {
    JsonNode spec = podTemplate.path("spec");
    return elements(spec.path("containers").path(0).path("volumeMounts"))
        .filter(mount -> mount.path("mountPath").asText().equals(CREDENTIALS))
        .map(mount -> mount.path("name").asText())
        .flatMap(
            name ->
                elements(spec.path("volumes"))
                    .filter(volume -> volume.path("name").asText().equals(name)))
        .flatMap(volume -> Json.text(volume.path("secret"), "secretName").stream())
        .findFirst();
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
