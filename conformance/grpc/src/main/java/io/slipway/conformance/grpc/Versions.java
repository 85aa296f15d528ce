package io.slipway.conformance.grpc;

import io.slipway.conformance.check.NotApplicable;

/** Names of models and versions. */
final class Versions {
  /** A name that no model, version, tensor and service has. */
  static final String UNKNOWN = "no-such-a9f3";

  private Versions() {}

  /** A version that may be asked for, by the server's metadata over REST. */
  static String any(GrpcProbe probe) throws NotApplicable {
    if (probe.subject().versions().isEmpty()) {
      throw new NotApplicable("the metadata name no versions");
    }
    return probe.subject().versions().getFirst();
  }
}
