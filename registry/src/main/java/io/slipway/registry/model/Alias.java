package io.slipway.registry.model;

/**
 * Where an alias points.
 *
 * @param digest of the version's manifest
 * @param moved who let it point there, and when
 */
public record Alias(
    ModelName model, AliasName name, VersionNumber version, Digest digest, Remark moved) {

  /** Its name in sentences and URLs. */
  public String path() {
    return path(model, name);
  }

  /** The name of an alias, whether it exists or not. */
  public static String path(ModelName model, AliasName name) {
    return "models/%s/aliases/%s".formatted(model, name);
  }
}
