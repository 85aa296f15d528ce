package io.slipway.operator.observe;

import io.slipway.api.v1alpha1.Reason;

/** What the registry says that a model's version or alias is, as far as it was heard. */
public sealed interface RegistryAnswer {

  /** Nobody has heard anything yet, or the model is of no registry. */
  RegistryAnswer NONE = new Unheard();

  /** Nothing yet: an answer is on its way. */
  record Unheard() implements RegistryAnswer {}

  /**
   * A version that may be served.
   *
   * @param number of the version
   * @param digest of the model's bytes, {@code sha256:} and 64 hex digits
   * @param format of them
   * @param uri where they are, for ever
   */
  record Found(String number, String digest, String format, String uri) implements RegistryAnswer {}

  /** None, and why. */
  record Failed(Reason reason, String words) implements RegistryAnswer {}
}
