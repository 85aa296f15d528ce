package io.slipway.server.model;

import io.slipway.scoring.Model;
import io.slipway.scoring.ModelFormat;
import io.slipway.scoring.Signature;

/**
 * A loaded model together with the names that callers, answers and metrics know it by.
 *
 * @param model scores; whoever loaded it closes it, after the last request
 * @param name as in the request path {@code /v2/models/NAME}
 * @param version as a person would name it, the value of {@code Slipway-Version}
 * @param digest {@code sha256:} and 64 hex digits, of the bytes that were loaded
 * @param revision the operator's name for this rollout of it; empty outside a cluster
 * @param format found in the content
 */
public record ServedModel(
    Model model, String name, String version, String digest, String revision, ModelFormat format) {

  public Signature signature() {
    return model.signature();
  }
}
