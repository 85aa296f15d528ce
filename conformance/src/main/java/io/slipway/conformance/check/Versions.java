package io.slipway.conformance.check;

/** Names of models and versions. */
final class Versions {
  /** A name that no model and no version has. */
  static final String UNKNOWN = "no-such-a9f3";

  private Versions() {}

  /** A version that may be asked for. */
  static String any(Probe probe) throws NotApplicable {
    if (probe.subject().versions().isEmpty()) {
      throw new NotApplicable("the metadata name no versions");
    }
    return probe.subject().versions().getFirst();
  }
}
