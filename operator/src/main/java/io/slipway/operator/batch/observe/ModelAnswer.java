package io.slipway.operator.batch.observe;

import java.util.Optional;

/** Which model a run is to score with, as far as it is known. */
public sealed interface ModelAnswer {

  /** Nothing yet: an answer is on its way. */
  record Unheard() implements ModelAnswer {}

  /**
   * This one.
   *
   * @param name the model's
   * @param version of the registry, or the first digits of the digest
   * @param uri where its bytes are
   * @param digest of them; absent where the run's plan pins it
   * @param format of them; absent where it is found out from the file
   * @param credentials with what pods read them
   */
  record Found(
      String name,
      Optional<String> version,
      String uri,
      Optional<String> digest,
      Optional<String> format,
      ModelCredentials credentials)
      implements ModelAnswer {}

  /**
   * None, and why.
   *
   * @param reason one of the documented reasons
   */
  record Failed(String reason, String words) implements ModelAnswer {}
}
