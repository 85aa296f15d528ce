package io.slipway.operator.desired;

import io.slipway.api.v1alpha1.ModelDeploymentSpec;
import io.slipway.api.v1alpha1.ModelSource;
import io.slipway.operator.document.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The hashes in names. What they are made of must never change: a new ingredient that an old spec
 * does not have must leave its hash as it was, or an upgrade of the operator would roll every model
 * out anew.
 */
public final class Hashes {

  private static final int LENGTH = 10;

  private Hashes() {}

  /** Of what {@code spec.model} says: what is resolved once is not resolved again. */
  public static String model(String deployment, ModelSource model) {
    return of(Json.write(Map.of("deployment", deployment, "model", model)));
  }

  /**
   * Of what the user wrote and what it resolved to, never of what the operator adds; of the
   * resource's name too, so that two names that are shortened alike do not meet.
   *
   * @param refresh what tells a revision from the one before it that was made of the same, where a
   *     person asked for today's runtime
   */
  public static String revision(
      String deployment,
      ModelDeploymentSpec spec,
      ResolvedModel resolved,
      Optional<String> refresh) {
    Map<String, Object> ingredients = new TreeMap<>();
    ingredients.put("deployment", deployment);
    ingredients.put("model", spec.model());
    ingredients.put("digest", resolved.digest());
    ingredients.put("format", resolved.format());
    // Two versions of the same bytes are two: every move of an alias is a rollout.
    putIfPresent(ingredients, "version", resolved.number().isEmpty() ? null : resolved.number());
    putIfPresent(ingredients, "resources", spec.resources());
    putIfPresent(ingredients, "gpu", spec.gpu());
    putIfPresent(ingredients, "runtime", spec.runtime());
    putIfPresent(ingredients, "podTemplate", spec.podTemplate());
    refresh.ifPresent(token -> ingredients.put("refresh", token));
    return of(Json.write(ingredients));
  }

  /** Of a person's word, so that names can be made of it. */
  public static String word(String value) {
    return of(value);
  }

  /** The first ten hex digits of the sha256 of a text. */
  static String of(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, LENGTH);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static void putIfPresent(
      Map<String, Object> ingredients, String key, @Nullable Object value) {
    if (value != null) {
      ingredients.put(key, value);
    }
  }
}
