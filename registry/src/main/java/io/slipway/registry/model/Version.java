package io.slipway.registry.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A version of a model and what became of it.
 *
 * @param digest of the manifest
 * @param registered when and by whom
 */
public record Version(
    ModelName model,
    VersionNumber number,
    Digest digest,
    Manifest manifest,
    Notes notes,
    Remark registered,
    Course course) {

  /** Its name in sentences and URLs. */
  public String path() {
    return "models/%s/versions/%s".formatted(model, number);
  }

  /** Whether it may be served and pointed to. */
  public boolean isReady() {
    return course.state() == VersionState.READY && course.deleted().isEmpty();
  }

  /**
   * How a version fared.
   *
   * @param outcome of the validation, once there is one
   * @param deleted its bytes are gone or will be; that it was is kept
   */
  public record Course(
      VersionState state,
      Optional<Outcome> outcome,
      Optional<Remark> deprecated,
      Optional<Remark> deleted) {}

  /** What a validation ended with, and when. */
  public record Outcome(Verdict verdict, Instant at) {}
}
