package io.slipway.cli.rollback;

import io.slipway.api.v1alpha1.ModelSource;
import io.slipway.cli.resource.Json;
import io.slipway.cli.resource.Revision;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What {@code spec.model} was when a revision was made. A revision keeps what the model was
 * resolved to, and a hash of what was written; of the few ways in which it can have been written,
 * the one with that hash is it. Written again it asks for the very same revision, whose pods may
 * still be warm; a digest more or less would ask for a new one with the same bytes.
 */
final class WrittenModel {

  private static final int HASH_LENGTH = 10;

  private WrittenModel() {}

  /**
   * The model as it was written; empty where that cannot be told.
   *
   * @param deployment the name of the ModelDeployment
   */
  static Optional<ModelSource> of(String deployment, Revision revision) {
    return ways(revision)
        .filter(way -> hash(deployment, way).equals(revision.modelHash()))
        .findFirst();
  }

  /**
   * A model with the same bytes, whatever becomes of its source: the registry's version, or the
   * digest.
   *
   * @param now what is written today, by which pods read the registry today
   */
  static ModelSource pinned(String deployment, ModelSource now, Revision revision) {
    String name = revision.model().equals(deployment) ? "" : revision.model();
    if (revision.isRegistered()) {
      Optional<String> secret =
          now.uri() == null
              ? Optional.ofNullable(now.credentialsSecret())
              : revision.credentialsSecret();
      return model(
          Map.of(
              "name", name,
              "version", revision.registered(),
              "credentialsSecret", secret.orElse("")));
    }
    return model(
        Map.of(
            "name", name,
            "uri", revision.uri(),
            "digest", revision.digest(),
            "format", revision.format(),
            "credentialsSecret", revision.credentialsSecret().orElse("")));
  }

  /** The hash that the operator puts on a revision: the page on revisions has an example. */
  static String hash(String deployment, ModelSource model) {
    String text = Json.write(Map.of("deployment", deployment, "model", model));
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HASH_LENGTH);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static Stream<ModelSource> ways(Revision revision) {
    Stream.Builder<ModelSource> ways = Stream.builder();
    for (String name : withAndWithout(revision.model())) {
      for (String digest : withAndWithout(revision.digest())) {
        for (String format : withAndWithout(revision.format())) {
          for (String secret : withAndWithout(revision.credentialsSecret().orElse(""))) {
            ways.add(
                model(
                    Map.of(
                        "name",
                        name,
                        "version",
                        revision.registered(),
                        "uri",
                        revision.isRegistered() ? "" : revision.uri(),
                        "digest",
                        digest,
                        "format",
                        revision.isRegistered() ? "" : format,
                        "credentialsSecret",
                        secret)));
          }
        }
      }
    }
    return ways.build();
  }

  private static List<String> withAndWithout(String text) {
    return text.isEmpty() ? List.of("") : List.of("", text);
  }

  /** The model of these keys; one whose text is empty is absent. */
  private static ModelSource model(Map<String, String> keys) {
    Map<String, String> present = new TreeMap<>(keys);
    present.values().removeIf(String::isEmpty);
    return Json.read(Json.tree(Json.write(present)), ModelSource.class);
  }
}
